import { z } from 'zod';

export interface SearchTask {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  /** Other answers that are right. */
  readonly aliases?: readonly string[] | undefined;
}

/** The published form. */
export const publishedQuestions = z.array(
  z.object({ id: z.string(), question: z.string().min(1), answer: z.string().min(1) }),
);
