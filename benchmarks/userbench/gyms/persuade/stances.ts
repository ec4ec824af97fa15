import { roundHalfEven } from '../core/pythonNumbers';

/** From where everybody begins to where they are to be led. */
export const stances = [
  'Strongly Agree',
  'Agree',
  'Partly Agree',
  'Neutral',
  'Partly Disagree',
  'Disagree',
  'Strongly Disagree',
] as const;

export type Stance = (typeof stances)[number];

/** 0 to 1 toward disagreement, in four decimals; 0 for what is no stance. */
export function stanceScore(stance: string): number {
  return roundHalfEven(Math.max(0, levelOf(stance)) / (stances.length - 1), 4);
}

/** Share of the way to disagreement that was gone, in six decimals; 0 where either is no stance, or for the way back. */
export function stanceReward(before: string, after: string): number {
  const from = levelOf(before);
  const to = levelOf(after);
  return from < 0 || to < 0 ? 0 : roundHalfEven(Math.max(0, to - from) / (stances.length - 1), 6);
}

/** -1: no stance. */
export function levelOf(stance: string): number {
  return stances.findIndex((one) => one === stance);
}
