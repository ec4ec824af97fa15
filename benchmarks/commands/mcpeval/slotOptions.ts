/** Options of what is made of servers, with a model or without. */
import type { Command } from 'commander';
import path from 'node:path';
import { readPolicyFile } from '../../mcpEval/blueprints/policy/policyFile';
import type { DrawOptions } from '../../mcpEval/blueprints/slots/drawSlots';
import { allowServers, requireAllowed } from '../../mcpEval/servers/serverConsent';
import { serverSources, setupOf } from '../../mcpEval/servers/serverSetup';
import { integer } from '../optionValues';

export interface SlotOptions {
  readonly server: readonly string[];
  readonly out: string;
  readonly count: number;
  readonly seed: number;
  readonly steps: number;
  readonly together?: true;
  readonly perState: number;
  readonly rules: number;
  readonly policy?: string;
  readonly network?: true;
  readonly allow?: true;
  readonly json?: true;
}

export function withSlotOptions(command: Command): Command {
  return command
    .requiredOption(
      '--server <spec>',
      'filesystem, memory, everything, sequential-thinking; a package or script with :args ^ENV; an address; JSON as in mcp.json',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .requiredOption('--out <folder>', 'folder of the new set')
    .option('--count <n>', 'of all servers together', integer(1, 100_000), 10)
    .option('--seed <n>', 'the same seed makes the same', integer(0, 2 ** 20), 1)
    .option('--steps <n>', 'calls in a row at most', integer(1, 8), 3)
    .option('--together', 'all servers in each; default: they take turns')
    .option('--per-state <n>', 'with one beginning state and person: only such can be joined', integer(1, 100), 2)
    .option('--rules <n>', 'standard rules of the domain in each at most', integer(0, 8), 2)
    .option('--policy <file>', 'rules of your own that hold everywhere: {"rules": [{"id", "text", "check", …}]}')
    .option('--network', 'servers may use the network; default: they have none')
    .option('--allow', 'start these servers as they are configured now, from now on');
}

/** @throws BadInputError, also where the user has not agreed to a server */
export async function drawOptions(options: SlotOptions, signal: AbortSignal): Promise<DrawOptions> {
  const servers = serverSources(options.server);
  const network = options.network === true;
  const rules = options.policy === undefined ? [] : await readPolicyFile(options.policy);
  const setups = await Promise.all(servers.map(setupOf));
  if (options.allow === true) await allowServers(setups, network);
  await requireAllowed(setups, network);
  const { seed, steps, perState: groupSize, rules: mostRules } = options;
  return { servers, network, rules, seed, steps, groupSize, mostRules, together: options.together === true, signal };
}

export const setName = (folder: string): string => path.basename(path.resolve(folder));
