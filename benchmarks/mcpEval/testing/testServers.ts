/** Servers for tests: those that are published, and one that does everything wrong. */
import path from 'node:path';
import { serverSources, setupOf, type ServerSetup } from '../servers/serverSetup';
import { TaskServers, type TaskServersOptions } from '../servers/taskServers';

export const badServer = (kept: string): string =>
  JSON.stringify({ name: 'bad', command: process.execPath, args: [path.join(__dirname, 'badServer.mjs'), kept] });

export async function setups(...specs: readonly string[]): Promise<readonly ServerSetup[]> {
  return Promise.all(serverSources(specs).map(setupOf));
}

export async function withServers<T>(
  options: Partial<TaskServersOptions> & Pick<TaskServersOptions, 'setups'>,
  work: (servers: TaskServers) => Promise<T>,
): Promise<T> {
  const servers = await TaskServers.open({
    network: false,
    log: () => undefined,
    signal: new AbortController().signal,
    ...options,
  });
  try {
    return await work(servers);
  } finally {
    await servers.close();
  }
}
