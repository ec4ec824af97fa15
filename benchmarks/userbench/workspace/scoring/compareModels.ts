/** Models compared on the same tasks and seeds: by the score over tasks, and by which aspects were right. */
import { clusterBootstrap, holm, mcNemarP, normalQuantile, type Interval } from '../../../core/statistics';

/** An episode, as a comparison needs it. */
export interface ComparedEpisode {
  readonly task: string;
  /** Repeat: the same number means the same seed. */
  readonly repeat: number;
  /** Tasks of one cluster are drawn together; default: each task is its own. */
  readonly cluster?: string | undefined;
  readonly score: number;
  /** By aspect: whether it was correct. */
  readonly correct: Readonly<Record<string, boolean>>;
}

export interface ModelPair {
  readonly a: string;
  readonly b: string;
  /** Episodes that both have. */
  readonly pairs: number;
  readonly aspects: number;
  /** Mean of a - b; bootstrap over tasks, 95 %. */
  readonly difference: Interval;
  /** Aspects that only one has right. */
  readonly onlyA: number;
  readonly onlyB: number;
  /** Exact McNemar test, two-sided; and after Holm's correction over all pairs. */
  readonly p: number;
  readonly adjustedP: number;
  /** Set where there are too few aspects for any but a large difference: what they are good for. */
  readonly indicative: string | undefined;
}

export const RESAMPLES = 10_000;

/** Two models of 0.20 and 0.35 are told apart by these; what has fewer is labelled. */
const USUAL = [0.2, 0.35] as const;

/** @returns every pair that has episodes in common, in the models' order */
export function compareModels(
  models: ReadonlyMap<string, readonly ComparedEpisode[]>,
  seed: number,
): readonly ModelPair[] {
  const names = [...models.keys()];
  const found: Omit<ModelPair, 'adjustedP'>[] = [];
  for (const [at, a] of names.entries()) {
    for (const b of names.slice(at + 1)) {
      const pair = compared(a, models.get(a) ?? [], b, models.get(b) ?? [], seed);
      if (pair !== undefined) found.push(pair);
    }
  }
  const adjusted = holm(found.map(({ p }) => p));
  return found.map((pair, index) => ({ ...pair, adjustedP: adjusted[index]! }));
}

function compared(
  a: string,
  ofA: readonly ComparedEpisode[],
  b: string,
  ofB: readonly ComparedEpisode[],
  seed: number,
): Omit<ModelPair, 'adjustedP'> | undefined {
  const others = new Map(ofB.map((each) => [keyOf(each), each]));
  const differences: { value: number; cluster: string }[] = [];
  let [aspects, onlyA, onlyB] = [0, 0, 0];
  for (const left of ofA) {
    const right = others.get(keyOf(left));
    if (right === undefined) continue;
    differences.push({ value: left.score - right.score, cluster: left.cluster ?? left.task });
    for (const [aspect, correct] of Object.entries(left.correct)) {
      const other = right.correct[aspect];
      if (other === undefined) continue;
      aspects += 1;
      if (correct && !other) onlyA += 1;
      if (!correct && other) onlyB += 1;
    }
  }
  if (differences.length === 0) return undefined;
  const difference = clusterBootstrap([differences], seed, 0.95, RESAMPLES).intervals[0]!;
  const p = mcNemarP(onlyA, onlyB);
  return {
    ...{ a, b, pairs: differences.length, aspects, difference, onlyA, onlyB, p },
    indicative: indicative(aspects),
  };
}

const keyOf = ({ task, repeat }: ComparedEpisode) => `${task}\n${repeat}`;

/** @returns why a figure of so few aspects is only an indication; undefined: it is more */
export function indicative(aspects: number): string | undefined {
  const needed = aspectsNeeded(...USUAL);
  if (aspects >= needed) return undefined;
  return `Indicative: ${aspects} aspects tell only large differences apart; ${USUAL[0]} against ${USUAL[1]} needs ${needed}.`;
}

/**
 * Aspects a model, unpaired, to tell two shares apart (normal approximation of two proportions; Fleiss, Levin and Paik 2003, formula 4.14
 * without continuity correction), to the nearest whole number.
 */
export function aspectsNeeded(first: number, second: number, alpha = 0.05, power = 0.8): number {
  const middle = (first + second) / 2;
  const spread = Math.sqrt(first * (1 - first) + second * (1 - second));
  const sum = normalQuantile(1 - alpha / 2) * Math.sqrt(2 * middle * (1 - middle)) + normalQuantile(power) * spread;
  return Math.round((sum / (first - second)) ** 2);
}

export interface SeedSpread {
  readonly seeds: number;
  /** Sample standard deviation of the seeds' mean scores; undefined with one seed. */
  readonly deviation: number | undefined;
  /** A user by a model says other things with another seed: fewer than three seeds say little of that. */
  readonly enough: boolean;
}

export function seedSpread(episodes: readonly ComparedEpisode[]): SeedSpread {
  const bySeed = new Map<number, number[]>();
  for (const { repeat, score } of episodes) bySeed.set(repeat, [...(bySeed.get(repeat) ?? []), score]);
  const means = [...bySeed.values()].map((scores) => scores.reduce((sum, each) => sum + each, 0) / scores.length);
  const seeds = means.length;
  if (seeds < 2) return { seeds, deviation: undefined, enough: false };
  const middle = means.reduce((sum, each) => sum + each, 0) / seeds;
  const squares = means.reduce((sum, each) => sum + (each - middle) ** 2, 0);
  return { seeds, deviation: Math.sqrt(squares / (seeds - 1)), enough: seeds >= 3 };
}
