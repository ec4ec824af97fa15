/**
 * Credit of turns and score of a trajectory as the UserRL paper defines them (arXiv 2509.19736). Its code differs: `releasedCredit.ts`.
 */

export type TurnMethod =
  | { readonly kind: 'naive' }
  /** The same for every turn. */
  | { readonly kind: 'equalized'; readonly credit: number }
  /** Reward to go: Σ over later turns of γ^(j-t) r_j. */
  | { readonly kind: 'reward-to-go'; readonly gamma: number }
  /** Exponential mapping: 0.5 + 0.5 (1 - e^(-k r))/(1 - e^(-k)); k is above 0. */
  | { readonly kind: 'exponential'; readonly k: number };

export type TrajectoryMethod = { readonly kind: 'sum' } | { readonly kind: 'reward-to-go'; readonly gamma: number };

/** @returns a credit a turn */
export function turnCredits(rewards: readonly number[], method: TurnMethod): readonly number[] {
  switch (method.kind) {
    case 'naive':
      return [...rewards];
    case 'equalized':
      return rewards.map(() => method.credit);
    case 'reward-to-go':
      return rewardsToGo(rewards, method.gamma);
    case 'exponential':
      return rewards.map((reward) => exponentialCredit(reward, method.k));
  }
}

export function trajectoryScore(rewards: readonly number[], method: TrajectoryMethod): number {
  if (method.kind === 'sum') return rewards.reduce((sum, reward) => sum + reward, 0);
  return rewardsToGo(rewards, method.gamma)[0] ?? 0;
}

/**
 * (credit - mean of the group's trajectory scores) / (their deviation + η), a turn.
 * @param group rewards of the turns of each rollout of one task
 * @param deviation of n ('population') or n - 1 ('sample'); the paper does not say which
 */
export function groupAdvantages(
  group: readonly (readonly number[])[],
  methods: { readonly turn: TurnMethod; readonly trajectory: TrajectoryMethod },
  { eta = 1e-6, deviation = 'sample' }: { readonly eta?: number; readonly deviation?: 'sample' | 'population' } = {},
): readonly (readonly number[])[] {
  const scores = group.map((rewards) => trajectoryScore(rewards, methods.trajectory));
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  const degrees = deviation === 'sample' ? scores.length - 1 : scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  const sigma = degrees < 1 ? 0 : Math.sqrt(squares / degrees);
  return group.map((rewards) => turnCredits(rewards, methods.turn).map((credit) => (credit - mean) / (sigma + eta)));
}

/** By backward recursion, as the code does, so that rounding is the same. */
export function rewardsToGo(rewards: readonly number[], gamma: number): readonly number[] {
  const credits = new Array<number>(rewards.length);
  let running = 0;
  for (let t = rewards.length - 1; t >= 0; t--) credits[t] = running = rewards[t]! + gamma * running;
  return credits;
}

export function exponentialCredit(reward: number, k: number): number {
  return 0.5 + (0.5 * (1 - Math.exp(-k * reward))) / (1 - Math.exp(-k));
}
