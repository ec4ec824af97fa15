/** Lines that runners answer with. */
import { z } from 'zod';
import type { ToolEffect } from '../types';

const EFFECTS = ['files', 'network', 'process'] as const satisfies readonly ToolEffect[];

const answer = z.union([
  z.tuple([z.number(), z.number(), z.string()]),
  z.object({ ready: z.string() }),
  z.object({ job: z.number(), problem: z.string() }),
  z.object({ job: z.number(), done: z.literal(true), tried: z.array(z.enum(EFFECTS)), seconds: z.number() }),
]);

export type RunnerAnswer = z.infer<typeof answer>;

/** @returns undefined for a line that is none of ours: what runs there may have written it */
export function readAnswer(line: string): RunnerAnswer | undefined {
  try {
    return answer.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
