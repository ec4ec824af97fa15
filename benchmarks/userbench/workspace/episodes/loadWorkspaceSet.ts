import { BadInputError } from '../../../core/badInputError';
import type { LoadedBenchmark } from '../../../core/runs/benchmark';
import type { Json } from '../../../core/runs/types';
import type { CommandSandbox } from '../../../../runtime/tools/sandbox';
import { RepositoryState } from '../../../locobench/grading/state/repositoryState';
import { openTreeCommand } from '../patch/treeCommand';
import { workspaceScorer } from '../scoring/workspaceScorer';
import { openWorkspaceSet } from '../set';
import type { WorkspaceTask } from '../types';
import { runSettings, settingsOf } from './settings';
import { unfulfillable } from './unfulfillable';
import { workspaceScenario } from './workspaceScenario';
import { workspaceSolver } from './workspaceSolver';

export interface WorkspaceLoadOptions {
  /** `RunSettings`. */
  readonly options?: Json | undefined;
  /** Whether the repository's tests and programs may run in the sandbox; without it, what needs it is not measured. */
  readonly execute: boolean;
  /** Ids of scenarios or of tasks; default: all of the set. */
  readonly scenarios?: readonly string[] | undefined;
  /** Default: the sandbox of this system. */
  readonly open?: (() => Promise<CommandSandbox>) | undefined;
  /** Folder of the user's state, for worktrees; default: the user's. */
  readonly state?: string | undefined;
}

/**
 * A set of workspace tasks as the core runs it.
 * @throws BadInputError for a folder without a whole set, for options that there are none of, and for tasks whose wishes contradict each other
 */
export async function loadWorkspaceSet(folder: string, options: WorkspaceLoadOptions): Promise<LoadedBenchmark> {
  const settings = runSettings(options.options);
  const opened = await openWorkspaceSet(folder);
  const { set } = opened;
  const tasks = new Map<string, WorkspaceTask>();
  for (const { id } of set.tasks) tasks.set(id, await opened.task(id));
  const withoutOptions = [...tasks.values()].find(({ aspects }) => aspects.some((each) => each.options === undefined));
  if (settings.mode === 'choice' && withoutOptions !== undefined) {
    throw new BadInputError(
      `${folder}: ${withoutOptions.id} has no designs to choose from. Run the set with mode patch.`,
    );
  }
  const wanted = options.scenarios === undefined ? undefined : new Set(options.scenarios);
  const all = set.tasks.flatMap((entry) => {
    const task = tasks.get(entry.id)!;
    return settingsOf(settings).map((setting) => ({
      id: task.id,
      scenario: workspaceScenario(task, entry, settings, setting),
    }));
  });
  const snapshot = RepositoryState.ofSnapshot({ folder, set });
  const base = { paths: snapshot.paths(), text: (path: string) => snapshot.text(path) };
  const played = all.filter(({ id, scenario }) => wanted === undefined || wanted.has(id) || wanted.has(scenario.id));
  for (const id of new Set(played.map((each) => each.id))) {
    const task = tasks.get(id)!;
    const why = await unfulfillable(task, base, NEVER);
    if (why !== undefined) {
      throw new BadInputError(
        `${folder}: what the user of ${id} wants contradicts itself: ${why}. Make the set anew, or take the task out of set.json.`,
      );
    }
  }
  const command = openTreeCommand({ folder, set, execute: options.execute, open: options.open });
  const { run } = command;
  return {
    name: 'userbench',
    set: { name: set.name, folder },
    commit: set.repository.commit,
    scenarios: played.map(({ scenario }) => scenario),
    executes: settings.mode === 'patch' && options.execute,
    solver: workspaceSolver(settings, { tasks, base, run, place: { folder, set, state: options.state } }),
    scorer: workspaceScorer({ tasks, base, snapshot, run }),
    close: () => command.close(),
  };
}

const NEVER = new AbortController().signal;
