import { EvaluationError } from '../../core/runs/evaluationError';
import { requireAllowed } from '../servers/serverConsent';
import { setupOf, type ServerSetup, type ServerSource } from '../servers/serverSetup';

interface SetServers {
  readonly servers: readonly ServerSource[];
  readonly network: boolean;
}

/**
 * How the servers of a set's rows are started on this machine.
 * @throws BadInputError where the user has not agreed to one of them
 */
export async function setupsFor(
  { servers, network }: SetServers,
  mayExecute: boolean,
): Promise<(row: { readonly servers: readonly string[] }) => Promise<readonly ServerSetup[]>> {
  const setups = await Promise.all(servers.map(setupOf));
  if (mayExecute) await requireAllowed(setups, network);
  return (row) => {
    if (mayExecute) return Promise.resolve(setups.filter(({ name }) => row.servers.includes(name)));
    throw new EvaluationError('not-measured', 'Its servers are needed, and nothing may be started.');
  };
}
