import { z } from 'zod';

export interface TelepathyTask {
  readonly id: string;
  /** What everybody is told. */
  readonly description: string;
  readonly target: string;
  readonly category: string;
  /** Other names that are right. */
  readonly aliases?: readonly string[] | undefined;
  /** Keys of `attributes`, for the host by rules; undefined: it knows the category alone. */
  readonly attributes?: readonly string[] | undefined;
}

/** The published form. */
export const publishedEntities = z
  .array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string().default(''),
      target_entity: z.string().min(1),
      category: z.string().default(''),
    }),
  )
  .transform((rows) =>
    rows.map(({ title, target_entity: target, ...row }): TelepathyTask => ({ ...row, target, aliases: [title] })),
  );
