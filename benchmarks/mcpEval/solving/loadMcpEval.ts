import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import type { LoadedBenchmark } from '../../core/runs/benchmark';
import type { LoadOptions } from '../../core/runs/benchmarks';
import { EvaluationError } from '../../core/runs/evaluationError';
import type { VerifiedTask } from '../rows/taskRow';
import { requireAllowed } from '../servers/serverConsent';
import { setupOf, type ServerSetup } from '../servers/serverSetup';
import { openTaskSet } from '../tasks/taskSet';
import { taskScenario } from './taskContent';
import { taskScorer } from './taskScorer';
import { taskSolver } from './taskSolver';

/** `RunConfiguration.options` of this benchmark. */
export const mcpEvalOptions = z.strictObject({
  /** Replies of the model. */
  maxTurns: z.int().min(1).max(200).default(30),
  /** Whether the run's model in the role `judge` rates what was done. */
  judge: z.boolean().default(false),
  /** Milliseconds that a call may take without news. */
  callMs: z.int().min(100).max(600_000).default(60_000),
});

/** @throws BadInputError, also where the user has not agreed to a server of the set */
export async function loadMcpEval(folder: string, options: LoadOptions): Promise<LoadedBenchmark> {
  const parsed = mcpEvalOptions.safeParse(options.options ?? {});
  if (!parsed.success) throw new BadInputError(`Options of the run: ${z.prettifyError(parsed.error)}`);
  const { maxTurns, judge, callMs } = parsed.data;
  const { set, tasks } = await openTaskSet(folder);
  const wanted = options.scenarios === undefined ? undefined : new Set(options.scenarios);
  const chosen = tasks.filter(({ id }) => wanted?.has(id) ?? true);
  const setups = new Map<string, ServerSetup>();
  for (const source of set.servers) setups.set(source.name, await setupOf(source));
  if (options.mayExecute) await requireAllowed([...setups.values()], set.network);
  const setupsOf = (task: VerifiedTask) => {
    if (!options.mayExecute)
      throw new EvaluationError('not-measured', 'Tasks need their servers, and nothing may be started.');
    return Promise.resolve(task.whetstone.servers.flatMap((name) => setups.get(name) ?? []));
  };
  return {
    name: 'mcpeval',
    set: { name: set.name, folder: path.resolve(folder) },
    commit: undefined,
    scenarios: chosen.map(taskScenario),
    executes: true,
    solver: taskSolver({ setupsOf, network: set.network, maxTurns, limits: { callMs } }),
    scorer: taskScorer({ judge }),
    close: () => Promise.resolve(),
  };
}
