import { z } from 'zod';

export interface MissingDetail {
  readonly description: string;
  /** 3: without it the task cannot be done. */
  readonly importance: 1 | 2 | 3;
  /** How one would ask for it. */
  readonly inquiry: string;
  readonly options: readonly string[];
  /** Any of these in a question asks for it (see `core/terms.ts`); undefined: words of description and inquiry decide. */
  readonly terms?: string | undefined;
  /** What the user says when asked; undefined: the first option. */
  readonly answer?: string | undefined;
}

export interface IntentionTask {
  readonly id: string;
  readonly category: string;
  /** As the user puts it, too vague to be done. */
  readonly task: string;
  readonly details: readonly MissingDetail[];
}

const importance = z.coerce.number().pipe(z.union([z.literal(1), z.literal(2), z.literal(3)]));

/** The published form. */
export const publishedIntentions = z
  .array(
    z.object({
      id: z.string(),
      category: z.string().default(''),
      task: z.string().min(1),
      missing_details: z
        .array(
          z.object({
            description: z.string().min(1),
            importance: importance.default(1),
            inquiry: z.string().default(''),
            options: z.array(z.string()).default([]),
          }),
        )
        .min(1),
    }),
  )
  .transform((rows) => rows.map(({ missing_details: details, ...task }): IntentionTask => ({ ...task, details })));
