import type { LengthPolicy } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import type { LengthCalibration, SlotLength } from '../denoising';

/** How a window's number of slots is come by. */
export type LengthPlan =
  | { readonly kind: 'denoised'; readonly slots: number; readonly rule: SlotLength }
  | { readonly kind: 'probed'; readonly longest: number; readonly calibration: LengthCalibration };

/** Masks to begin with. Growing and shrinking find the length from anywhere; shrinking needs enough to shrink from. */
const startSlots = { 'expand-delete': 16, 'delete-only': 32 } as const;

/** What the model can do, in the order of preference. */
export function foundBy(
  { special }: Pick<FullAttentionConfig, 'special'>,
  calibration: LengthCalibration | undefined,
): 'expand-delete' | 'delete-only' | 'probed' | undefined {
  if (special.delete !== undefined) return special.expand === undefined ? 'delete-only' : 'expand-delete';
  return calibration ? 'probed' : undefined;
}

/**
 * @param most slots that the request allows
 * @param guess slots when the model has no way to find the length: one of its own is not better than the caller's
 * @throws RuntimeError model-unsupported when the model cannot find a length as it is told to; bad-request for a given
 *   length that no window has
 */
export function lengthPlan(
  policy: LengthPolicy,
  config: Pick<FullAttentionConfig, 'special' | 'windowTokens'>,
  calibration: LengthCalibration | undefined,
  most: number,
  guess: number,
): LengthPlan {
  const room = Math.max(1, Math.min(most, config.windowTokens));
  if (policy.kind === 'fixed') {
    if (policy.tokens > config.windowTokens) throw tooLong(policy.tokens, config.windowTokens);
    return fixed(policy.tokens);
  }
  const able = foundBy(config, calibration);
  const kind = policy.kind === 'found' ? able : policy.kind;
  switch (kind) {
    case undefined:
      return fixed(Math.min(guess, room));
    case 'probed':
      if (!calibration) throw cannot('it has no length calibration', 'Fit one with `whetstone eval length --fit`, or');
      return { kind, longest: room, calibration };
    case 'delete-only':
    case 'expand-delete': {
      if (able !== 'expand-delete' && able !== kind) throw cannot(`it was not trained for "${kind}"`, 'Either');
      const rule = kind === 'delete-only' ? { kind } : { kind, maxSlots: room };
      return { kind: 'denoised', slots: Math.min(startSlots[kind], room), rule };
    }
  }
}

function fixed(slots: number): LengthPlan {
  return { kind: 'denoised', slots, rule: { kind: 'fixed' } };
}

/** One window after the other would not be the same: the first would be filled in without room for the rest. */
function tooLong(tokens: number, most: number): RuntimeError {
  return new RuntimeError(
    'bad-request',
    `A text of ${tokens} tokens was asked for, and the model fills in at most ${most} at once.`,
    `Give a length of at most ${most}, or leave it to the model ("found").`,
  );
}

function cannot(why: string, first: string): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `The model cannot find the length of a text in this way: ${why}.`,
    `${first} leave the length to the model ("found"), or give a number of tokens.`,
  );
}
