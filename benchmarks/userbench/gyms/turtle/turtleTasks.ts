import { z } from 'zod';
import type { YesNo } from '../core/verdicts';

export interface TurtleCriterion {
  readonly statement: string;
  /** Of all criteria together 1. */
  readonly weight: number;
  /** What an answer has to say, for the judge by rules (see `core/terms.ts`); undefined: the statement's words. */
  readonly terms?: string | undefined;
}

export interface TurtleTask {
  readonly id: string;
  readonly title: string;
  /** What everybody is told. */
  readonly surface: string;
  /** What really happened. */
  readonly bottom: string;
  readonly criteria: readonly TurtleCriterion[];
  /** What questions are answered from, for the host by rules. */
  readonly facts?: readonly { readonly terms: string; readonly answer: Exclude<YesNo, 'Maybe'> }[] | undefined;
  /** Lists of terms of which one is right: an answer that has more of a list says nothing. */
  readonly alternatives?: readonly (readonly string[])[] | undefined;
}

const story = z.object({
  new_title: z.string(),
  new_surface: z.string(),
  new_bottom: z.string(),
  evaluation: z.array(z.object({ statement: z.string(), score: z.number() })).min(1),
});

/** The published form: stories by number; those that were judged unfit have no story and are left out. */
export const publishedStories = z
  .record(z.string(), z.looseObject({ judgment: z.string() }))
  .transform((rows, context) =>
    Object.entries(rows).flatMap(([id, row]): readonly TurtleTask[] => {
      if (row.judgment !== 'Yes') return [];
      const parsed = story.safeParse(row);
      if (!parsed.success) {
        for (const issue of parsed.error.issues) context.addIssue({ ...issue, path: [id, ...issue.path] });
        return [];
      }
      const { new_title: title, new_surface: surface, new_bottom: bottom, evaluation } = parsed.data;
      const criteria = evaluation.map(({ statement, score: weight }) => ({ statement, weight }));
      return [{ id, title, surface, bottom, criteria }];
    }),
  );
