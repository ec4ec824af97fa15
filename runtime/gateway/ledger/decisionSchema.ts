import { z } from 'zod';
import type { RouteDecision } from '../types';

/** A decision as it lies in the books; one of a newer version may hold more. */
export const decisionSchema: z.ZodType<RouteDecision> = z
  .object({
    id: z.string(),
    model: z.string(),
    mode: z.enum(['fixed', 'direct', 'cascade']),
    then: z.string().optional(),
    taskType: z.enum([
      'chat.explain',
      'chat.design',
      'chat.other',
      'edit.inline',
      'edit.multi',
      'tool.single',
      'tool.multi',
      'judge.binary',
      'judge.pairwise',
      'text.short',
    ]),
    candidates: z.array(
      z.object({
        model: z.string(),
        locality: z.enum(['local', 'cloud']),
        success: z.number(),
        deviation: z.number(),
        // JSON has no infinity: that of an arm that was out comes as null.
        expectedCost: z
          .number()
          .nullable()
          .transform((value) => value ?? Number.POSITIVE_INFINITY),
        worstCost: z
          .number()
          .nullable()
          .transform((value) => value ?? Number.POSITIVE_INFINITY),
        utility: z
          .number()
          .nullable()
          .transform((value) => value ?? Number.NEGATIVE_INFINITY),
        excluded: z.string().optional(),
      }),
    ),
    lambda: z.number(),
    propensity: z.number(),
    reasons: z.array(z.string()),
    state: z.string(),
  })
  // JSON leaves out what is undefined.
  .transform(({ then, ...decision }) => ({ ...decision, then }));
