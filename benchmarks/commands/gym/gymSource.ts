import path from 'node:path';
import { plainJson } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import type { Json } from '../../core/runs/types';
import { userFolder } from '../../core/userFile';
import { readUserJson } from '../../core/userJson';
import { EnvironmentError } from '../../userbench/environments/environmentError';
import { environmentKind, environmentKinds, type EnvironmentKind } from '../../userbench/environments/registry';
import type { Environment } from '../../userbench/environments/types';
import { openUserModel } from './userModel';

export interface GymChoice {
  readonly env: string;
  readonly workspace?: string;
  readonly data?: string;
  readonly maxSteps?: number;
  /** `rules`, or a model. */
  readonly user: string;
  readonly config?: string;
  readonly execute?: true;
}

export interface GymSource {
  readonly kind: Pick<EnvironmentKind, 'name' | 'title' | 'actions'>;
  readonly open: () => Environment;
  /** Lets go of the user's model. */
  readonly close: () => Promise<void>;
}

/**
 * The environment that the options name, opened once so that bad data are told at once.
 * @throws BadInputError
 */
export async function gymSource(choice: GymChoice, output: CommandOutput): Promise<GymSource> {
  const { env, data: file, maxSteps, workspace } = choice;
  const { workspaceGymKinds } = await import('../../userbench/gyms/workspace/workspaceGymKinds');
  const ofRepository = workspaceGymKinds.find(({ name }) => name === env);
  if (ofRepository !== undefined && workspace === undefined && file === undefined) {
    throw new BadInputError(`${env} needs --workspace with the folder of a repository.`);
  }
  const kind = told(() => environmentKind(env, [...environmentKinds, ...workspaceGymKinds]));
  const configuration = maxSteps === undefined ? undefined : { maxSteps };
  const data =
    ofRepository !== undefined && workspace !== undefined
      ? await dataOfRepository(env, workspace)
      : file === undefined
        ? undefined
        : plainJson(await readUserJson(file));
  const { gymKinds } = await import('../../userbench/gyms/gymKinds');
  const executes = gymKinds.some(({ name, executes: needed }) => name === env && needed);
  if (executes && choice.execute !== true) {
    throw new BadInputError(`${env} runs what is written in an episode, in the sandbox. Allow it with --execute.`);
  }
  const { sandboxExecution } = await import('../../userbench/gyms/swe/execution');
  const execution = executes ? sandboxExecution({ allowed: true }) : undefined;
  // Before a model is opened: what is wrong with the data costs nothing.
  told(() => kind.open({ data, configuration }));
  const user = choice.user === 'rules' ? undefined : await openUserModel(choice.user, choice.config, output);
  return {
    kind,
    open: () => kind.open({ data, configuration, roles: user?.roles, execution }),
    close: async () => user?.close(),
  };
}

/** Tasks of a gym on a repository, read from its index. @throws BadInputError */
export async function dataOfRepository(
  name: string,
  workspace: string,
  wanted: { readonly seed?: number | undefined; readonly count?: number | undefined } = {},
): Promise<Json> {
  const { workspaceGymData } = await import('../../userbench/gyms/workspace/workspaceGymData');
  const { openRepositoryIndex, RepositoryError } = await import('../../../runtime/repository');
  const { stateFolder } = await import('../../../runtime/store/stateFolder');
  const root = await userFolder(workspace);
  const folder = path.join(stateFolder(), 'repositories');
  const index = await openRepositoryIndex({ root, folder }).catch((error: unknown) => {
    if (!(error instanceof RepositoryError)) throw error;
    throw new BadInputError(error.message, { cause: error });
  });
  try {
    return told(() => workspaceGymData(name, index, wanted));
  } finally {
    await index.close();
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
