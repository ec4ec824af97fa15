/** `whetstone budget`: what model calls may cost and have cost; one file a command in budget/. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { addExportCommand } from './budget/export';
import { addReconcileCommand } from './budget/reconcile';
import { addRepairCommands } from './budget/repair';
import { addSetCommands } from './budget/set';
import { addStatusCommand } from './budget/status';

export function addBudgetCommand(program: Command, output: CommandOutput): void {
  const budget = program.command('budget').description('what model calls may cost, and what they have cost');
  addStatusCommand(budget, output);
  addSetCommands(budget, output);
  addExportCommand(budget, output);
  addReconcileCommand(budget, output);
  addRepairCommands(budget, output);
}
