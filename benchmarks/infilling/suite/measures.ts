/** The figures of one competitor on one group of tasks, and the comparison of two competitors on the same tasks. */
import { bootstrapMean, bootstrapRatio, mcNemarP } from '../../core/statistics';
import { mean, percentile, wilsonInterval, type Interval } from '../../core/statistics';
import type { Outcome } from './runSuite';

/** A share of yes/no outcomes with its 95 % Wilson interval. */
export interface Share extends Interval {
  readonly n: number;
}

export interface Measures {
  readonly n: number;
  readonly exactMatch: Share;
  /** Mean, 0..1, with its 95 % bootstrap interval. */
  readonly editSimilarity: Interval;
  /** Mean number of characters at the beginning of an answer that are right, with its 95 % bootstrap interval. */
  readonly kept: Interval;
  /** Of the programs that were run, one try each. */
  readonly passAt1?: Share | undefined;
  /** Of the suggestions in languages with a grammar. */
  readonly syntaxValid?: Share | undefined;
  /** Tasks without a suggestion. */
  readonly empty: Share;
  /** Suggestions whose chance reaches the gate, of all tasks; only of competitors that give chances. */
  readonly coverage?: Share | undefined;
  /** Exact matches among those. */
  readonly precision?: Share | undefined;
  /** Valid in syntax among those. */
  readonly shownValid?: Share | undefined;
  /** Mean of a task. */
  readonly forwardPasses: number;
  /** Wall milliseconds of a task with a cold context. */
  readonly msP50: number;
  readonly msP95: number;
  /** Wall milliseconds in which pieces of other files were found, in addition; undefined where none were looked for. */
  readonly contextMs?: { readonly p50: number; readonly p95: number } | undefined;
}

/** @param gate least chance with which a suggestion is shown; @param outcomes at least one */
export function measure(outcomes: readonly Outcome[], gate: number): Measures {
  const suggested = outcomes.filter((outcome) => !outcome.empty);
  const withChances = suggested.some((outcome) => outcome.chance !== undefined);
  const shown = suggested.filter((outcome) => (outcome.chance ?? 0) >= gate);
  const times = outcomes.map((outcome) => outcome.ms);
  const gathering = outcomes.map((outcome) => outcome.contextMs).filter((ms) => ms !== undefined);
  return {
    n: outcomes.length,
    exactMatch: shareOf(outcomes.map((outcome) => outcome.exact))!,
    editSimilarity: bootstrapMean(outcomes.map((outcome) => outcome.editSimilarity)),
    kept: bootstrapMean(outcomes.map((outcome) => outcome.kept)),
    passAt1: shareOf(outcomes.map((outcome) => outcome.passed)),
    syntaxValid: shareOf(outcomes.map((outcome) => outcome.syntaxValid)),
    empty: shareOf(outcomes.map((outcome) => outcome.empty))!,
    ...(withChances && {
      coverage: share(shown.length, outcomes.length),
      precision: shareOf(shown.map((outcome) => outcome.exact)),
      shownValid: shareOf(shown.map((outcome) => outcome.syntaxValid)),
    }),
    forwardPasses: mean(outcomes.map((outcome) => outcome.forwardPasses)),
    msP50: percentile(times, 0.5),
    msP95: percentile(times, 0.95),
    ...(gathering.length > 0 && {
      contextMs: { p50: percentile(gathering, 0.5), p95: percentile(gathering, 0.95) },
    }),
  };
}

/** Of two competitors on the same tasks. */
export interface Comparison {
  readonly n: number;
  readonly exactMatch: {
    /** Tasks where only the first is right, and where only the second is. */
    readonly wins: number;
    readonly losses: number;
    /** First minus second, with its paired 95 % bootstrap interval. */
    readonly difference: Interval;
    /** First over second, likewise; null where the second has none right. */
    readonly ratio: { readonly mean: number | null; readonly low: number | null; readonly high: number | null };
    /** Exact McNemar test, two-sided. */
    readonly p: number;
  };
  readonly editSimilarity: { readonly difference: Interval };
  readonly kept: { readonly difference: Interval };
  /** Wall time of the first over that of the second, both in all, with its paired 95 % bootstrap interval. */
  readonly time: { readonly ratio: Interval };
  readonly syntaxValid?: { readonly wins: number; readonly losses: number; readonly p: number } | undefined;
}

/** @param first outcomes of the same tasks in the same order as those of `second` */
export function compare(first: readonly Outcome[], second: readonly Outcome[]): Comparison {
  const pairs = first.map((one, index) => [one, second[index]!] as const);
  if (first.length !== second.length || pairs.some(([one, other]) => one.task.key !== other.task.key)) {
    throw new RangeError('The outcomes are not of the same tasks.');
  }
  const bits = (outcomes: readonly Outcome[]) => outcomes.map((outcome) => (outcome.exact ? 1 : 0));
  const ratio = bootstrapRatio(bits(first), bits(second));
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const syntax = pairs.flatMap(([one, other]) =>
    one.syntaxValid === undefined || other.syntaxValid === undefined
      ? []
      : [[one.syntaxValid, other.syntaxValid] as const],
  );
  return {
    n: first.length,
    exactMatch: {
      ...signTest(pairs.map(([one, other]) => [one.exact, other.exact])),
      difference: bootstrapMean(pairs.map(([one, other]) => Number(one.exact) - Number(other.exact))),
      ratio: { mean: finite(ratio.mean), low: finite(ratio.low), high: finite(ratio.high) },
    },
    editSimilarity: {
      difference: bootstrapMean(pairs.map(([one, other]) => one.editSimilarity - other.editSimilarity)),
    },
    kept: { difference: bootstrapMean(pairs.map(([one, other]) => one.kept - other.kept)) },
    time: {
      ratio: bootstrapRatio(
        first.map(({ ms }) => ms),
        second.map(({ ms }) => ms),
      ),
    },
    syntaxValid: syntax.length === 0 ? undefined : signTest(syntax),
  };
}

/** @param pairs of yes/no outcomes of the first and the second */
export function signTest(pairs: readonly (readonly [boolean, boolean])[]): {
  readonly wins: number;
  readonly losses: number;
  readonly p: number;
} {
  const wins = pairs.filter(([one, other]) => one && !other).length;
  const losses = pairs.filter(([one, other]) => other && !one).length;
  return { wins, losses, p: mcNemarP(wins, losses) };
}

/** Share of yes among those that are known; undefined when none is. */
function shareOf(values: readonly (boolean | undefined)[]): Share | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : share(known.filter(Boolean).length, known.length);
}

function share(successes: number, n: number): Share {
  return { n, ...wilsonInterval(successes, n) };
}
