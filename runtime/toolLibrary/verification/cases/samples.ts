import { type CaseArguments, wasEnded } from '../../execution';
import type { VerifiedCall } from '../../types';
import { distinctCases, simplestFirst } from './distinctCases';

const MOST = 8;
const FEWEST = 3;
const EXAMPLES = 2;
/** Characters of arguments, and of a result, that a test can show. */
const LONGEST = 160;

interface Compared {
  readonly cases: readonly CaseArguments[];
  readonly results: readonly string[];
  readonly examples: number;
}

/**
 * A few calls that say what a tool does: examples, those that noticed faults, those that noticed most first, and some with results of their own.
 * @param noticing index of a case for each fault that was noticed
 */
export function samplesOf(compared: Compared, noticing: readonly number[]): readonly VerifiedCall[] {
  const { cases, results, examples } = compared;
  const counts = new Map<number, number>();
  for (const index of noticing) counts.set(index, (counts.get(index) ?? 0) + 1);
  const telling = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([index]) => index);
  const shown = (index: number): boolean => {
    const result = results[index];
    if (result === undefined || wasEnded(result) || result === '!argument') return false;
    return result.length <= LONGEST && JSON.stringify(cases[index]).length <= LONGEST;
  };
  const first = Array.from({ length: Math.min(examples, EXAMPLES) }, (_, index) => index);
  const chosen = new Set([...first, ...telling].filter(shown).slice(0, MOST));
  for (const index of simplestFirst(compared, distinctCases(results, MOST)).filter(shown)) {
    if (chosen.size >= FEWEST) break;
    chosen.add(index);
  }
  return [...chosen].map((index) => ({ arguments: cases[index] ?? {}, result: results[index] ?? '' }));
}
