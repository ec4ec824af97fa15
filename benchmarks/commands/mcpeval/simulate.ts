import { z } from 'zod';
import { benchmarkFloors } from '../../core/runs/benchmarkFloors';
import type { RunExtras } from '../locobench/run';
import { integer } from '../optionValues';
import { allowServersOf, floorResults } from './runExtras';

const given = z.object({
  judge: z.string().optional(),
  user: z.string(),
  replies: z.number(),
  allow: z.boolean().default(false),
});

/** `whetstone mcpeval simulate`: a run of the dialogues of a set. */
export const simulateRun: RunExtras = {
  name: 'mcpeval',
  command: 'simulate',
  description:
    'let models lead the dialogues of a set (generate-scenarios) with a simulated user and real servers; resumable, nothing is paid twice',
  add: (command) =>
    command
      .option('--user <who>', 'rules (reproducible, no model), or a model that plays the user', 'rules')
      .option('--replies <n>', 'replies of the model to one message at most', integer(1, 100), 10)
      .option('--judge <model>', 'a model that rates each dialogue, 0 to 10, beside the grade')
      .option('--allow', "start the set's servers as they are configured now, from now on"),
  choice: (values) => {
    const { judge, user, replies } = given.parse(values);
    const isModel = user !== 'rules';
    const roles = { ...(judge === undefined ? {} : { judge }), ...(isModel ? { user } : {}) };
    const options = { multiTurn: true, user: isModel ? 'model' : 'rules', replies, judge: judge !== undefined };
    return { roles: Object.keys(roles).length === 0 ? undefined : roles, options };
  },
  before: (values, folder) => (given.parse(values).allow ? allowServersOf(folder) : Promise.resolve()),
  results: async ({ store }, run) => floorResults(await benchmarkFloors(store, run.id)),
};
