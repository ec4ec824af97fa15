import { allowServers } from '../../mcpEval/servers/serverConsent';
import { setupOf, type ServerSource } from '../../mcpEval/servers/serverSetup';

/** At the user's word: `--allow`. */
export async function allowSetServers(set: {
  readonly servers: readonly ServerSource[];
  readonly network: boolean;
}): Promise<void> {
  await allowServers(await Promise.all(set.servers.map(setupOf)), set.network);
}
