/** How good the chances are that a model gives to its suggestions: whether they are true, and whether they tell good from bad. */
import { mean, wilsonInterval, type Interval } from '../core/statistics';

/** A suggestion with its chance, and what is known of it. */
export interface Judged {
  /** Chance that the user keeps all of it, 0..1. */
  readonly chance: number;
  /** Whether it is exactly right, or, of a longer text, its first lines: what the chance is about. */
  readonly kept: boolean;
  /** Whether it is exactly right. */
  readonly exact: boolean;
  /** Whether it is right as far as it goes: the true text begins with it, and no word is cut. */
  readonly prefix: boolean;
  /** Whether the file is as well-formed with it as with the true text; undefined where that cannot be judged. */
  readonly valid: boolean | undefined;
}

export interface ReliabilityBin {
  readonly n: number;
  /** Mean chance. */
  readonly predicted: number;
  /** Share that is kept, with its Wilson interval (95 %). */
  readonly actual: Interval;
}

/** What is shown at a threshold. Shares 0..1, with their Wilson intervals (95 %). */
export interface GatePoint {
  /** Suggestions of at least this chance are shown. */
  readonly threshold: number;
  readonly shown: number;
  /** Shown, of all tasks. */
  readonly coverage: number;
  /** Exactly right, of those shown; undefined when none is. */
  readonly precision: Interval | undefined;
  /** Kept, of those shown. */
  readonly kept: Interval | undefined;
  /** Right as far as they go, of those shown. */
  readonly prefixPrecision: Interval | undefined;
  /** Well-formed, of those shown that can be judged. */
  readonly valid: Interval | undefined;
}

/** Bins of the reliability table. */
const binCount = 10;

/** Mean squared difference between chance and outcome (Brier 1950): 0 is best, that of a constant p is p (1 - p). */
export function brierScore(judged: readonly Judged[]): number {
  return mean(judged.map(({ chance, kept }) => (chance - Number(kept)) ** 2));
}

/**
 * Suggestions in order of chance, cut into bins of (nearly) equal numbers. Equal numbers and not equal widths, because most
 * chances are small and a bin of three suggestions says nothing.
 */
export function reliabilityBins(judged: readonly Judged[], count = binCount): readonly ReliabilityBin[] {
  const sorted = [...judged].sort((a, b) => a.chance - b.chance);
  return Array.from({ length: Math.min(count, sorted.length) }, (_, bin) => {
    const from = Math.round((bin * sorted.length) / Math.min(count, sorted.length));
    const to = Math.round(((bin + 1) * sorted.length) / Math.min(count, sorted.length));
    const members = sorted.slice(from, to);
    const right = members.filter(({ kept }) => kept).length;
    return {
      n: members.length,
      predicted: mean(members.map(({ chance }) => chance)),
      actual: wilsonInterval(right, members.length),
    };
  });
}

/** Expected calibration error: mean distance between predicted and actual share, over the bins by their sizes. */
export function calibrationError(judged: readonly Judged[]): number {
  const bins = reliabilityBins(judged);
  return bins.reduce((sum, { n, predicted, actual }) => sum + n * Math.abs(predicted - actual.mean), 0) / judged.length;
}

/**
 * Area under precision against coverage: the mean precision when the 1, 2, .. n best are shown. Suggestions of equal chance come in
 * at once. 1 when all are kept; the share of kept ones when chances say nothing.
 */
export function precisionCoverageArea(judged: readonly Judged[]): number {
  const groups = new Map<number, { n: number; right: number }>();
  for (const { chance, kept } of judged) {
    const group = groups.get(chance) ?? { n: 0, right: 0 };
    groups.set(chance, { n: group.n + 1, right: group.right + Number(kept) });
  }
  let [n, right, area] = [0, 0, 0];
  for (const [, group] of [...groups].sort(([a], [b]) => b - a)) {
    // Within a group right ones are spread evenly.
    for (let member = 1; member <= group.n; member++) {
      area += (right + (group.right * member) / group.n) / (n + member);
    }
    n += group.n;
    right += group.right;
  }
  return area / n;
}

/** @param tasks number of tasks, those without a suggestion among them */
export function gatePoint(judged: readonly Judged[], threshold: number, tasks: number): GatePoint {
  const shown = judged.filter(({ chance }) => chance >= threshold);
  const judgeable = shown.filter(({ valid }) => valid !== undefined);
  return {
    threshold,
    shown: shown.length,
    coverage: shown.length / tasks,
    precision: share(shown, ({ exact }) => exact),
    kept: share(shown, ({ kept }) => kept),
    prefixPrecision: share(shown, ({ prefix }) => prefix),
    valid: share(judgeable, ({ valid }) => valid === true),
  };
}

/**
 * The lowest threshold, in steps of 0.05 as the setting has them, at which enough of what is shown is right and well-formed.
 * @param precision share that must be exactly right
 * @param valid share that must be well-formed, where that can be judged
 * @returns undefined when no threshold does it
 */
export function thresholdFor(
  judged: readonly Judged[],
  tasks: number,
  { precision, valid }: { readonly precision: number; readonly valid: number },
): GatePoint | undefined {
  return thresholds
    .map((threshold) => gatePoint(judged, threshold, tasks))
    .find((point) => (point.precision?.mean ?? 0) >= precision && (point.valid?.mean ?? 1) >= valid);
}

/** Steps of the setting. */
export const thresholds: readonly number[] = Array.from({ length: 20 }, (_, step) => step / 20);

function share(judged: readonly Judged[], test: (each: Judged) => boolean): Interval | undefined {
  return judged.length === 0 ? undefined : wilsonInterval(judged.filter(test).length, judged.length);
}

export interface TypedAlong {
  /** Characters that were typed and agreed with the suggestion. */
  readonly characters: number;
  readonly n: number;
  /** Mean chance of what is left. */
  readonly predicted: number;
  readonly actual: Interval;
}

/**
 * What a suggestion is worth after its first characters were typed as it says. The editor takes chance^(left / total), as if every
 * character bore the same part of the doubt (extension/infill/suggestionChance.ts); here is whether that is so.
 */
export function typedAlong(
  rows: readonly { readonly chance: number; readonly kept: boolean; readonly text: string; readonly truth: string }[],
): readonly TypedAlong[] {
  return [1, 2, 4, 8, 16].flatMap((characters) => {
    const agreeing = rows.filter(
      ({ text, truth }) => text.length > characters && truth.startsWith(text.slice(0, characters)),
    );
    if (agreeing.length === 0) return [];
    const predicted = mean(agreeing.map(({ chance, text }) => chance ** (1 - characters / text.length)));
    const right = agreeing.filter(({ kept }) => kept).length;
    return [{ characters, n: agreeing.length, predicted, actual: wilsonInterval(right, agreeing.length) }];
  });
}
