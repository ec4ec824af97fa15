/** An exported name is changed wherever it means the same thing. */
import type { CodeLanguage, CodeSymbol } from '../../../../runtime/repository';
import { syntaxFacts } from '../../grading/checks/syntaxFacts';
import type { Refusal } from '../changes/testOutcomes';
import type { MakerInput } from '../maker';
import type { Expectation, FileChange } from '../types';
import { findUses, type Use } from './findUses';
import { newName } from './newName';
import type { Refactoring } from './refactoringDraft';
import { familyOf, namesOfText, type RepositoryNames } from './repositoryNames';
import { applyEdits } from './textEdits';

/** @param symbols of one name at the top level of one file: what is declared more than once under it is renamed together */
export async function renameSymbol(
  { index, random }: MakerInput,
  repository: RepositoryNames,
  symbols: readonly CodeSymbol[],
): Promise<Refactoring | Refusal> {
  const [symbol] = symbols;
  const language = symbol === undefined ? undefined : index.file(symbol.path)?.language;
  if (symbol === undefined || language === undefined) return { reason: 'ambiguous', detail: 'nothing is defined' };
  const { path, name: old } = symbol;
  if (old.length < 3) return { reason: 'ambiguous', detail: 'the name is too short to be told from others' };
  const name = newName(old, symbol.kind, random, (each) => repository.filesWith(each).length === 0);
  if (name === undefined) return { reason: 'ambiguous', detail: 'no other name is free' };
  const found = await findUses(repository, path, old);
  if ('reason' in found) return found;
  const reference = renamed(repository, found.uses, old, name);
  const fault = await leftOver(repository, reference, old);
  if (fault !== undefined) return { reason: 'reference-fails', detail: fault };
  const what = kindsOf(symbols);
  return {
    kind: 'rename-symbol',
    ...{ language, path, reference, own: [path] },
    subject: `rename ${symbol.id}`,
    symbols: symbols.map(({ id }) => id),
    title: `Rename ${old} to ${name}`,
    description: `The ${what} \`${old}\` of ${path} gets another name.`,
    prompt: promptOf({ old, name, path, what, language }),
    approach: `Find every import, re-export and use of ${old}, and tell them from other things of the same name.`,
    criteria: [`${name} is defined in ${path}.`, `No use of ${old} is left.`, 'Nothing else has changed.'],
    expectations: await expectationsOf(reference, path, old, name),
  };
}

function promptOf(the: {
  readonly old: string;
  readonly name: string;
  readonly path: string;
  readonly what: string;
  readonly language: CodeLanguage;
}): string {
  const { old, name, path, what, language } = the;
  const own =
    familyOf(language) === 'python'
      ? `Names in \`__all__\` change too. Keyword arguments and attributes of other objects that are called \`${old}\` keep their names.`
      : `Other properties that are called \`${old}\` keep their names: where an object literal is written as \`{ ${old} }\`, it becomes \`{ ${old}: ${name} }\`, except where that object is what the file exports.`;
  return `Rename the ${what} \`${old}\`, which is defined in ${path}, to \`${name}\`, in the whole repository: its definition, every import and every re-export under that name, and every use, also in tests. \`${old}\` must not stay behind as an alias.

Whatever else is called \`${old}\` stays as it is: local variables and parameters, aliases, texts. Where a file imports it under an alias, the alias stays. ${own} Comments need not be changed. No file gets another name, and what the code does stays the same.`;
}

function kindsOf(symbols: readonly CodeSymbol[]): string {
  const kinds = [...new Set(symbols.map(({ kind }) => kind))];
  return kinds.join(' and ');
}

function renamed(repository: RepositoryNames, uses: readonly Use[], old: string, name: string): readonly FileChange[] {
  const paths = [...new Set(uses.map(({ path }) => path))];
  return paths.map((path) => {
    const edits = uses
      .filter((each) => each.path === path)
      .map((use) => ({ span: [use.token.start, use.token.end] as const, text: replacement(use, old, name) }));
    return { path, content: applyEdits(repository.text(path), edits) };
  });
}

function replacement({ token, role }: Use, old: string, name: string): string {
  // A property keeps its name, unless the property is what others import.
  const keepsKey = token.form === 'shorthand' || token.form === 'pattern';
  return keepsKey && (role === 'use' || role === 'definition') ? `${old}: ${name}` : name;
}

/** @returns what the reference forgot, for people */
async function leftOver(
  repository: RepositoryNames,
  reference: readonly FileChange[],
  old: string,
): Promise<string | undefined> {
  for (const { path, content } of reference) {
    const language = repository.index.file(path)?.language;
    if (content === null || language === undefined) continue;
    const names = await namesOfText(language, content);
    if (names === undefined) return `${path} does not parse with the new name`;
    const left = (names.named.get(old) ?? []).find(({ form, binding }) => form !== 'property' && binding === undefined);
    if (left !== undefined && left.form !== 'exported' && left.form !== 'imported') return `a use in ${path} is left`;
  }
  return undefined;
}

async function expectationsOf(
  reference: readonly FileChange[],
  path: string,
  old: string,
  name: string,
): Promise<readonly Expectation[]> {
  const expectations: Expectation[] = [
    { kind: 'defined', path, name },
    { kind: 'not-defined', path, name: old },
  ];
  for (const { path: changed, content } of reference) {
    const facts = content === null ? undefined : await syntaxFacts(changed, content);
    const left = facts?.identifiers.get(old) ?? 0;
    const now = facts?.references.get(name) ?? 0;
    // Where something else keeps the name, only a count tells whether every use was changed.
    if (left === 0) expectations.push({ kind: 'no-reference', name: old, paths: [changed] });
    if (now > 0) expectations.push({ kind: 'references', name, path: changed, atLeast: left === 0 ? 1 : now });
  }
  return expectations;
}
