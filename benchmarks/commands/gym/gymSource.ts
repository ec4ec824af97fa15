import path from 'node:path';
import { plainJson } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import { userFolder } from '../../core/userFile';
import { readUserJson } from '../../core/userJson';
import { EnvironmentError } from '../../userbench/environments/environmentError';
import { environmentKind, type EnvironmentKind } from '../../userbench/environments/registry';
import type { Environment } from '../../userbench/environments/types';
import type { WorkspaceGymName } from '../../userbench/gyms/workspace/openWorkspaceGym';

export interface GymChoice {
  readonly env: string;
  readonly workspace?: string;
  readonly data?: string;
  readonly maxSteps?: number;
}

export interface GymSource {
  readonly kind: Pick<EnvironmentKind, 'name' | 'title' | 'actions'>;
  /** Users by rules. */
  readonly open: () => Environment;
  /** Lets go of the repository's index. */
  readonly close: () => Promise<void>;
}

/**
 * The environment that the options name, opened once so that bad data are told at once.
 * @throws BadInputError
 */
export async function gymSource(choice: GymChoice): Promise<GymSource> {
  const { env, data: file, maxSteps } = choice;
  const { isWorkspaceGym } = await import('../../userbench/gyms/workspace/openWorkspaceGym');
  if (isWorkspaceGym(env)) return workspaceSource(env, choice);
  const data = file === undefined ? undefined : plainJson(await readUserJson(file));
  const configuration = maxSteps === undefined ? undefined : { maxSteps };
  return told(() => {
    const kind = environmentKind(env);
    const open = () => kind.open({ data, configuration });
    open();
    return { kind, open, close: () => Promise.resolve() };
  });
}

async function workspaceSource(name: WorkspaceGymName, { workspace, maxSteps }: GymChoice): Promise<GymSource> {
  if (workspace === undefined) throw new BadInputError(`${name} needs --workspace with the folder of a repository.`);
  const { openWorkspaceGym, workspaceGyms } = await import('../../userbench/gyms/workspace/openWorkspaceGym');
  const { openRepositoryIndex } = await import('../../../runtime/repository');
  const { stateFolder } = await import('../../../runtime/store/stateFolder');
  const root = await userFolder(workspace);
  const index = await openRepositoryIndex({ root, folder: path.join(stateFolder(), 'repositories') });
  try {
    const open = () => openWorkspaceGym(name, index, { maxSteps }).environment;
    const { actions } = told(open);
    return { kind: { name, title: workspaceGyms[name], actions }, open, close: () => index.close() };
  } catch (error) {
    await index.close();
    throw error;
  }
}

/** What the user named wrong, as such. */
export function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EnvironmentError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}
