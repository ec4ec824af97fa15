/** Episodes of a gym in which the run's model acts. */
import { sha256 } from '../../../core/runs/sha256';
import type { Json, Solver } from '../../../core/runs/types';
import type { Environment, RoleModel } from '../../environments/types';
import { interactTool, textForm } from '../../solving/interactTool';
import { playEpisode, roleModel } from '../../solving/playEpisode';
import type { GymRunOptions } from './gymRunOptions';
import { taskIdOf } from './gymScenario';
import type { GymSet } from './gymSetFile';

/** Changes when what roles are told changes. */
const rolesVersion = 2;
/** Most episodes are over before the limit of steps; each call sends the whole conversation. */
const usualCalls = 12;
const tokensOfRole = 600;

export async function gymSolver(set: GymSet, options: GymRunOptions): Promise<Solver> {
  const wording = await wordingOf(set, options);
  return {
    name: 'userbench-gym',
    version: `1-${sha256(JSON.stringify([rolesVersion, wording, set.file.configuration, options])).slice(0, 8)}`,
    async preview(scenario) {
      const { system, user } = await instructionsOf(set, options, taskIdOf(scenario));
      const tool = JSON.stringify(interactTool(set.kind.actions));
      const calls = Math.min(turnsOf(set, options), usualCalls);
      return {
        inputTokens: Math.ceil((system.length + user.length + tool.length) / 4),
        calls,
        assumed: ['inputTokens', 'calls'],
        // One speaks and another judges.
        ...(options.user === 'model' && {
          roles: { user: { calls: 2 * calls, inputTokens: tokensOfRole, conversationShare: 0.5 } },
        }),
      };
    },
    async solve(scenario, context) {
      const task = taskIdOf(scenario);
      const environment = openGym(set, options, options.user === 'model' ? roleModel(context) : undefined);
      let truncated = false;
      try {
        const record = await playEpisode(
          environment,
          {
            ...{ task, seed: context.seed, setting: 'interaction', userMode: options.user, calls: options.calls },
            maxSteps: turnsOf(set, options),
            score: (answers) => scoreSoFar(set, task, environment, answers),
            onTruncated: () => (truncated = true),
          },
          context,
        );
        const text = record.answers.map(({ id }) => id).join('\n');
        return { text, content: JSON.parse(JSON.stringify(record)) as Json, truncated };
      } finally {
        await environment.close();
      }
    },
  };
}

/** @param roles undefined: its users go by rules */
export function openGym(
  { file, loaded, execution }: GymSet,
  { turns }: GymRunOptions,
  roles: RoleModel | undefined,
): Environment {
  const configuration = turns === undefined ? file.configuration : { ...file.configuration, maxSteps: turns };
  return loaded.open({ configuration, roles, execution });
}

export function turnsOf({ file, kind }: Pick<GymSet, 'file' | 'kind'>, { turns }: GymRunOptions): number {
  const { maxSteps } = file.configuration;
  return turns ?? (typeof maxSteps === 'number' ? maxSteps : kind.steps);
}

/** For people who watch. */
export function scoreSoFar(
  { loaded }: GymSet,
  task: string,
  environment: Environment,
  answers: readonly { readonly value: number }[],
): number {
  const details = environment.outcome?.().details ?? null;
  const total = typeof details === 'object' && details !== null && 'totalReward' in details ? details.totalReward : 0;
  return loaded.value(task, { answers, details, totalReward: typeof total === 'number' ? total : 0 });
}

async function instructionsOf(set: GymSet, options: GymRunOptions, task: string) {
  const environment = openGym(set, options, undefined);
  try {
    await environment.reset({ task });
    return environment.instructions();
  } finally {
    await environment.close();
  }
}

/** Everything that a model is told whatever the task is, and what it is told of the first one. */
async function wordingOf(set: GymSet, options: GymRunOptions): Promise<readonly unknown[]> {
  const { actions } = set.kind;
  return [await instructionsOf(set, options, set.tasks[0]!.id), interactTool(actions), textForm(actions)];
}
