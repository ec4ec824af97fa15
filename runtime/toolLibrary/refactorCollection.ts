/** From a folder of tools to a smaller library that is verified: every step one after the other. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { scanFolder } from '../repository';
import type { CommandSandbox } from '../tools/sandbox';
import type { DescriptionLength } from './descriptionLength';
import { fingerprint, type PythonInterpreter } from './execution';
import { extractTools } from './extraction';
import { compareTools, cutGroups, type CutGroups } from './grouping';
import {
  generateTests,
  LIBRARY_FORM,
  refactorTools,
  toolList,
  type AskModel,
  type LibraryContent,
  type LibraryDescription,
  type Refactoring,
} from './merging';
import { lengthOfTools } from './lengthOfTools';
import type { TokenCounter } from './tokenCounter';
import { toolsOfChanged } from './toolsOfTexts';
import type { Fingerprint, ToolCollection, ToolRecord, Verdict } from './types';
import { withVerifier } from './verification';

export interface RefactorCollectionOptions {
  readonly root: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly seed: number;
  /** Of the groups that a model is given. */
  readonly cut?: { readonly height?: number; readonly maximumSize?: number };
  readonly tokens: TokenCounter;
  /** Without it only verified duplicates are merged. */
  readonly model?: {
    readonly name: string;
    readonly ask: AskModel;
    readonly candidates?: number;
    readonly rounds?: number;
  };
  readonly acceptWeak?: boolean;
  /** Whether functions that differ in constants alone become one with parameters, without a model; default: yes. */
  readonly families?: boolean;
  readonly sandbox?: CommandSandbox;
  /** Default: `python3` of PATH. */
  readonly python?: PythonInterpreter | undefined;
  readonly signal?: AbortSignal;
  readonly progress?: (done: string) => void;
}

export interface RefactoredCollection {
  readonly collection: ToolCollection;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly groups: CutGroups;
  readonly refactoring: Refactoring;
  /** Tools of the collection as it is afterwards, adapters among them as deprecated. */
  readonly after: readonly ToolRecord[];
  readonly descriptionLength: { readonly before: DescriptionLength; readonly after: DescriptionLength };
  /** For `writeLibrary`. */
  readonly content: LibraryContent;
}

/**
 * Extracts, runs, groups, merges and verifies the tools of a folder. The folder itself is not changed.
 *
 * @throws ExtractionError, SandboxUnavailableError, RunnerStartError; what the model's `ask` throws; the signal's reason
 */
export async function refactorCollection(options: RefactorCollectionOptions): Promise<RefactoredCollection> {
  const { seed, tokens, model, sandbox, python, signal, progress = () => undefined } = options;
  const taken = { include: options.include, exclude: options.exclude, signal };
  const collection = await extractTools({ root: options.root, ...taken });
  const { root } = collection;
  progress(`${String(collection.tools.length)} tools found`);
  const files = (await scanFolder(root, { signal })).map((each) => each.path);
  const texts = await sourceTexts(root, files);
  const fingerprints = await fingerprint(collection, { seed, signal, sandbox, python });
  progress(`${String([...fingerprints.values()].filter(({ status }) => status === 'run').length)} of them were run`);
  const views = await compareTools(collection.tools, { fingerprints, signal });
  const groups = await cutGroups(views, options.cut);

  async function toolsOf(changed: ReadonlyMap<string, string>): Promise<readonly ToolRecord[]> {
    // A module that is new is none of the paths that were named.
    const include = options.include?.length ? [...options.include, ...changed.keys()] : undefined;
    return toolsOfChanged(collection, texts, changed, { ...taken, include });
  }

  function lengthOf(changed: ReadonlyMap<string, string>, tools: readonly ToolRecord[]): DescriptionLength {
    return lengthOfTools(tools, new Map([...texts, ...changed]), tokens);
  }

  const lengthAfter = async (changed: ReadonlyMap<string, string>) => lengthOf(changed, await toolsOf(changed)).total;
  const refactoring = await withVerifier({ collection, seed: seed + 1, sandbox, python, signal }, (verify) =>
    refactorTools({
      ...(options.families === false ? {} : { families: { lengthOf: lengthAfter } }),
      ...{ collection, texts, fingerprints, groups: groups.equal, related: groups.groups, progress, verify },
      acceptWeak: options.acceptWeak ?? false,
      ...(signal === undefined ? {} : { signal }),
      ...(model === undefined ? {} : { model: { ...model, lengthOf: lengthAfter } }),
    }),
  );
  const after = await toolsOf(refactoring.texts);
  const length = { before: lengthOf(new Map(), collection.tools), after: lengthOf(refactoring.texts, after) };
  const description = describe(options, collection, refactoring, after, length);
  const { coverage } = refactoring;
  const framework = await testFramework(root);
  const tests = await generateTests(refactoring, { root, tools: collection.tools, texts, framework });
  const written = describeTests(description, tests);
  const content = {
    ...{ description: written, coverage, tools: toolList(after), files },
    texts: new Map([...refactoring.texts, ...tests]),
  };
  return { collection, fingerprints, groups, refactoring, after, descriptionLength: length, content };
}

function describeTests(description: LibraryDescription, tests: ReadonlyMap<string, string>): LibraryDescription {
  const created = [...tests.keys()].map((file) => ({ path: file, created: true }));
  return { ...description, changed: [...description.changed, ...created] };
}

/** What runs the workspace's own tests of scripts. */
async function testFramework(root: string): Promise<'node:test' | 'vitest' | 'globals'> {
  const text = await readFile(path.join(root, 'package.json'), 'utf8').catch(() => '');
  if (/"vitest"\s*:/.test(text)) return 'vitest';
  return /"(?:mocha|jest)"\s*:/.test(text) ? 'globals' : 'node:test';
}

async function sourceTexts(root: string, files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const file of files) {
    if (/\.(pyi?|[cm]?[jt]sx?)$/.test(file)) texts.set(file, await readFile(path.join(root, file), 'utf8'));
  }
  return texts;
}

function describe(
  { seed, model, include = [], exclude = [] }: RefactorCollectionOptions,
  { root, tools }: ToolCollection,
  { merges, texts, coverage, verifications }: Refactoring,
  after: readonly ToolRecord[],
  length: RefactoredCollection['descriptionLength'],
): LibraryDescription {
  const names = new Map(tools.map(({ id, name }) => [id, name]));
  const before = new Set(tools.flatMap(({ source }) => source?.path ?? []));
  return {
    ...{ form: LIBRARY_FORM, root, seed, include: [...include], exclude: [...exclude] },
    ...{ models: model === undefined ? [] : [model.name] },
    counts: { before: toolList(tools).length, after: toolList(after).length },
    descriptionLength: { before: length.before.total, after: length.after.total },
    merged: merges.map(({ group, target, members }) => {
      const found = members.flatMap(({ tool }) => verifications.get(tool.id) ?? []);
      return {
        group,
        ids: members.map(({ tool }) => tool.id),
        into: `${target.path}#${target.access}`,
        verdict: worst(found.map(({ verdict }) => verdict)),
        cases: found.reduce((sum, { cases }) => sum + cases, 0),
      };
    }),
    rejected: coverage.entries.flatMap(({ tool, outcome, reason }) =>
      outcome === 'rejected' ? [{ id: tool, name: names.get(tool) ?? tool, reason: reason ?? '' }] : [],
    ),
    changed: [...texts.keys()].sort().map((file) => ({ path: file, created: !before.has(file) })),
    verifications: [...verifications.values()].map(({ samples, ...each }) => ({
      ...{ ...each, steps: [...each.steps] },
      ...(samples === undefined ? {} : { samples: [...samples] }),
    })),
  };
}

function worst(verdicts: readonly Verdict[]): Verdict {
  const order = ['rejected', 'unverified', 'weak', 'identical'] as const;
  return order.find((each) => verdicts.includes(each)) ?? 'unverified';
}
