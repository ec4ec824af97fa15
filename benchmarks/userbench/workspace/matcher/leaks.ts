/** Whether what a user said gives away what it was not to say. */
import type { UserPreference } from './types';
import { occurs, plain, stems } from './words';
import { STOP_WORDS } from './vocabulary';

/** Of a name of one word so short nobody can tell whether it is one. */
const SHORTEST = 3;

/**
 * @param hidden preferences that nothing was to be said of
 * @param told what was to be said anyway: words that it has give nothing away
 * @returns ids of those whose wanted value is named, or which are told in plain words
 */
export function leaks(text: string, hidden: readonly UserPreference[], told: string): readonly string[] {
  const [words, allowed] = [stems(plain(text)), stems(told)];
  return hidden
    .filter((preference) => namesOf(preference).some((name) => occurs(name, words) && !occurs(name, allowed)))
    .map(({ id }) => id);
}

function namesOf({ value, valueTerms = {}, explicit }: UserPreference): readonly (readonly string[])[] {
  const names = [value, ...(valueTerms[value] ?? []), ...(explicit === undefined ? [] : [explicit])].map(stems);
  return names.filter((name) => {
    const telling = name.filter((word) => !STOP_WORDS.has(word));
    return telling.length > 1 || (telling[0]?.length ?? 0) >= SHORTEST;
  });
}
