/**
 * How many of the masked slots a step reveals. 'even': as many as leave equally many for every later step. 'reference':
 * the published formula, for comparisons; it wastes passes (see the test) and the engine never uses it.
 */
export type RevealSchedule = { readonly kind: 'even' } | { readonly kind: 'reference'; readonly epsilon: number };

/**
 * Share of the masked slots that the reference reveals in a step: times run from 1 down to epsilon in equal parts, and a
 * step from time t to s reveals 1 - s/t, in the last step all. Source: Dream's and CoDA's diffusion_generate.
 */
export function referenceShare(step: number, steps: number, epsilon: number): number {
  if (step >= steps - 1) return 1;
  const time = (at: number) => 1 - (at * (1 - epsilon)) / steps;
  return 1 - time(step + 1) / time(step);
}

/** Share of the masked slots that a step reveals on average, 0..1. @param steps undefined: one slot a step */
export function shareToReveal(
  schedule: RevealSchedule,
  step: number,
  steps: number | undefined,
  masked: number,
): number {
  if (schedule.kind === 'reference') return referenceShare(step, steps ?? masked, schedule.epsilon);
  return 1 / stepsLeft(step, steps, masked);
}

/** Number of masked slots that a step reveals; 0 only by the reference's formula. */
export function countToReveal(
  schedule: RevealSchedule,
  step: number,
  steps: number | undefined,
  masked: number,
): number {
  if (schedule.kind === 'reference') {
    return Math.floor(masked * referenceShare(step, steps ?? masked, schedule.epsilon));
  }
  return Math.ceil(masked / stepsLeft(step, steps, masked));
}

function stepsLeft(step: number, steps: number | undefined, masked: number): number {
  return steps === undefined ? masked : Math.max(1, steps - step);
}
