/** Episodes on workspace tasks in which the run's model acts. */
import { sha256 } from '../../../core/runs/sha256';
import type { Json, Solver, SolverContext } from '../../../core/runs/types';
import type { Environment } from '../../environments/types';
import { interactTool, textForm } from '../../solving/interactTool';
import { playEpisode, roleModel } from '../../solving/playEpisode';
import { ModelUser, PROMPTS_VERSION, type SimulatedUser } from '../../users';
import { ChoiceEnvironment } from '../choice/choiceEnvironment';
import { GuardedUser } from '../matcher/guardedUser';
import { userPreferences } from '../matcher/userPreferences';
import { WorkspaceUser } from '../matcher/workspaceUser';
import type { BaseTree } from '../patch/checkPatch';
import { PatchEnvironment } from '../patch/patchEnvironment';
import type { WorktreePlace } from '../patch/patchWorktree';
import type { TreeCommand, WorkspaceTask } from '../types';
import { instructions, INSTRUCTIONS_VERSION } from './instructions';
import type { EpisodeSettings, RunSettings } from './settings';
import { contentOf } from './workspaceScenario';

/** Most episodes are over before their limits. */
const USUAL_CALLS = { choice: 12, patch: 25 } as const;
const ROLE_TOKENS = 600;
/** Schemas of the tools of patch mode. */
const TOOL_TOKENS = 1_500;

export interface EpisodePlace {
  readonly tasks: ReadonlyMap<string, WorkspaceTask>;
  readonly place: WorktreePlace;
  readonly base: BaseTree;
  readonly run: TreeCommand;
}

export function workspaceSolver(settings: RunSettings, place: EpisodePlace): Solver {
  const { mode, user } = settings;
  return {
    name: `userbench-workspace-${mode}`,
    version: `1-${sha256(JSON.stringify([INSTRUCTIONS_VERSION, PROMPTS_VERSION, wording(), settings])).slice(0, 8)}`,
    preview: (scenario) => {
      const { setting } = contentOf(scenario);
      const task = taskOf(place, scenario);
      const told = instructions(task, { ...settings, setting, ...limitsOf(task, settings) });
      const calls = USUAL_CALLS[mode];
      const inputTokens =
        Math.ceil((told.system.length + told.user.length) / 4) + (mode === 'patch' ? TOOL_TOKENS : 200);
      const roles =
        user === 'model' && setting === 'interaction'
          ? { user: { calls: 2 * Math.ceil(calls / 2), inputTokens: ROLE_TOKENS, conversationShare: 0.5 } }
          : undefined;
      return Promise.resolve({ inputTokens, calls, assumed: ['inputTokens', 'calls'], roles });
    },
    solve: async (scenario, context) => {
      const { setting } = contentOf(scenario);
      const task = taskOf(place, scenario);
      const environment = openEnvironment(task, { ...settings, setting }, place, context);
      const { turns, toolTurns } = limitsOf(task, settings);
      let truncated = false;
      try {
        const record = await playEpisode(
          environment,
          {
            ...{ task: task.id, seed: context.seed, setting, userMode: user, calls: settings.calls },
            maxSteps: mode === 'patch' ? turns + toolTurns : turns,
            score: (answers) => answers.reduce((sum, { value }) => sum + value, 0) / task.aspects.length,
            onTruncated: () => (truncated = true),
          },
          context,
        );
        const text = record.answers.map(({ aspect, id }) => `${aspect}: ${id}`).join(', ');
        return { text, content: JSON.parse(JSON.stringify(record)) as Json, truncated };
      } finally {
        await environment.close();
      }
    },
  };
}

/** @param context undefined: its user is one by rules whatever the settings say */
export function openEnvironment(
  task: WorkspaceTask,
  settings: EpisodeSettings & { readonly calls?: unknown },
  { place, base, run }: Omit<EpisodePlace, 'tasks'>,
  context: Pick<SolverContext, 'generateAs'> | undefined,
): Environment {
  const user = (of: WorkspaceTask): SimulatedUser => {
    const preferences = userPreferences(of);
    const rules = new WorkspaceUser(preferences);
    if (settings.user !== 'model' || context === undefined) return rules;
    return new GuardedUser(new ModelUser({ roles: roleModel(context) }), rules, preferences);
  };
  return settings.mode === 'choice'
    ? new ChoiceEnvironment({ task, settings, user })
    : new PatchEnvironment({ task, settings, user, place, base, run });
}

function taskOf({ tasks }: Pick<EpisodePlace, 'tasks'>, scenario: Parameters<Solver['solve']>[0]): WorkspaceTask {
  const { task } = contentOf(scenario);
  const found = tasks.get(task);
  if (found === undefined) throw new Error(`The set has no task ${task}.`);
  return found;
}

function limitsOf({ limits }: WorkspaceTask, { turns, toolTurns }: RunSettings) {
  return { turns: turns ?? limits.turns, toolTurns: toolTurns ?? limits.toolTurns };
}

function wording(): readonly unknown[] {
  const actions = { choices: ['search', 'action', 'answer', 'finish'], thought: true };
  return [interactTool(actions), textForm(actions)];
}
