/** `whetstone locobench`: scenarios made from a repository, and scores of answers to them. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { addScoreCommand } from './locobench/score';

export function addLocobenchCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = program.command('locobench').description("scenarios in LoCoBench's form");
  addScoreCommand(group, output, signal);
}
