import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import type { LoadedBenchmark } from '../../../core/runs/benchmark';
import type { LoadOptions } from '../../../core/runs/benchmarks';
import { openSlotSet } from '../slots/slot';
import { setupsFor } from '../setupsFor';
import { blueprintScorer } from './blueprintScorer';
import { blueprintSolver } from './blueprintSolver';
import { slotScenario } from './makingContent';

/** `RunConfiguration.options` of a run that makes blueprints. */
export const slotRunOptions = z.strictObject({
  tries: z.int().min(1).max(20).default(3),
  mostActions: z.int().min(1).max(30).default(6),
  /** Reviewers; the run has a role for each. */
  committee: z.int().min(0).max(15).default(0),
  threshold: z.int().min(1).max(4).default(3),
  callMs: z.int().min(100).max(600_000).default(60_000),
});

/** @throws BadInputError, also where the user has not agreed to a server of the set */
export async function loadSlots(folder: string, options: LoadOptions): Promise<LoadedBenchmark> {
  const parsed = slotRunOptions.safeParse(options.options ?? {});
  if (!parsed.success) throw new BadInputError(`Options of the run: ${z.prettifyError(parsed.error)}`);
  const { callMs, ...choices } = parsed.data;
  const { set, slots } = await openSlotSet(folder);
  const wanted = options.scenarios === undefined ? undefined : new Set(options.scenarios);
  const setupsOf = await setupsFor(set, options.mayExecute);
  return {
    name: 'blueprints',
    set: { name: set.name, folder: path.resolve(folder) },
    commit: undefined,
    scenarios: slots.filter(({ id }) => wanted?.has(id) ?? true).map(slotScenario),
    executes: true,
    solver: blueprintSolver({ ...choices, setupsOf, network: set.network, limits: { callMs } }),
    scorer: blueprintScorer,
    close: () => Promise.resolve(),
  };
}
