/**
 * Credit of turns, score of a trajectory and advantages of a group as UserRL's released code computes them. It differs from its paper:
 * "Sum" is the mean, there is no "Naive", and credits only say how a trajectory's advantage is spread over its own tokens.
 */
import { round } from '../../functionCalling/multiTurn/python/pyNumbers';
import { BadInputError } from '../../core/badInputError';
import { exponentialCredit, rewardsToGo } from './paperCredit';

export const releasedTurnMethods = ['Equalized', 'R2G', 'EM'] as const;
export const releasedTrajectoryMethods = ['Sum', 'R2G'] as const;
export type ReleasedTurnMethod = (typeof releasedTurnMethods)[number];
export type ReleasedTrajectoryMethod = (typeof releasedTrajectoryMethods)[number];

const exponent = 2;
const defaultGamma = 0.8;
const digits = 4n;

/** @throws BadInputError for a name that the code does not know */
export function releasedTurnMethod(name: string): ReleasedTurnMethod {
  return known(releasedTurnMethods, name, 'turns');
}

/** @throws BadInputError for a name that the code does not know */
export function releasedTrajectoryMethod(name: string): ReleasedTrajectoryMethod {
  return known(releasedTrajectoryMethods, name, 'trajectories');
}

function known<Name extends string>(names: readonly Name[], name: string, what: string): Name {
  const found = names.find((each) => each === name);
  if (found !== undefined) return found;
  throw new BadInputError(`The released code has no method "${name}" for ${what}. It has: ${names.join(', ')}.`);
}

export function releasedTurnCredits(
  rewards: readonly number[],
  method: ReleasedTurnMethod,
  gamma = defaultGamma,
): readonly number[] {
  switch (method) {
    case 'Equalized':
      return rewards.map(() => 1);
    case 'R2G':
      return rewardsToGo(rewards, gamma);
    case 'EM':
      return rewards.map((reward) => pythonRound(exponentialCredit(reward, exponent)));
  }
}

export function releasedTrajectoryScore(
  rewards: readonly number[],
  method: ReleasedTrajectoryMethod,
  gamma = defaultGamma,
): number {
  if (method === 'R2G') return rewardsToGo(rewards, gamma)[0] ?? 0;
  return rewards.length === 0 ? 0 : pythonRound(rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length);
}

/** One rollout as tokens. */
export interface TokenTrajectory {
  /** Rollouts of one group answer the same task. */
  readonly group: string;
  readonly rewards: readonly number[];
  /** Position of the first token of each turn. */
  readonly starts: readonly number[];
  /** 1 for tokens that the model wrote, a token. */
  readonly mask: readonly number[];
}

export interface AdvantageOptions {
  readonly turn: ReleasedTurnMethod;
  readonly trajectory: ReleasedTrajectoryMethod;
  readonly gamma?: number | undefined;
  readonly epsilon?: number | undefined;
  readonly divideByDeviation?: boolean | undefined;
}

/**
 * Each turn's credit stands on its tokens; then a trajectory is scaled so that its masked tokens sum to its own advantage times the number
 * of tokens that are not 0. The deviation is the sample's (n - 1); a group of one has mean 0 and deviation 1. Credits that sum to 0 give 0.
 * @returns an advantage a token, by trajectory
 */
export function releasedAdvantages(
  trajectories: readonly TokenTrajectory[],
  { turn, trajectory, gamma = defaultGamma, epsilon = 1e-6, divideByDeviation = true }: AdvantageOptions,
): readonly (readonly number[])[] {
  const scores = trajectories.map(({ rewards }) => releasedTrajectoryScore(rewards, trajectory, gamma));
  return trajectories.map(({ group, rewards, starts, mask }, index) => {
    const ofGroup = scores.filter((_, other) => trajectories[other]!.group === group);
    const { mean, deviation } = momentsOf(ofGroup);
    const centred = scores[index]! - mean;
    const advantage = divideByDeviation ? centred / (deviation + epsilon) : centred;
    const tokens = creditTokens(releasedTurnCredits(rewards, turn, gamma), starts, mask);
    const sum = tokens.reduce((total, value) => total + value, 0);
    const count = tokens.filter((value) => value !== 0).length;
    return tokens.map((value) => (sum === 0 ? 0 : value * ((advantage * count) / sum)));
  });
}

function creditTokens(credits: readonly number[], starts: readonly number[], mask: readonly number[]): number[] {
  const tokens = mask.map(() => 0);
  for (const [turn, credit] of credits.entries()) {
    const start = starts[turn];
    if (start !== undefined) tokens.fill(credit, start, starts[turn + 1] ?? mask.length);
  }
  return tokens.map((value, at) => value * mask[at]!);
}

function momentsOf(scores: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const n = scores.length;
  if (n < 2) return { mean: 0, deviation: 1 };
  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  return { mean, deviation: Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (n - 1)) };
}

/** Python's `round(value, 4)`. */
function pythonRound(value: number): number {
  return Number(round(value, digits));
}
