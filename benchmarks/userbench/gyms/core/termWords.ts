import { termsOf } from './terms';

export function alternatives(term: string): readonly string[] {
  return term.split('|').map((one) => one.replaceAll('_', ' '));
}

/** A text that has every term of a list, by its first alternatives. */
export function inWords(list: string): string {
  return termsOf(list)
    .map((term) => alternatives(term)[0]!)
    .join(' and ');
}
