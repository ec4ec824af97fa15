import { z } from 'zod';
import { benchmarkFloors } from '../../core/runs/benchmarkFloors';
import type { Floor, RunReport } from '../../host/protocol';
import { allowServers } from '../../mcpEval/servers/serverConsent';
import { setupOf } from '../../mcpEval/servers/serverSetup';
import { openTaskSet } from '../../mcpEval/tasks/taskSet';
import type { RunExtras, RunResults } from '../locobench/run';
import { integer } from '../optionValues';

const given = z.object({
  judge: z.string().optional(),
  judgeTexts: z.boolean(),
  maxTurns: z.number(),
  allow: z.boolean().default(false),
});

/** What `mcpeval run` has beside what every run has. */
export const mcpEvalRun: RunExtras = {
  name: 'mcpeval',
  description:
    'let models do the tasks of a set with its real servers; resumable wherever it ends, nothing is paid twice',
  add: (command) =>
    command
      .option('--max-turns <n>', 'replies of the model for a task at most', integer(1, 200), 30)
      .option('--judge <model>', 'a model that rates trajectory and completion, and says which words mean the same')
      .option('--no-judge-texts', 'the judge is not asked about words of arguments')
      .option('--allow', "start the set's servers as they are configured now, from now on"),
  choice: (values) => {
    const { judge, judgeTexts, maxTurns } = given.parse(values);
    if (judge === undefined) return { options: { maxTurns, judge: false } };
    return { roles: { judge }, options: { maxTurns, judge: true, judgeTexts } };
  },
  before: (values, folder) => (given.parse(values).allow ? allowServersOf(folder) : Promise.resolve()),
  results: async ({ store }, run) => floorResults(await benchmarkFloors(store, run.id)),
};

/** At the user's word. */
export async function allowServersOf(folder: string): Promise<void> {
  const { set } = await openTaskSet(folder);
  await allowServers(await Promise.all(set.servers.map(setupOf)), set.network);
}

/** What answers are worth that know nothing, or everything. */
export function floorResults(floors: RunReport['floors']): RunResults {
  const points = (value: number) => (100 * value).toFixed(1);
  const line = ({ name, value, n, interval }: Floor) => {
    const range = interval === undefined ? '' : ` [${points(interval.low)}, ${points(interval.high)}]`;
    return `  ${name}: ${points(value)}${range} (n = ${n})`;
  };
  return {
    json: { floors },
    text: floors.length === 0 ? '' : ['Without any model, on the same tasks:', ...floors.map(line)].join('\n'),
  };
}
