import { z } from 'zod';
import { allowServers } from '../../mcpEval/servers/serverConsent';
import { setupOf } from '../../mcpEval/servers/serverSetup';
import { openTaskSet } from '../../mcpEval/tasks/taskSet';
import type { RunExtras } from '../locobench/run';
import { integer } from '../optionValues';

const given = z.object({ judge: z.string().optional(), maxTurns: z.number(), allow: z.boolean().default(false) });

/** What `mcpeval run` has beside what every run has. */
export const mcpEvalRun: RunExtras = {
  name: 'mcpeval',
  description:
    'let models do the tasks of a set with its real servers; resumable wherever it ends, nothing is paid twice',
  add: (command) =>
    command
      .option('--max-turns <n>', 'replies of the model for a task at most', integer(1, 200), 30)
      .option('--judge <model>', 'a model that rates trajectory and completion beside the grade')
      .option('--allow', "start the set's servers as they are configured now, from now on"),
  choice: (values) => {
    const { judge, maxTurns } = given.parse(values);
    return { roles: judge === undefined ? undefined : { judge }, options: { maxTurns, judge: judge !== undefined } };
  },
  before: async (values, folder) => {
    if (!given.parse(values).allow) return;
    const { set } = await openTaskSet(folder);
    await allowServers(await Promise.all(set.servers.map(setupOf)), set.network);
  },
};
