/** What an aspect of a task is worth: all of its preferences, or nothing. */

export interface AspectJudgement {
  readonly aspect: string;
  /** Ids of preferences. */
  readonly satisfied: readonly string[];
  readonly violated: readonly string[];
  /** Whether no satisfying design is cheaper: fewer changed lines, no further dependency. */
  readonly cheapest: boolean;
}

export interface AspectScore {
  readonly aspect: string;
  /** 1: satisfied by the cheapest design; 0.8: satisfied; 0: something is violated, or nothing was delivered. */
  readonly value: 1 | 0.8 | 0;
  /** Satisfied preferences over all. */
  readonly fraction: number;
}

export function aspectScore({ aspect, satisfied, violated, cheapest }: AspectJudgement): AspectScore {
  const all = satisfied.length + violated.length;
  const whole = all > 0 && violated.length === 0;
  return { aspect, value: whole ? (cheapest ? 1 : 0.8) : 0, fraction: all === 0 ? 0 : satisfied.length / all };
}

export interface TaskScore {
  readonly score: number;
  /** Mean over aspects. */
  readonly satisfiedFraction: number;
  /** Score where the gate passes, else 0; undefined: the gate was not measured. */
  readonly gatedScore: number | undefined;
  readonly aspects: readonly AspectScore[];
}

/** @param gate applies, type-checks, keeps its tests, behaves; undefined: not measured */
export function taskScore(judgements: readonly AspectJudgement[], gate: boolean | undefined): TaskScore {
  const aspects = judgements.map(aspectScore);
  const mean = (of: (each: AspectScore) => number) =>
    aspects.length === 0 ? 0 : aspects.reduce((sum, each) => sum + of(each), 0) / aspects.length;
  const score = mean(({ value }) => value);
  return {
    score,
    satisfiedFraction: mean(({ fraction }) => fraction),
    gatedScore: gate === undefined ? undefined : gate ? score : 0,
    aspects,
  };
}
