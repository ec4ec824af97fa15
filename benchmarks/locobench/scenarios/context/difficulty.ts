import type { Difficulty } from '../types';

/** Tokens of a context up to which it is of a level, as LoCoBench plans them; there they are checked nowhere. */
const upTo: readonly (readonly [number, Difficulty])[] = [
  [100_000, 'easy'],
  [200_000, 'medium'],
  [500_000, 'hard'],
];

export function difficultyOfTokens(tokens: number): Difficulty {
  return upTo.find(([limit]) => tokens < limit)?.[1] ?? 'expert';
}
