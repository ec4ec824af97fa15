import { z } from 'zod';

/** `text`: the same words, whatever their case and spacing; `number`: within the tolerance; `pattern`: a regular expression that is found. */
const expected = z.union([
  z.strictObject({ text: z.string().min(1) }),
  z.strictObject({ number: z.number(), tolerance: z.number().nonnegative().default(0) }),
  z.strictObject({
    pattern: z.string().min(1).refine(isPattern, 'must be a regular expression'),
  }),
]);

export const question = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'must be safe as a file name'),
  prompt: z.string().min(1),
  expected,
  category: z.string().min(1).default('questions'),
  language: z.string().min(1).optional(),
  title: z.string().min(1).optional(),
});
export type OwnQuestion = z.infer<typeof question>;

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
