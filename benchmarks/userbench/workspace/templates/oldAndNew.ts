/** What templates share that put something new in the place of something old. */
import path from 'node:path';
import { inCase } from '../code/words';
import type { Design } from '../preferences/types';
import type { Place } from './place';

/** @param nouns what the name has whatever its form */
export function newName(nouns: readonly string[], design: Design): string {
  const forms = {
    'verb-first': ['compute', ...nouns],
    'to-form': ['given', 'to', ...nouns],
    'thing-only': [...nouns, 'value'],
  } as const;
  const form =
    (['verb-first', 'to-form', 'thing-only'] as const).find((each) => each === design['name-form']) ?? 'verb-first';
  return inCase(
    forms[form],
    (['camel', 'snake', 'pascal'] as const).find((each) => each === design['function-case']) ?? 'camel',
  );
}

/** Everywhere it stands as a name of its own: neither a member nor a key. */
export function renameIn(text: string, old: string, name: string): string {
  return text.replace(new RegExp(`(?<![\\w$.'"\`-])${old}(?![\\w$'"\`-]|\\s*:)`, 'g'), name);
}

/** A sentence on the end of the old way, with a blank before it; '' where nothing is said. */
export function endOf(design: Design): string {
  return (
    { major: ' It goes in the next major version.', date: ' It goes at the end of 2027.' }[
      design['removal-note'] ?? ''
    ] ?? ''
  );
}

/** What one file of the repository imports another as. */
export function specifier(folder: string, file: string, place: Place): string {
  const relative = path.posix.relative(folder, file).slice(0, -place.extension.length);
  return `${relative.startsWith('.') ? relative : `./${relative}`}${place.importExtension}`;
}

/** Whether a function stands alone, as a declaration or in a variable of its own, without type parameters. */
export function isPlainFunction({ definition, source, function: name, scope, modules, exported }: Place): boolean {
  const { text, start, function: facts } = definition;
  const declared = new RegExp(`^(?:export\\s+)?function\\s+${name}\\s*\\(`);
  const assigned = new RegExp(`^(?:var|const|let)\\s+${name}\\s*=\\s*function\\b(?:\\s+\\w+)?\\s*\\(`);
  return (
    scope === 'script' &&
    exported === 'named' &&
    (declared.test(text) || (modules === 'commonjs' && assigned.test(text))) &&
    source.startsWith(text, start) &&
    facts?.bodyStart !== undefined &&
    // Overloads, and predicates on types, say more than a signature that is taken over.
    (source.match(new RegExp(`\\bfunction\\s+${name}\\b`, 'g')) ?? []).length <= 1 &&
    !/\)\s*:\s*(?:asserts\b|[\w.]+\s+is\b)/.test(text) &&
    !/\b(?:this|arguments|yield)\b/.test(definition.code)
  );
}

/** Padding that says nothing: a satisfying design with more ado. */
export function padding(mark: '//' | '#', variant: string, first: string, second: string): readonly string[] {
  return [first, second]
    .slice(0, variant === 'longer' ? 1 : variant === 'longest' ? 2 : 0)
    .map((line) => `${mark} ${line}`);
}
