import type { GrammarLanguage } from './grammars';

/** `export type *` of TypeScript 5.0, at the beginning of a line. */
const typesHandedOn = /^([ \t]*export[ \t]+)type([ \t]+\*)/gm;

/**
 * The text as its grammar knows it: what is newer than the grammar is written in an older way, letter for letter as long, so that places
 * stay where they are. For TypeScript `export type * from` becomes `export      * from`, which hands on the same names.
 */
export function knownSyntax(language: GrammarLanguage, text: string): string {
  if (language !== 'typescript' && language !== 'typescriptreact') return text;
  return text.replace(typesHandedOn, '$1    $2');
}
