import type { RepositoryIndex } from '../../../../runtime/repository';
import { EnvironmentError } from '../../environments/environmentError';
import type { Environment } from '../../environments/types';
import { FunctionGym } from '../function/functionGym';
import type { GymConfiguration } from '../gymKind';
import { SearchGym } from '../search/searchGym';
import { TelepathyGym } from '../telepathy/telepathyGym';
import { workspaceFunctions } from './workspaceFunctions';
import { workspaceQuestions } from './workspaceQuestions';
import { workspaceSymbols } from './workspaceSymbols';

export interface WorkspaceGymOptions extends GymConfiguration {
  /** Of the tasks that are drawn; default 1. */
  readonly dataSeed?: number | undefined;
  /** Tasks at most; default 40. */
  readonly count?: number | undefined;
}

export interface WorkspaceGym {
  readonly environment: Environment;
  readonly tasks: readonly string[];
}

/** Gyms on the open repository, by name. */
export const workspaceGyms = {
  'FunctionGym-WS': 'Find what a function of the repository computes by trying numbers',
  'TelepathyGym-WS': 'Guess which symbol of the repository is meant',
  'SearchGym-WS': 'Answer questions about the repository’s code by one path or name',
} as const;

export type WorkspaceGymName = keyof typeof workspaceGyms;

export function isWorkspaceGym(name: string): name is WorkspaceGymName {
  return name in workspaceGyms;
}

/**
 * Nothing of the repository is run: its index is all that is read.
 * @throws EnvironmentError bad-data where the repository has nothing that the gym could ask about
 */
export function openWorkspaceGym(
  name: WorkspaceGymName,
  index: RepositoryIndex,
  { dataSeed = 1, count = 40, ...options }: WorkspaceGymOptions = {},
): WorkspaceGym {
  const { environment, tasks } = make(name, index, dataSeed, count, options);
  if (tasks.length > 0) return { environment, tasks };
  throw new EnvironmentError('bad-data', `${name}: ${index.root} has nothing to ask about. ${missing[name]}`);
}

const missing: Readonly<Record<WorkspaceGymName, string>> = {
  'FunctionGym-WS': 'It takes functions of one to four numbers that return one expression of arithmetic.',
  'TelepathyGym-WS': 'It takes exported symbols with names of their own.',
  'SearchGym-WS': 'It takes exported symbols with names of their own.',
};

function make(
  name: WorkspaceGymName,
  index: RepositoryIndex,
  seed: number,
  count: number,
  options: GymConfiguration,
): WorkspaceGym {
  switch (name) {
    case 'FunctionGym-WS': {
      const tasks = workspaceFunctions(index, seed).slice(0, count);
      return { environment: new FunctionGym(tasks, options, name), tasks: tasks.map(({ id }) => id) };
    }
    case 'TelepathyGym-WS': {
      const { tasks, host } = workspaceSymbols(index, seed, count);
      return { environment: new TelepathyGym(tasks, options, host, name), tasks: tasks.map(({ id }) => id) };
    }
    case 'SearchGym-WS': {
      const { tasks, documents } = workspaceQuestions(index, seed, count);
      return { environment: new SearchGym(tasks, documents, options, name), tasks: tasks.map(({ id }) => id) };
    }
  }
}
