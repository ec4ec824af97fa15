/** How much of what knowing everything is worth a model gets by asking. */

/** A smaller difference between knowing all and nothing says nothing when it is divided by. */
export const SMALLEST_SPREAD = 0.05;

export interface SettingMeans {
  /** Mean scores of the same tasks, told everything, told nothing, and with a user to ask. */
  readonly full: number;
  readonly hidden: number;
  readonly interaction: number;
}

export type InteractionGain =
  | { readonly kind: 'gain'; readonly value: number }
  /** In words: the settings that are missing, or that they are too close to divide by. */
  | { readonly kind: 'undefined'; readonly reason: string };

/** (interaction - hidden)/(full - hidden): 1 where asking is as good as being told, 0 where it helps nothing. */
export function interactionGain(means: Partial<SettingMeans>): InteractionGain {
  const { full, hidden, interaction } = means;
  if (full === undefined || hidden === undefined || interaction === undefined) {
    const missing = (['full', 'hidden', 'interaction'] as const).filter((name) => means[name] === undefined);
    return { kind: 'undefined', reason: `The setting ${missing.join(' and ')} was not run on these tasks.` };
  }
  const spread = full - hidden;
  if (spread < SMALLEST_SPREAD) {
    const reason = `Knowing everything is worth ${spread.toFixed(3)} of the score here, less than ${SMALLEST_SPREAD}: a quotient by it would say nothing.`;
    return { kind: 'undefined', reason };
  }
  return { kind: 'gain', value: (interaction - hidden) / spread };
}
