import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import type { LoadedBenchmark } from '../../../core/runs/benchmark';
import type { LoadOptions } from '../../../core/runs/benchmarks';
import { openBlueprintSet } from '../blueprintSet';
import { setupsFor } from '../setupsFor';
import { blueprintScenario } from './trajectoryContent';
import { trajectoryScorer } from './trajectoryScorer';
import { trajectorySolver } from './trajectorySolver';

/** `RunConfiguration.options` of a run of dialogues. */
export const trajectoryRunOptions = z.strictObject({
  user: z.enum(['rules', 'model']).default('rules'),
  candidates: z.int().min(1).max(16).default(4),
  userTurns: z.int().min(1).max(100).default(12),
  steps: z.int().min(1).max(100).default(12),
  callMs: z.int().min(100).max(600_000).default(60_000),
});

/** @throws BadInputError, also where the user has not agreed to a server of the set */
export async function loadTrajectories(folder: string, options: LoadOptions): Promise<LoadedBenchmark> {
  const parsed = trajectoryRunOptions.safeParse(options.options ?? {});
  if (!parsed.success) throw new BadInputError(`Options of the run: ${z.prettifyError(parsed.error)}`);
  const { callMs, ...choices } = parsed.data;
  const { set, blueprints } = await openBlueprintSet(folder);
  const wanted = options.scenarios === undefined ? undefined : new Set(options.scenarios);
  const setupsOf = await setupsFor(set, options.mayExecute);
  return {
    name: 'trajectories',
    set: { name: set.name, folder: path.resolve(folder) },
    commit: undefined,
    scenarios: blueprints.filter(({ id }) => wanted?.has(id) ?? true).map(blueprintScenario),
    executes: true,
    solver: trajectorySolver({ ...choices, setupsOf, network: set.network, limits: { callMs } }),
    scorer: trajectoryScorer,
    close: () => Promise.resolve(),
  };
}
