import { z } from 'zod';
import { openBlueprintSet } from '../../mcpEval/blueprints/blueprintSet';
import { judgedTrajectories } from '../../mcpEval/blueprints/rows/keptTrajectory';
import { attemptStatistics } from '../../mcpEval/blueprints/rows/trajectoryStatistics';
import { USER_ROLE } from '../../mcpEval/blueprints/trajectories/trajectorySolver';
import type { RunExtras } from '../locobench/run';
import { integer } from '../optionValues';
import { allowSetServers } from './allowSetServers';
import { attemptText } from './trajectoryText';

const given = z.object({
  user: z.string(),
  candidates: z.number(),
  userTurns: z.number(),
  steps: z.number(),
  allow: z.boolean().default(false),
});

export const trajectoryRun: RunExtras = {
  name: 'mcpeval trajectories',
  description:
    'let agents talk with simulated people on blueprints; --repeats are attempts; resumable, nothing is paid twice',
  add: (command) =>
    command
      .option('--user <who>', 'rules (reproducible, no model), or a model that plays the person', 'rules')
      .option(
        '--candidates <n>',
        'things that a model proposes to say, of which the best is; 1: no choice',
        integer(1, 16),
        4,
      )
      .option('--user-turns <n>', 'utterances of the person at most', integer(1, 100), 12)
      .option('--steps <n>', 'replies of the agent to one utterance at most', integer(1, 100), 12)
      .option('--allow', "start the set's servers as they are configured now, from now on"),
  choice: async (values, folder) => {
    await openBlueprintSet(folder);
    const { user, candidates, userTurns, steps } = given.parse(values);
    const byRules = user === 'rules';
    const options = { user: byRules ? 'rules' : 'model', candidates, userTurns, steps };
    return { options, roles: byRules ? undefined : { [USER_ROLE]: user } };
  },
  before: async (values, folder) => {
    if (given.parse(values).allow) await allowSetServers((await openBlueprintSet(folder)).set);
  },
  results: async ({ store }, run) => {
    const { blueprints } = await openBlueprintSet(run.configuration.set.folder);
    const unknown = { licence: 'unknown', source: 'unknown' } as const;
    const judged: Parameters<typeof attemptStatistics>[0][number][] = [];
    for await (const each of judgedTrajectories(store, run.id, blueprints, () => Promise.resolve(unknown)))
      judged.push({ blueprint: each.blueprint, rejections: each.rejections });
    const attempts = attemptStatistics(judged);
    const next = `Write what is kept: whetstone mcpeval trajectories export --run ${run.id} --out FILE.jsonl`;
    return { json: { attempts }, text: `${attemptText(attempts)}\n${next}` };
  },
};
