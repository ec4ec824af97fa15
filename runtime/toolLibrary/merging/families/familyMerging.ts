/** Families one after the other, each verified, and taken only where the whole becomes shorter. */
import { languageOfFile } from '../../../syntax';
import type { CoverageEntry, CoverageMap, ToolCollection, ToolRecord, Verification } from '../../types';
import { coverageMap } from '../coverage/coverageMap';
import { isUnwritable } from '../declarations/declaration';
import { readDeclaration } from '../declarations/readDeclaration';
import { CollectionFiles } from '../imports/collectionFiles';
import { flattenMerges } from '../plan/flattenMerges';
import { functionName, type Merge } from '../plan/merge';
import { renderMerges } from '../plan/renderMerges';
import { failureOf, passes, settleMerges, type DuplicatesOptions, type Refactoring } from '../refactorDuplicates';
import { abstracted } from './constants';
import type { Family } from './family';
import { familyName } from './familyName';
import { familyText } from './familyText';
import { findFamilies } from './findFamilies';
import { parameterNames } from './parameterNames';

export interface FamilyOptions {
  /** Description length of the collection with some texts changed: a family that does not lessen it stays as it is. */
  readonly lengthOf: (texts: ReadonlyMap<string, string>, coverage: CoverageMap) => Promise<number>;
}

export interface MergedFamilies {
  readonly refactoring: Refactoring;
  /** Text by path of all files, with the new functions, before anything is an adapter. */
  readonly texts: ReadonlyMap<string, string>;
}

interface Written {
  readonly merge: Merge;
  readonly path: string;
  readonly text: string;
}

/**
 * Merges functions that differ in constants alone into one with parameters, on top of what is merged already. No model takes part.
 * @param duplicates what is merged already, by whatever means
 * @throws the signal's reason when it is aborted
 */
export async function mergeFamilies(
  options: DuplicatesOptions,
  { lengthOf }: FamilyOptions,
  duplicates: Refactoring,
): Promise<MergedFamilies> {
  const { collection, acceptWeak = false, signal, progress } = options;
  let { merges } = duplicates;
  let texts = options.texts;
  // Modules that a model wrote.
  const created = new Map([...duplicates.texts].filter(([path]) => !options.texts.has(path)));
  const rejected = rejectedOf(duplicates.coverage);
  const verifications = new Map(duplicates.verifications);
  const families = await familiesOf(options, duplicates);
  if (families.length === 0) return { refactoring: { ...duplicates, families }, texts };
  const tried: Family[] = [];
  let length = await lengthOf(duplicates.texts, duplicates.coverage);
  for (const family of families) {
    signal?.throwIfAborted();
    const written = await write(collection.root, texts, family, collection.tools);
    if (written === undefined) continue;
    tried.push(family);
    const trial = new Map([...created, [written.path, written.text]]);
    const found = await verified(options, merges, written.merge, trial);
    const members = written.merge.members.filter(({ tool }) => passes(found.get(tool.id), acceptWeak));
    for (const { tool } of written.merge.members) {
      if (!members.some((each) => each.tool.id === tool.id)) rejected.set(tool.id, failureOf(found.get(tool.id)));
    }
    if (members.length < 2) continue;
    const further = [...merges, { ...written.merge, members }];
    const flat = flattenMerges(further);
    const rendered = await renderMerges(collection.root, options.texts, flat, trial);
    const now = await lengthOf(rendered.texts, coverageMap(collection.tools, flat, new Map(), new Map()));
    if (now >= length) {
      for (const { tool } of members) rejected.set(tool.id, longer(now, length));
      continue;
    }
    length = now;
    merges = further;
    texts = new Map([...texts, [written.path, written.text]]);
    created.set(written.path, written.text);
    for (const { tool } of members) {
      // It may be another way that it was rejected on before.
      rejected.delete(tool.id);
      const own = found.get(tool.id);
      if (own !== undefined) verifications.set(tool.id, own);
    }
    progress?.(`${written.merge.target.access}: ${String(members.length)} functions that differ in constants`);
  }
  const verifiedWith = duplicates.texts;
  const start = { merges: flattenMerges(merges), created, rejected, verifications, verifiedWith };
  const refactoring = await settleMerges({ ...options, texts }, start);
  return { refactoring: { ...refactoring, families: tried }, texts };
}

/** What some families alone bring. */
export interface WrittenFamilies {
  readonly merges: readonly Merge[];
  /** Text by path of their files, with the new functions, before anything is an adapter. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Writes the functions that stand for families, by themselves: names that those of others had are free again.
 * @param texts by path, as they are without any of them
 */
export async function writeFamilies(
  { root, tools }: Pick<ToolCollection, 'root' | 'tools'>,
  texts: ReadonlyMap<string, string>,
  families: readonly Family[],
): Promise<WrittenFamilies> {
  const merges: Merge[] = [];
  const created = new Map<string, string>();
  for (const family of families) {
    const written = await write(root, new Map([...texts, ...created]), family, tools);
    if (written === undefined) continue;
    merges.push(written.merge);
    created.set(written.path, written.text);
  }
  return { merges, texts: created };
}

function longer(now: number, before: number): string {
  return `merging makes the whole no shorter: ${String(now)} tokens, ${String(before)} without it`;
}

async function familiesOf(options: DuplicatesOptions, { merges }: Refactoring): Promise<readonly Family[]> {
  const { collection, texts, fingerprints } = options;
  const gone = new Set(merges.flatMap(({ members }) => members.map(({ tool }) => tool.id)));
  const tools = collection.tools.filter(({ id, deprecated, effects }) => {
    return !gone.has(id) && deprecated !== true && effects.length === 0 && fingerprints.get(id)?.status === 'run';
  });
  const files = await CollectionFiles.of(collection.root, texts);
  try {
    return await findFamilies(files, collection.tools, tools);
  } finally {
    files.dispose();
  }
}

/** @returns undefined where the new function has no name, or no form */
async function write(
  root: string,
  texts: ReadonlyMap<string, string>,
  family: Family,
  tools: readonly ToolRecord[],
): Promise<Written | undefined> {
  const [first] = family.members;
  if (first === undefined) return undefined;
  const text = texts.get(first.path);
  if (text === undefined) return undefined;
  const files = await CollectionFiles.of(root, new Map([[first.path, text]]));
  try {
    const file = files.get(first.path);
    const declaration = file === undefined ? undefined : readDeclaration(file, first.access);
    if (file === undefined || declaration === undefined || isUnwritable(declaration)) return undefined;
    const node = file.tree.rootNode.descendantForIndex(declaration.start, declaration.end - 1);
    const code = node === null ? undefined : abstracted(node);
    if (node === null || code === undefined) return undefined;
    const language = languageOfFile(first.path);
    const kind = language === 'python' ? 'python' : language === 'javascript' ? 'javascript' : 'typescript';
    // Behind one that may be left out no other could be required.
    if (kind !== 'python' && first.tool.parameters.some(({ required }) => !required)) return undefined;
    const inner = node.descendantsOfType(['function_definition', 'function_declaration', 'arrow_function'])[0] ?? node;
    const firsts = family.columns.flatMap(({ places }) => code.constants[places[0] ?? -1] ?? []);
    const parameters = parameterNames(inner, firsts);
    const taken = new Set([...tools.map((tool) => tool.name), ...namesIn(text)]);
    const name = familyName(family, parameters, kind === 'python', taken);
    if (name === undefined) return undefined;
    const pattern = { language: kind, text, declaration, node, code } as const;
    const function_ = familyText(family, pattern, name, parameters);
    const end = declaration.statement.end;
    const gap = kind === 'python' ? '\n\n\n' : '\n\n';
    return {
      path: first.path,
      text: `${text.slice(0, end)}${gap}${function_}${text.slice(end)}`,
      merge: {
        group: family.id,
        target: { path: first.path, access: name },
        members: family.members.map(({ tool }, at) => ({
          tool,
          arguments: argumentsOf(
            family,
            at,
            tool,
            parameters.map((each) => each.name),
          ),
        })),
      },
    };
  } finally {
    files.dispose();
  }
}

function namesIn(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}

type Given = readonly [string, CoverageEntry['arguments'][string]];

function argumentsOf(
  { members, columns }: Family,
  at: number,
  tool: ToolRecord,
  names: readonly string[],
): CoverageEntry['arguments'] {
  const first = members[0]?.tool.parameters ?? [];
  const own = first.map(({ name }, place): Given => [name, { from: tool.parameters[place]?.name ?? name }]);
  const fixed = columns.map(({ values }, column): Given => [names[column] ?? '', { value: values[at] }]);
  return Object.fromEntries<CoverageEntry['arguments'][string]>([...own, ...fixed]);
}

async function verified(
  { collection, texts, verify }: DuplicatesOptions,
  merges: readonly Merge[],
  merge: Merge,
  created: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Verification>> {
  const all = flattenMerges([...merges, merge]);
  const rendered = await renderMerges(collection.root, texts, all, created);
  const { entries } = coverageMap(collection.tools, all, new Map(), new Map());
  const into = functionName(merge.target);
  const own = entries.filter(({ tool, outcome, into: to }) => {
    return outcome === 'merged' && to === into && !rendered.refused.has(tool);
  });
  const found = await verify({ texts: rendered.texts, entries: own });
  return new Map(found.map((each) => [each.tool, each]));
}

function rejectedOf({ entries }: CoverageMap): Map<string, string> {
  return new Map(
    entries.flatMap(({ tool, outcome, reason }) => (outcome === 'rejected' ? [[tool, reason ?? '']] : [])),
  );
}
