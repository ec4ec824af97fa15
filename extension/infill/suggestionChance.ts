/**
 * Chance that what is left of a suggestion is right, when its beginning was typed just as it says: every agreeing character takes
 * away its part of the doubt. `whetstone eval gate` tells how near that comes.
 *
 * @param chance of the whole suggestion, 0..1
 * @param left characters that are left @param total characters of the whole
 */
export function remainderChance(chance: number, left: number, total: number): number {
  return total === 0 ? chance : chance ** (Math.min(left, total) / total);
}

interface Remaining {
  readonly suggestion: { readonly text: string; readonly chance: number };
  readonly text: string;
}

/**
 * Chooses what may come by itself.
 * @param correct what a chance of the model means on this machine
 * @param minimum chance that is needed
 * @returns those that are likely enough, in their order, and the best chance there was (0 of none)
 */
export function likelyOnes<T extends Remaining>(
  remainders: readonly T[],
  correct: (chance: number) => number,
  minimum: number,
): { readonly likely: readonly T[]; readonly best: number } {
  const chances = remainders.map(({ suggestion, text }) =>
    remainderChance(correct(suggestion.chance), text.length, suggestion.text.length),
  );
  return {
    likely: remainders.filter((_, index) => (chances[index] ?? 0) >= minimum),
    best: Math.max(0, ...chances),
  };
}

/** ln(p / (1 - p)), bounded so that certainties stay numbers. */
export function logOdds(chance: number): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, chance));
  return Math.log(bounded / (1 - bounded));
}

export function chanceOfLogOdds(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
