import { z } from 'zod';
import type { CallerWeights } from './callerWeights';

const fileSchema = z.object({
  threshold: z.number(),
  tool: z.record(z.string(), z.number()),
  presenceBias: z.number(),
  slots: z.record(z.string(), z.tuple([z.number(), z.number()])),
});

/**
 * @param value what training/train.ts writes
 * @throws ZodError for anything else
 */
export function weightsOf(value: unknown): CallerWeights {
  const { threshold, tool, presenceBias, slots } = fileSchema.parse(value);
  const column = (index: 0 | 1) =>
    Object.entries(slots).map(([name, pair]): readonly [string, number] => [name, pair[index]]);
  return { threshold, tool, slots: new Map(column(0)), presence: new Map([...column(1), ['bias', presenceBias]]) };
}
