import path from 'node:path';
import type { ImportEdge, RepositoryFile, RepositoryIndex } from '../types';
import type { ContextQuestion } from './types';

/** Files of each kind that are looked at: bounds the time of a question. */
const most = { importers: 6, coChanges: 6, siblings: 12, tests: 3 } as const;
/** Larger files are data more often than code to learn from. Bytes. */
const largest = 128 * 1024;

export interface RelatedFile {
  readonly path: string;
  /** Whether the cursor's file imports it. */
  readonly imported: boolean;
  /** 0 to 1. */
  readonly weight: number;
}

/** Languages whose files help each other. */
const families: readonly (readonly string[])[] = [
  ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'vue', 'svelte'],
  ['c', 'cpp'],
];

/**
 * Files that a person would have open beside this one: those it imports, its test or what it tests, those that change together with it,
 * those that import it, and those beside it. Best first.
 */
export function relatedFiles(index: RepositoryIndex, question: ContextQuestion): readonly RelatedFile[] {
  const { path: own } = question;
  const found = new Map<string, { imported: boolean; weight: number }>();
  const add = (file: string, weight: number, imported = false): void => {
    const known = found.get(file);
    if (known === undefined) found.set(file, { imported, weight });
    else found.set(file, { imported: known.imported || imported, weight: Math.max(known.weight, weight) });
  };
  for (const edge of standingImports(index, question)) {
    const targets = importedFiles(edge);
    // A package of many files says less of each.
    for (const target of targets.slice(0, most.siblings)) add(target, targets.length === 1 ? 1 : 0.7, true);
  }
  const links = index.testLinks().filter(({ test, source }) => test === own || source === own);
  for (const { test, source, by } of links.slice(0, most.tests))
    add(test === own ? source : test, by === 'both' ? 0.8 : 0.6);
  for (const { path: other, share } of index.coChanges(own, most.coChanges)) add(other, 0.3 + 0.5 * share);
  for (const importer of index.importersOf(own).slice(0, most.importers)) add(importer, 0.5);
  for (const sibling of siblingsOf(index, question)) add(sibling, 0.6);
  found.delete(own);
  return [...found]
    .map(([file, kind]) => ({ path: file, ...kind }))
    .filter(({ path: file }) => mayHelp(index.file(file), question))
    .sort((a, b) => b.weight - a.weight || (a.path < b.path ? -1 : 1));
}

/** Imports that still stand in the text; all of them where its beginning is not known. */
export function standingImports(
  index: RepositoryIndex,
  { path: own, before, after }: ContextQuestion,
): readonly ImportEdge[] {
  const text = before + after;
  return index.importsOf(own).filter(({ specifier, names }) => {
    // Java's and Rust's specifiers are put together from what stands in braces: there the names decide.
    return text.includes(specifier) || names.some((name) => name.length > 1 && text.includes(name));
  });
}

export function importedFiles({ resolution }: ImportEdge): readonly string[] {
  if (resolution.kind === 'file') return [resolution.path];
  return resolution.kind === 'files' ? resolution.paths : [];
}

export function sameFamily(a: string, b: string): boolean {
  return a === b || families.some((family) => family.includes(a) && family.includes(b));
}

/** Files of the same folder, those first whose names have most in common with the file's. */
function siblingsOf(index: RepositoryIndex, { path: own }: ContextQuestion): readonly string[] {
  const folder = path.posix.dirname(own);
  const ownWords = wordsOf(own);
  const likeness = (file: string): number => wordsOf(file).filter((each) => ownWords.includes(each)).length;
  return index
    .files()
    .filter(({ path: file }) => file !== own && path.posix.dirname(file) === folder)
    .map(({ path: file }) => ({ file, like: likeness(file) }))
    .sort((a, b) => b.like - a.like || (a.file < b.file ? -1 : 1))
    .slice(0, most.siblings)
    .map(({ file }) => file);
}

function wordsOf(file: string): readonly string[] {
  return path.posix
    .basename(file)
    .split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
    .map((each) => each.toLowerCase());
}

function mayHelp(file: RepositoryFile | undefined, { languageId }: ContextQuestion): boolean {
  if (file?.language === undefined || file.skipped !== undefined || file.bytes > largest) return false;
  return (file.kind === 'source' || file.kind === 'test') && sameFamily(file.language, languageId);
}
