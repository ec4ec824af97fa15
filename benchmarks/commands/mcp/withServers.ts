/** What the commands of `whetstone mcp` share: which servers, and whether they may be started. */
import type { Command } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { stateFolder } from '../../../runtime/store/stateFolder';
import type { McpServers } from '../../../runtime/tools/mcp';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';

export interface ServerOptions {
  readonly workspace: string;
  readonly settings?: string;
  readonly localOnly?: true;
  readonly json?: true;
}

export interface StartOptions extends ServerOptions {
  readonly server?: string;
  readonly allow?: true;
}

export function withPlaces(command: Command): Command {
  return command
    .option('--workspace <folder>', 'its .vscode/mcp.json is read', '.')
    .option('--settings <file>', 'servers of your own, in the form of mcp.json')
    .option('--local-only', 'connect to no server outside this machine')
    .option('--json', 'print one JSON document');
}

export function withStart(command: Command): Command {
  return withPlaces(command)
    .option('--allow', 'start the servers as they are configured now, from now on; look at `whetstone mcp list` before')
    .addHelpText(
      'after',
      '\nA server is a program of somebody else: what it does on the network is not held by --local-only.\n' +
        'Values for ${input:ID} come from the environment: WHETSTONE_INPUT_ID.',
    );
}

/** Opens the servers for `work`, and ends them after it. */
export async function useServers<T>(
  options: StartOptions,
  output: CommandOutput,
  work: (servers: McpServers) => Promise<T>,
): Promise<T> {
  const { AllowedServersFile, McpServerError, openMcpServers, readConfiguration } =
    await import('../../../runtime/tools/mcp');
  const workspace = path.resolve(options.workspace);
  const isFolder = await stat(workspace)
    .then((found) => found.isDirectory())
    .catch(() => false);
  if (!isFolder) throw new BadInputError(`${workspace} is no folder. Give one with --workspace.`);
  const own =
    options.settings === undefined ? undefined : readConfiguration(await textOf(options.settings), options.settings);
  const log = (line: string) => output.log(`whetstone: ${line}`);
  for (const { file, line, column, message } of own?.problems ?? []) log(`${file}:${line}:${column}: ${message}`);
  try {
    const consents = new AllowedServersFile(stateFolder());
    const servers = await openMcpServers({
      roots: [workspace],
      // Who types the command stands in for the dialog: nothing starts without --allow, now or before.
      trusted: true,
      userServers: Object.fromEntries(own?.servers ?? []),
      allowed: await consents.hashes(),
      localOnly: options.localOnly === true,
      askInput: async (_server, { id }) => process.env[`WHETSTONE_INPUT_${id.replace(/\W/g, '_').toUpperCase()}`],
      log: (server, line) => output.log(`${server}: ${line}`),
    });
    try {
      for (const { file, line, column, message } of servers.problems()) log(`${file}:${line}:${column}: ${message}`);
      if (options.allow === true) {
        for (const { name, status } of servers.states()) {
          if (status !== 'not-allowed' || (options.server !== undefined && options.server !== name)) continue;
          const { allowed } = await servers.control(name, 'allow');
          if (allowed !== undefined) await consents.add(allowed, name, workspace);
        }
      }
      return await work(servers);
    } finally {
      await servers.dispose();
    }
  } catch (error) {
    if (error instanceof McpServerError) throw new FailedCheckError(error.message);
    throw error;
  }
}

/** As `useServers`, for commands that need them running: says how what may not be started yet is allowed. */
export function startServers<T>(
  options: StartOptions,
  output: CommandOutput,
  work: (servers: McpServers) => Promise<T>,
): Promise<T> {
  return useServers(options, output, (servers) => {
    const waiting = servers
      .states()
      .filter(({ name, status }) => status === 'not-allowed' && (options.server ?? name) === name);
    for (const { name } of waiting) output.log(`whetstone: ${name} was not allowed to start; --allow allows it.`);
    return work(servers);
  });
}

/** @throws BadInputError with the names that there are */
export function requireServer(servers: McpServers, name: string): void {
  const names = servers.states().map((state) => state.name);
  if (names.includes(name)) return;
  const known = names.length === 0 ? 'None is configured.' : `Configured are: ${names.join(', ')}.`;
  throw new BadInputError(`There is no server “${name}”. ${known}`);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new BadInputError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
