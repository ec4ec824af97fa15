import { sha256 } from '../../core/runs/sha256';
import type { Json, Scenario, Solver, SolverContext } from '../../core/runs/types';
import { configurationOf, type Configuration } from '../environments/protocol/configuration';
import type { PreferenceEnvironment } from '../environments/protocol/preferenceEnvironment';
import { travelDefinition, travelGym } from '../environments/travel/travelGym';
import { travelInstructions } from '../environments/travel/travelInstructions';
import { ModelUser, PROMPTS_VERSION, RuleUser } from '../users';
import { interactTool, textForm } from './interactTool';
import { playEpisode, roleModel } from './playEpisode';
import { taskOf } from './travelContent';
import type { TravelRunOptions } from './travelOptions';

/** Most episodes are over before the limit of turns; each call sends the whole conversation. */
const usualCalls = 12;
const tokensOfRole = 600;

/** Episodes of TravelGym in which the run's model plans the journey. */
export function travelSolver(options: TravelRunOptions): Solver {
  const configuration = configurationFor(options);
  return {
    name: 'userbench-travel',
    version: `1-${sha256(JSON.stringify([wording(configuration), PROMPTS_VERSION, options])).slice(0, 8)}`,
    async preview(core) {
      const task = taskOf(core);
      const { system, user } = travelInstructions(task, configuration);
      const tool = JSON.stringify(interactTool(travelDefinition.actions));
      const calls = Math.min(options.turns, usualCalls);
      // Two judge or speak for each thing said, one judges a search.
      const roleCalls = task.aspects.length + 2 * Math.max(0, calls - 2 * task.aspects.length);
      return {
        inputTokens: Math.ceil((system.length + user.length + tool.length) / 4),
        calls,
        assumed: ['inputTokens', 'calls'],
        ...(options.user === 'model' && {
          roles: { user: { calls: roleCalls, inputTokens: tokensOfRole, conversationShare: 0.5 } },
        }),
      };
    },
    async solve(core, context) {
      const task = taskOf(core);
      let truncated = false;
      const environment = openTravel(core, options, context);
      try {
        const record = await playEpisode(
          environment,
          {
            ...{ task: task.id, seed: context.seed, setting: 'interaction', userMode: options.user },
            ...{ maxSteps: options.turns, calls: options.calls },
            score: (answers) => scoreSoFar(task.aspects.length, answers),
            onTruncated: () => (truncated = true),
          },
          context,
        );
        const answered = record.answers.map(({ id }) => id).join(', ');
        return { text: answered, content: JSON.parse(JSON.stringify(record)) as Json, truncated };
      } finally {
        await environment.close();
      }
    },
  };
}

export function configurationFor({ choices, turns }: TravelRunOptions): Configuration {
  return configurationOf({ maxSteps: turns, oneChoicePerAspect: choices === 'single' });
}

export function openTravel(
  core: Scenario,
  options: TravelRunOptions,
  context: Pick<SolverContext, 'generateAs'> | undefined,
): PreferenceEnvironment {
  const isModel = options.user === 'model' && context !== undefined;
  return travelGym({
    tasks: [taskOf(core)],
    user: isModel ? new ModelUser({ roles: roleModel(context) }) : new RuleUser(),
    configuration: configurationFor(options),
  });
}

/** Best answer of each aspect so far, over all aspects. */
export function scoreSoFar(
  aspects: number,
  answers: readonly { readonly aspect: string; readonly value: number }[],
): number {
  const best = new Map<string, number>();
  for (const { aspect, value } of answers) best.set(aspect, Math.max(best.get(aspect) ?? 0, value));
  return [...best.values()].reduce((sum, value) => sum + value, 0) / aspects;
}

/** Everything that a model is told whatever the task is. */
function wording(configuration: Configuration): readonly unknown[] {
  const empty = { id: '', scenario: '', opening: '', aspects: [] };
  const { actions } = travelDefinition;
  return [travelInstructions(empty, configuration), interactTool(actions), textForm(actions)];
}
