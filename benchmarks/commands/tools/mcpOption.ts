import type { Command } from 'commander';
import { stateFolder } from '../../../runtime/store/stateFolder';
import {
  ExtractionError,
  liveServerTools,
  namedServers,
  type LiveTools,
  type WaitingServer,
} from '../../../runtime/toolLibrary/extraction';
import { AllowedServersFile, McpServerError } from '../../../runtime/tools/mcp';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import path from 'node:path';

export interface McpOptions {
  readonly mcp: readonly string[];
  readonly allow?: true;
  readonly localOnly?: true;
}

export const withMcp = (command: Command): Command =>
  command
    .option(
      '--mcp <server>',
      'tools of a running MCP server too: a file like mcp.json, an address, or a command in quotes; repeatable',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .option('--allow', 'with --mcp: start these servers as they are configured now, from now on')
    .option('--local-only', 'with --mcp: connect to no server outside this machine');

/**
 * Tools of the servers that were named, each of which was allowed, now or before.
 * @throws BadInputError where one is not, with what would be started; FailedCheckError where none has a tool
 */
export async function toolsOfServers(
  { mcp, allow, localOnly }: McpOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<LiveTools> {
  const log = (line: string) => output.log(line);
  try {
    const named = await namedServers(mcp);
    for (const problem of named.problems) log(problem);
    const consents = new AllowedServersFile(stateFolder());
    const agree = async (waiting: readonly WaitingServer[]): Promise<readonly string[]> => {
      if (allow !== true) throw new BadInputError(notAllowed(waiting));
      for (const { name, hash, runs } of waiting) {
        log(`${name} is started: ${runs}`);
        await consents.add(hash, name, process.cwd());
      }
      return waiting.map(({ hash }) => hash);
    };
    const found = await liveServerTools({
      ...{ named, folder: process.cwd(), allowed: await consents.hashes(), localOnly: localOnly === true },
      askInput: async (_server, { id }) => process.env[`WHETSTONE_INPUT_${id.replace(/\W/g, '_').toUpperCase()}`],
      ...{ log, agree, signal },
    });
    for (const { path: place, problem } of found.problems) log(`${place}: ${problem}`);
    if (found.tools.length > 0) return found;
    const why = found.problems.map(({ problem }) => problem).join(' ');
    throw new FailedCheckError(`No server has a tool. ${why}`.trim());
  } catch (error) {
    if (error instanceof ExtractionError) throw new BadInputError(error.message, { cause: error });
    if (error instanceof McpServerError) throw new FailedCheckError(error.message);
    throw error;
  }
}

function notAllowed(waiting: readonly WaitingServer[]): string {
  const lines = waiting.map(({ name, runs }) => `  ${name}: ${runs}`);
  return `Nobody has allowed yet to start\n${lines.join('\n')}\nA server is a program of somebody else. Look at it, then say --allow.`;
}

/** A folder for collections that come from servers alone. */
export const serversRoot = (): string => path.resolve('.');
