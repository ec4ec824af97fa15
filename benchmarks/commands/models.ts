/** `whetstone models`: one file a command in models/. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { addConvertCommand } from './models/convert';
import { addInspectCommand } from './models/inspect';
import { addManageCommands } from './models/manage';

export function addModelsCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const models = program.command('models').description('find, download, convert, check and remove models');
  addConvertCommand(models, output, signal);
  addInspectCommand(models, output);
  addManageCommands(models, output, signal);
}
