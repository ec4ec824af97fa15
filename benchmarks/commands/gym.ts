/** `whetstone gym`: environments with simulated users, to be listed, played and served. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { addGymListCommand } from './gym/list';
import { addGymPlayCommand } from './gym/play';
import { addGymServeCommand } from './gym/serve';

export function addGymCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = program.command('gym').description('environments with simulated users (UserBench, UserRL)');
  addGymListCommand(group, output);
  addGymPlayCommand(group, output, signal);
  addGymServeCommand(group, output, signal);
}
