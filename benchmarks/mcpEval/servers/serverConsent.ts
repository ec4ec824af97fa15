/** Servers are programs of others: none is started before the user has agreed to this very configuration. */
import { createHash } from 'node:crypto';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { AllowedServersFile, consentHash } from '../../../runtime/tools/mcp';
import { BadInputError } from '../../core/badInputError';
import type { ServerSetup } from './serverSetup';

/** What `${workspaceFolder}` stands for where it is agreed to: a new folder each time. */
const ANY_TASK = 'a new folder for each task';

export async function serverHash({ name, config }: ServerSetup, network: boolean): Promise<string> {
  const hash = await consentHash({ name, from: 'user', config, folder: ANY_TASK });
  return network ? createHash('sha256').update(`network ${hash}`).digest('hex') : hash;
}

/** The servers that nobody has agreed to yet. */
export async function unallowedServers(
  setups: readonly ServerSetup[],
  network: boolean,
): Promise<readonly ServerSetup[]> {
  const known = new Set(await new AllowedServersFile(stateFolder()).hashes());
  const waiting: ServerSetup[] = [];
  for (const setup of setups) if (!known.has(await serverHash(setup, network))) waiting.push(setup);
  return waiting;
}

/** At the user's word. */
export async function allowServers(setups: readonly ServerSetup[], network: boolean): Promise<void> {
  const file = new AllowedServersFile(stateFolder());
  for (const setup of setups) await file.add(await serverHash(setup, network), setup.name, 'evaluation');
}

/** @throws BadInputError that shows what would be started */
export async function requireAllowed(setups: readonly ServerSetup[], network: boolean): Promise<void> {
  const waiting = await unallowedServers(setups, network);
  if (waiting.length === 0) return;
  const told = waiting.map((setup) => `  ${setup.name}: ${whatRuns(setup)}`).join('\n');
  throw new BadInputError(
    `These servers would be started${network ? ', with the network' : ''}, and nobody has agreed to that yet:\n${told}\nLook at them, then give --allow.`,
  );
}

export function whatRuns({ config }: ServerSetup): string {
  if (config.type !== 'stdio') return config.url;
  const variables = Object.entries(config.env ?? {}).map(([name, value]) => `${name}=${value ?? ''}`);
  return [...variables, config.command, ...(config.args ?? [])].join(' ');
}
