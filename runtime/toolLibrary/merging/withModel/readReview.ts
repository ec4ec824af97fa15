import { z } from 'zod';
import { jsonOf } from './answerParts';

export interface Review {
  readonly decision: 'pass' | 'revise';
  readonly missing: readonly string[];
  readonly changes: readonly string[];
}

const reviewForm = z.object({
  decision: z.enum(['pass', 'revise']),
  missing: z.array(z.string()).default([]),
  changes: z.array(z.string()).default([]),
});

/** A reviewer's answer; undefined where it has another form. It counts as no approval then. */
export function readReview(answer: string): Review | undefined {
  const read = reviewForm.safeParse(jsonOf(answer));
  return read.success ? read.data : undefined;
}
