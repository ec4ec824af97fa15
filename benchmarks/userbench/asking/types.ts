/** What a run says of asking: when preferences came out, whether what was learnt was used, and how models compare in it. */
import type { InformationSetting } from '../episodes/types';

/** A figure of pooled counts with its 95 % interval over clusters of scenarios. */
export interface AskingFigure {
  readonly mean: number;
  /** undefined: with one cluster, or without any spread in a figure that has no bounds, nothing is known of it. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Episodes (tasks, of a gain) in which there was something to count. */
  readonly n: number;
  readonly clusters: number;
}

/** In the order in which they are shown. */
export const rateNames = [
  'interactionGain',
  'useLift',
  'use',
  'guess',
  'hiddenSatisfaction',
  'needlessQuestionPercent',
  'corrections',
  'elicitedPercent',
  'elicitedActivePercent',
  'elicitedPassivePercent',
  'validActionPercent',
  'validSearchPercent',
  'bestExist',
  'correctExist',
  'timeWeighted',
  'effectiveTurns',
] as const;
export type RateName = (typeof rateNames)[number];

/**
 * `percent`: of 100. `share`: of 1, or a difference or quotient of shares. `count`: an amount for an episode.
 * `better`: which way is good; undefined: neither, by itself.
 */
export interface RateKind {
  readonly unit: 'percent' | 'share' | 'count';
  readonly better: 'more' | 'less' | undefined;
  /** What it is where asking is worth nothing, or guesses are all there is. */
  readonly chance: number | undefined;
}

export interface AskingRate {
  readonly name: RateName;
  /** undefined: nothing of the kind happened; then `reason` says what is missing, where that is not plain. */
  readonly value: AskingFigure | undefined;
  readonly reason?: string | undefined;
}

/** Of one setting: what models scored that were told everything, told nothing, or had somebody to ask. */
export interface SettingScore {
  readonly setting: InformationSetting;
  readonly score: AskingFigure;
  /** Of one guess an aspect; undefined where there is nothing to guess from. */
  readonly chance: number | undefined;
}

/** Shares of all preferences of all episodes that the model had been told by the end of a turn. */
export interface TimingPoint {
  /** From 1. */
  readonly turn: number;
  readonly all: AskingFigure;
  /** Because it asked. */
  readonly active: AskingFigure;
  /** Because the user brought it up. */
  readonly passive: AskingFigure;
}

/** Of a user that is a model: whether it takes what it is asked as the rules do. */
export interface JudgeFigures {
  /** Cohen's kappa: 0 by chance, 1 in full agreement. undefined: both always said one and the same thing. */
  readonly kappa: AskingFigure | undefined;
  readonly observed: number;
  readonly expected: number;
  /** Utterances. */
  readonly utterances: number;
  /** By what the model said, then the rules: how often. Types of utterances by their numbers, 1 to 4. */
  readonly table: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface AskingModel {
  readonly model: string;
  /** Scored episodes, and those with somebody to ask. */
  readonly episodes: number;
  readonly asking: number;
  readonly settings: readonly SettingScore[];
  readonly rates: readonly AskingRate[];
  /** Of episodes with somebody to ask; empty: there are none, or they hide nothing. */
  readonly timing: readonly TimingPoint[];
  readonly judge: JudgeFigures | undefined;
}

export interface RateDifference {
  readonly name: RateName;
  /** a - b, pooled over the tasks that both have. */
  readonly value: AskingFigure;
  /** Two-sided, before and after Holm over all differences of the report. undefined: the spread is not known. */
  readonly p: number | undefined;
  readonly adjustedP: number | undefined;
}

/** Two models on the same tasks and seeds. */
export interface AskingPair {
  readonly a: string;
  readonly b: string;
  /** Episodes that both have. */
  readonly pairs: number;
  /** Mean of the scores' differences, a - b. */
  readonly score: AskingFigure;
  /** Aspects of tasks; those that only one has right; exact McNemar over them, and after Holm over all pairs. */
  readonly aspects: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly p: number;
  readonly adjustedP: number;
  /** Set where there are too few aspects for any but a large difference. */
  readonly indicative: string | undefined;
  readonly rates: readonly RateDifference[];
}

export interface AskingReport {
  readonly kinds: Readonly<Record<RateName, RateKind>>;
  readonly models: readonly AskingModel[];
  readonly pairs: readonly AskingPair[];
  /** Scored samples of which there is no episode to count in. */
  readonly unread: number;
}
