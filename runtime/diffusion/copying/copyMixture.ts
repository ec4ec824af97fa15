import { goesOn, type CopyGroup } from './copyGroups';
import { copyWeights } from './copyWeights';

/** The numbers of the mixture, fitted by `fit/`. Natural logarithms, but for the exponents. */
export interface CopyWeights {
  /** By length class. */
  readonly length: readonly number[];
  /** By origin. */
  readonly origin: readonly number[];
  readonly joins: number;
  /** Exponent of the number of votes in a group. */
  readonly count: number;
  /** Times the group's purity. */
  readonly purity: number;
  /** Log-odds of an end, by end class. */
  readonly end: readonly number[];
  /** Exponent of the model's greatest probability: how much less a model counts that is not sure. */
  readonly certainty: number;
}

/** What the copy prior says of the next token. Masses are relative to that of a model that is sure, which is 1. */
export interface CopyMasses {
  readonly tokens: ReadonlyMap<number, number>;
  readonly total: number;
}

/** Sums up the votes. @param deleteToken the token that means the end; undefined where there can be none */
export function copyMasses(
  groups: readonly CopyGroup[],
  deleteToken: number | undefined,
  weights: CopyWeights = copyWeights,
): CopyMasses {
  const tokens = new Map<number, number>();
  let total = 0;
  for (const group of groups) {
    const { votes } = group;
    const mass = groupMass(group, weights);
    const share = mass / votes.length;
    total += mass;
    for (const { token, end } of votes) {
      const ending = deleteToken === undefined ? 0 : endShare(end, weights);
      tokens.set(token, (tokens.get(token) ?? 0) + share * (1 - ending));
      if (ending > 0) tokens.set(deleteToken!, (tokens.get(deleteToken!) ?? 0) + share * ending);
    }
  }
  return { tokens, total };
}

export function groupMass({ length, origin, joins, votes, purity }: CopyGroup, weights: CopyWeights): number {
  const log = weights.length[length]! + weights.origin[origin]! + (joins ? weights.joins : 0) + weights.purity * purity;
  return Math.exp(log) * votes.length ** weights.count;
}

export function endShare(end: number, weights: CopyWeights): number {
  return end === goesOn ? 0 : 1 / (1 + Math.exp(-weights.end[end]!));
}

/** The model's mass, against which those of copies count. @param greatest the model's greatest probability */
export function modelMass(greatest: number, weights: CopyWeights = copyWeights): number {
  return Math.max(greatest, 1e-6) ** weights.certainty;
}
