import path from 'node:path';
import { z } from 'zod';
import { DuplicateFollower, learntResults, type LearntResults } from '../../../runtime/toolLibrary/duplicates';
import type { DuplicatesAnswer, DuplicatesQuery, MergeQuery } from '../../../runtime/toolLibrary/duplicates/protocol';
import type { LibrarySession } from '../../../runtime/toolLibrary/session';

/** From the root: an absolute path or one that leads out is no request of an editor. */
const file = z
  .string()
  .min(1)
  .max(4096)
  .refine((each) => !path.isAbsolute(each) && !each.split(/[\\/]/).includes('..'), 'not below the folder');

/** Longer texts are not parsed. UTF-16 code units. */
const longest = 2 << 20;

export const duplicatesSchema: z.ZodType<DuplicatesQuery> = z.strictObject({
  open: z
    .array(
      z
        .strictObject({ path: file, text: z.string().max(longest).optional() })
        .transform((each) => ({ path: each.path, text: each.text })),
    )
    .max(10_000)
    .readonly(),
  touched: z.array(file).max(100_000).readonly(),
  all: z.boolean(),
});

export const mergeSchema: z.ZodType<MergeQuery> = z.strictObject({
  tools: z
    .array(z.string().regex(/^[0-9a-f]{16}$/))
    .min(2)
    .max(100)
    .readonly(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1),
});

/** Duplicates of the folder that is open now, with what the page's comparison has shown of them. */
export class FollowedDuplicates {
  private follower: { readonly of: LibrarySession; readonly follower: DuplicateFollower } | undefined;
  private learnt: { readonly key: readonly unknown[]; readonly results: LearntResults } | undefined;

  constructor(private readonly closing: AbortSignal) {}

  /** @param library of the folder that is open; another one for another folder */
  answer(library: LibrarySession, query: DuplicatesQuery, signal: AbortSignal): Promise<DuplicatesAnswer> {
    if (this.follower?.of !== library) {
      this.follower = { of: library, follower: new DuplicateFollower({ root: library.root, closing: this.closing }) };
    }
    return this.follower.follower.answer(query, () => this.resultsOf(library), signal);
  }

  private resultsOf({ comparison }: LibrarySession): LearntResults | undefined {
    if (comparison === undefined) return undefined;
    const key = [comparison.texts, comparison.fingerprints, comparison.equal];
    if (this.learnt === undefined || this.learnt.key.some((each, at) => each !== key[at])) {
      this.learnt = { key, results: learntResults(comparison) };
    }
    return this.learnt.results;
  }
}
