import type { SuggestionEvidence } from '../../protocol';

/** Less than this says no more than "very improbable"; keeps one odd token from deciding alone. Natural logarithms. */
const leastLogProbability = -8;
const leastTotal = -24;
/** Log odds beyond this differ in rounding only. */
const mostLogOdds = 8;

/**
 * Numbers that a gate weighs, by name. A name never changes its meaning: gates that were fitted earlier go on to use it. Products
 * of these, the language and the kind of gap were tried as well and told nothing new.
 */
const featureOf = {
  /** Log odds that the model itself gives to all tokens and the end being right: 1 and bias 0 would trust it. */
  ownLogOdds: (evidence) => logOdds(ownLogChance(evidence)),
  meanLogProbability: (evidence) => bounded(evidence.meanLogProbability),
  minLogProbability: (evidence) => bounded(evidence.minLogProbability),
  minProbability: (evidence) => Math.exp(evidence.minLogProbability),
  firstLogProbability: (evidence) => bounded(evidence.firstLogProbability),
  endLogProbability: (evidence) => bounded(evidence.endLogProbability),
  logTokens,
  logCopyMatch,
  copied: (evidence) => evidence.copied,
  midWord: (evidence) => (evidence.midWord ? 1 : 0),
  misfit: (evidence) => (evidence.misfit ? 1 : 0),
} as const satisfies Record<string, (evidence: SuggestionEvidence) => number>;

export type FeatureName = keyof typeof featureOf;

/** Every feature, in the order in which a gate is fitted. */
export const featureNames = Object.keys(featureOf) as readonly FeatureName[];

export function isFeatureName(name: string): name is FeatureName {
  return Object.hasOwn(featureOf, name);
}

/** @returns the values of the named features, in the order of the names */
export function featuresOf(evidence: SuggestionEvidence, names: readonly FeatureName[] = featureNames): number[] {
  return names.map((name) => featureOf[name](evidence));
}

/** Natural logarithm of the probability that the model gives to the whole text, its end included; at most 0. */
export function ownLogChance({ tokens, meanLogProbability, endLogProbability }: SuggestionEvidence): number {
  return Math.min(0, Math.max(leastTotal, tokens * meanLogProbability + endLogProbability));
}

function logTokens({ tokens }: SuggestionEvidence): number {
  return Math.log(Math.max(1, tokens));
}

function logCopyMatch({ copyMatch }: SuggestionEvidence): number {
  return Math.log1p(copyMatch);
}

function bounded(logProbability: number): number {
  return Math.max(leastLogProbability, logProbability);
}

/** ln(p / (1 - p)) of p = exp(logChance), bounded. */
function logOdds(logChance: number): number {
  return Math.max(-mostLogOdds, Math.min(mostLogOdds, logChance - Math.log(-Math.expm1(logChance))));
}
