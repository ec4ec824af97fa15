/** What guessing scores: a score says little without it. */

/** How many options of each kind an aspect shows. */
export interface OptionCounts {
  readonly correct: number;
  readonly wrong: number;
  readonly noise: number;
}

export const usualCounts: OptionCounts = { correct: 3, wrong: 10, noise: 5 };

export interface Chance {
  readonly score: number;
  readonly best: number;
  readonly correct: number;
}

/**
 * Expected score of an aspect of which `guesses` different options are named at random: of the best option 1, else of a correct one 0.8.
 * @param counts one of the correct ones is the best
 * @param filtered whether what is absurd was put aside before
 */
export function chanceOf({ correct, wrong, noise }: OptionCounts, guesses = 1, filtered = false): Chance {
  const options = correct + wrong + (filtered ? 0 : noise);
  if (correct === 0 || options === 0) return { score: 0, best: 0, correct: 0 };
  const k = Math.min(guesses, options);
  const best = k / options;
  // None of the correct ones among k drawn without laying back.
  let none = 1;
  for (let i = 0; i < k; i++) none *= Math.max(0, options - correct - i) / (options - i);
  const any = 1 - none;
  return { score: best + 0.8 * (any - best), best, correct: any };
}

/** (s - c)/(1 - c): 0 at chance, 1 at the top, below 0 where guessing would have done better. */
export function chanceCorrected(score: number, chance: number): number {
  return (score - chance) / (1 - chance);
}
