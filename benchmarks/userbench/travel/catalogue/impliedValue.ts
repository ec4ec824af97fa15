import type { AspectName } from '../aspects';
import { catalogue, type CatalogueValue } from './index';

/**
 * Which value of an aspect a statement hints at, by rules: the one of which most clues are found; undefined where none is, or where two are
 * alike. It is how the words of the catalogue are admitted, and knows nothing of where a statement comes from.
 */
export function impliedValue(aspect: AspectName, statement: string): CatalogueValue | undefined {
  const text = ` ${statement.toLowerCase().replaceAll('’', "'")}`;
  const scored = catalogue[aspect]
    .flatMap(({ values }) => values)
    .map((value) => ({ value, hits: value.clues.filter((clue) => begins(text, clue)).length }))
    .sort((a, b) => b.hits - a.hits);
  const [first, second] = scored;
  return first === undefined || first.hits === 0 || first.hits === second?.hits ? undefined : first.value;
}

/** Whether a word of the text begins with it. */
function begins(text: string, stem: string): boolean {
  const at = text.indexOf(stem);
  return at > 0 && (!/[a-z]/.test(text[at - 1] ?? '') || begins(text.slice(at), stem));
}
