import { z } from 'zod';
import { looseJson, objectsIn } from '../../../locobench/solving/answer/looseJson';

/** What reviewers vote on (APIGen-MT, stage 2). */
export const criteria = ['correctness', 'completeness', 'satisfaction', 'creativity'] as const;
export type Criterion = (typeof criteria)[number];

/** 0, 1, true, false, "yes": models write votes in many ways. A number between is no vote. */
const vote = z.union([z.boolean(), z.number(), z.string()]).transform((value, context) => {
  const plain = String(value).trim().toLowerCase();
  if (['1', 'true', 'yes'].includes(plain)) return true;
  if (['0', 'false', 'no'].includes(plain)) return false;
  context.issues.push({ code: 'custom', message: `${plain} is no vote: write 0 or 1`, input: value });
  return z.NEVER;
});

export const review = z.object({
  correctness: vote,
  completeness: vote,
  satisfaction: vote,
  creativity: vote,
  reflection: z.string().default(''),
  correction: z.string().default(''),
});

export type Review = z.infer<typeof review>;

/** @returns undefined where it has no vote on each criterion */
export function readReview(text: string): Review | undefined {
  const objects = [looseJson(text)?.value, ...objectsIn(text).map(({ value }) => value)];
  return objects.flatMap((value) => review.safeParse(value).data ?? []).at(-1);
}

export interface Verdict {
  readonly accepted: boolean;
  readonly quorum: boolean;
  /** By a majority of those who voted. */
  readonly carried: readonly Criterion[];
  /** What the author is told. */
  readonly advice: readonly string[];
}

/**
 * Majority by criterion; a tie is a no. Accepted with `threshold` criteria of four, correctness among them, where more than half of the
 * reviewers gave votes that can be read.
 */
export function verdictOf(reviews: readonly (Review | undefined)[], threshold: number): Verdict {
  const votes = reviews.filter((each) => each !== undefined);
  const carried = criteria.filter((each) => 2 * votes.filter((given) => given[each]).length > votes.length);
  const quorum = 2 * votes.length > reviews.length;
  const accepted = quorum && carried.length >= threshold && carried.includes('correctness');
  const advice = votes.flatMap((given) => {
    const against = criteria.filter((each) => !given[each]);
    if (against.length === 0) return [];
    const words = [given.reflection, given.correction].map((each) => each.trim()).filter((each) => each !== '');
    return [`Against ${against.join(', ')}: ${words.join(' Correction: ').slice(0, 800) || '(no reason given)'}`];
  });
  return { accepted, quorum, carried, advice };
}
