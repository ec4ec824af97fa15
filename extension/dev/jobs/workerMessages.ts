/** What `npm test` and its processes for files of tests say to each other. */
import { z } from 'zod';

/** The next file, absolute; or no more. */
export const toWorker = z.union([z.object({ file: z.string() }), z.object({ end: z.literal(true) })]);
export type ToWorker = z.infer<typeof toWorker>;

/** What became of a test, by its full title (and the reason, where it failed), as soon as it is known: a crash loses none of those before it. */
export const fromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['begun', 'passed', 'failed', 'skipped']), title: z.string() }),
  z.object({ type: z.literal('ended') }),
]);
export type FromWorker = z.infer<typeof fromWorker>;

/** The last line on both streams after a file: messages come by a way of their own, before or after what was printed. */
export const endOfFile = '\u0001end of file\n';
