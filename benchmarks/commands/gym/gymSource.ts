import { plainJson } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import { readUserJson } from '../../core/userJson';
import { EnvironmentError } from '../../userbench/environments/environmentError';
import { environmentKind, type EnvironmentKind } from '../../userbench/environments/registry';
import type { Environment } from '../../userbench/environments/types';

export interface GymChoice {
  readonly env: string;
  readonly data?: string;
  readonly maxSteps?: number;
}

export interface GymSource {
  readonly kind: EnvironmentKind;
  /** Users by rules. */
  readonly open: () => Environment;
}

/**
 * The environment that the options name, opened once so that bad data are told at once.
 * @throws BadInputError
 */
export async function gymSource({ env, data: file, maxSteps }: GymChoice): Promise<GymSource> {
  const data = file === undefined ? undefined : plainJson(await readUserJson(file));
  const configuration = maxSteps === undefined ? undefined : { maxSteps };
  return told(() => {
    const kind = environmentKind(env);
    const open = () => kind.open({ data, configuration });
    open();
    return { kind, open };
  });
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
