/**
 * One aspect of a travel scenario in the published form: what sets on the disk and the environment both read. Fields that we do not know are
 * kept and not read. Source: UserBench's loader (github.com/SalesforceAIResearch/UserBench).
 */
import { z } from 'zod';
import type { Json } from '../../../core/runs/types';

const json: z.ZodType<Json> = z.json();

/** What the model sees of an option after `type` and `reason` are taken out. */
export const travelOption = z.looseObject({ id: z.string().min(1) });

/** Aspect label, topic, in plain words, as the user hints at it; what follows is the data's own, save an object with `terms` and `values`. */
export const travelPreference = z.tuple([z.string(), z.string(), z.string(), z.string()], json);

export const aspectForm = z.looseObject({
  preferences: z.array(travelPreference),
  arguments: z.record(z.string(), json),
  options: z.object({
    correct: z.array(travelOption).min(1),
    wrong: z.array(travelOption).default([]),
    noise: z.array(travelOption).default([]),
  }),
  correct_ids: z.array(z.string()).min(1),
  best_id: z.string(),
});
