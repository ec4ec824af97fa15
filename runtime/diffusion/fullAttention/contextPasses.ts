import type { ContextCaching } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import type { WindowPasses } from '../denoising';
import type { ContextPieces } from './rowLayout';

export interface CachingOptions {
  readonly cache: ContextCaching;
  /** Passes that use a kept context before it is computed anew; 0: never. */
  readonly refreshEvery: number;
}

/** Passes of a model in which every row sees every row, over a context with windows in it. */
export interface ContextPasses extends WindowPasses {
  /** One more than windows, the first not empty. */
  readonly pieces: ContextPieces;
  /** Passes that were run, and those of them that fed all rows. */
  readonly passes: number;
  readonly encodings: number;
  /** Milliseconds in passes that fed all rows. */
  readonly encodingMs: number;
  /** Whether the context is there already, as it is for a new start from masks. */
  readonly isEncoded: boolean;
  /** Begins with masks again: what was kept stays only if it was computed with masks in the windows. */
  restart(): void;
  /** The logits of a pass that feeds all rows. */
  uncached(slots: readonly number[], wanted: readonly number[], lengths?: readonly number[]): Promise<Float32Array>;
}

/** @throws RuntimeError bad-request for more tokens than the model has positions */
export function requirePositions(length: number, positions: number): void {
  if (length <= positions) return;
  throw new RuntimeError(
    'bad-request',
    `${length} tokens are more than the ${positions} that the model takes at once.`,
    'Ask for less at once: fewer gaps, or gaps that are nearer to each other.',
  );
}
