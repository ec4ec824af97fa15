import type { RewriteParams, RewriteSpan } from '../../protocol';
import type { InfillSession } from '../infilling/infiller';

/** A span whose turn it is; offsets in the text as it is now. */
export interface SpanWork {
  readonly params: RewriteParams;
  readonly text: string;
  readonly span: RewriteSpan;
  /** By how many units earlier spans moved this one. */
  readonly moved: number;
  readonly random: () => number;
  readonly session: InfillSession;
}
