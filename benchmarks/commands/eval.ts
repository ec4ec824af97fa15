/** `whetstone eval`: one file a command beside this one. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { addEvalCachesCommand } from './evalCaches';
import { addEvalCrossFileTasksCommand } from './evalCrossFileTasks';
import { addEvalFunctionCallingCommand } from './evalFunctionCalling';
import { addEvalGateCommand } from './evalGate';
import { addEvalInfillingCommand } from './evalInfilling';
import { addEvalLengthCommand } from './evalLength';
import { addEvalRewriteCommand } from './evalRewrite';
import { addEvalRoutingCommand } from './evalRouting';
import { addEvalSuiteCommand } from './evalSuite';
import { addEvalToolSelectionCommand } from './evalToolSelection';

export function addEvalCommands(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const evaluation = program.command('eval').description('measure the quality of a model');
  addEvalInfillingCommand(evaluation, output, signal);
  addEvalSuiteCommand(evaluation, output, signal);
  addEvalCrossFileTasksCommand(evaluation, output, signal);
  addEvalGateCommand(evaluation, output, signal);
  addEvalFunctionCallingCommand(evaluation, output, signal);
  addEvalToolSelectionCommand(evaluation, output);
  addEvalLengthCommand(evaluation, output, signal);
  addEvalRewriteCommand(evaluation, output, signal);
  addEvalCachesCommand(evaluation, output, signal);
  addEvalRoutingCommand(evaluation, output, signal);
}
