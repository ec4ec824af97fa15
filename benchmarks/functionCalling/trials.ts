/** The same questions asked several times. */
import { mean } from '../core/statistics';

export interface TrialFigures {
  readonly trials: number;
  /** Share of right answers in each trial. */
  readonly accuracies: readonly number[];
  /** By k: the chance that k tries at a question are all right. */
  readonly passAll: Readonly<Record<string, number>>;
}

/**
 * pass^k (tau-bench): the mean over questions of C(c, k) / C(n, k), with c right ones in n tries. pass^1 is the accuracy.
 * @param right by trial and question, at least one of each
 */
export function trialFigures(right: readonly (readonly boolean[])[]): TrialFigures {
  const trials = right.length;
  const questions = right[0]?.map((_, index) => right.filter((trial) => trial[index] === true).length) ?? [];
  const ks = [1, 2, 4, 8].filter((k) => k <= trials);
  return {
    trials,
    accuracies: right.map((trial) => mean(trial.map(Number))),
    passAll: Object.fromEntries(ks.map((k) => [k, mean(questions.map((count) => allOf(count, trials, k)))])),
  };
}

/** C(count, k) / C(trials, k) without large numbers. */
function allOf(count: number, trials: number, k: number): number {
  let share = 1;
  for (let i = 0; i < k; i++) share *= Math.max(0, count - i) / (trials - i);
  return share;
}
