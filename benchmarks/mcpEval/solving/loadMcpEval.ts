import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import type { LoadedBenchmark } from '../../core/runs/benchmark';
import type { LoadOptions } from '../../core/runs/benchmarks';
import { EvaluationError } from '../../core/runs/evaluationError';
import type { VerifiedTask } from '../rows/taskRow';
import { requireAllowed } from '../servers/serverConsent';
import { setupOf, type ServerSetup } from '../servers/serverSetup';
import { dialogueScenario } from '../dialogue/dialogueContent';
import { dialogueScorer } from '../dialogue/dialogueScorer';
import { dialogueSolver } from '../dialogue/dialogueSolver';
import { readScenarios } from '../dialogue/scenarioFile';
import { openTaskSet, type TaskSetFile } from '../tasks/taskSet';
import { taskScenario } from './taskContent';
import { taskScorer } from './taskScorer';
import { taskSolver } from './taskSolver';

/** `RunConfiguration.options` of this benchmark. */
export const mcpEvalOptions = z.strictObject({
  /** Replies of the model. */
  maxTurns: z.int().min(1).max(200).default(30),
  /** Whether the run's model in the role `judge` rates what was done. */
  judge: z.boolean().default(false),
  /** Dialogues of the set instead of its tasks, and who the user is in them: rules, or the run's model in the role `user`. */
  multiTurn: z.boolean().default(false),
  user: z.enum(['rules', 'model']).default('rules'),
  /** Replies of the model to one message of a dialogue. */
  replies: z.int().min(1).max(100).default(10),
  /** Whether the judge is also asked which words of arguments mean the same. */
  judgeTexts: z.boolean().default(true),
  /** Milliseconds that a call may take without news. */
  callMs: z.int().min(100).max(600_000).default(60_000),
});

export type McpEvalOptions = z.infer<typeof mcpEvalOptions>;

/** @throws BadInputError, also where the user has not agreed to a server of the set */
export async function loadMcpEval(folder: string, options: LoadOptions): Promise<LoadedBenchmark> {
  const parsed = mcpEvalOptions.safeParse(options.options ?? {});
  if (!parsed.success) throw new BadInputError(`Options of the run: ${z.prettifyError(parsed.error)}`);
  const { multiTurn, callMs } = parsed.data;
  const { set, tasks } = await openTaskSet(folder);
  const wanted = options.scenarios === undefined ? undefined : new Set(options.scenarios);
  const setups = new Map<string, ServerSetup>();
  for (const source of set.servers) setups.set(source.name, await setupOf(source));
  if (options.mayExecute) await requireAllowed([...setups.values()], set.network);
  const setupsOf = (names: readonly string[]) => {
    if (!options.mayExecute)
      throw new EvaluationError('not-measured', 'Tasks need their servers, and nothing may be started.');
    return Promise.resolve(names.flatMap((name) => setups.get(name) ?? []));
  };
  const shared = {
    ...{ name: 'mcpeval', set: { name: set.name, folder: path.resolve(folder) }, commit: undefined, executes: true },
    close: () => Promise.resolve(),
  };
  const how = { network: set.network, limits: { callMs }, setupsOf, all: [...setups.keys()] };
  const work = multiTurn ? await dialogues(folder, set, parsed.data, how) : singleTurn(tasks, parsed.data, how);
  return { ...shared, ...work, scenarios: work.scenarios.filter(({ id }) => wanted?.has(id) ?? true) };
}

type Work = Pick<LoadedBenchmark, 'scenarios' | 'solver' | 'scorer'>;

interface Servers {
  readonly network: boolean;
  readonly limits: { readonly callMs: number };
  readonly setupsOf: (names: readonly string[]) => Promise<readonly ServerSetup[]>;
  /** Names of all servers of the set. */
  readonly all: readonly string[];
}

function singleTurn(
  tasks: readonly VerifiedTask[],
  { maxTurns, judge, judgeTexts }: McpEvalOptions,
  { setupsOf, ...how }: Servers,
): Work {
  return {
    scenarios: tasks.map(taskScenario),
    solver: taskSolver({ ...how, maxTurns, setupsOf: ({ whetstone }) => setupsOf(whetstone.servers) }),
    scorer: taskScorer({ judge, judgeTexts }),
  };
}

async function dialogues(
  folder: string,
  set: TaskSetFile,
  { user, replies, judge }: McpEvalOptions,
  { setupsOf, all, ...how }: Servers,
): Promise<Work> {
  const rows = await readScenarios(folder, set);
  return {
    scenarios: rows.map(dialogueScenario),
    solver: dialogueSolver({ ...how, user, replies, setupsOf: ({ whetstone }) => setupsOf(whetstone?.servers ?? all) }),
    scorer: dialogueScorer({ judge }),
  };
}
