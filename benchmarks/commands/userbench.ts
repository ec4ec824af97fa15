/** `whetstone userbench`: whether models ask for what they are not told, and use what they learn. */
import type { Command } from 'commander';
import { stateFolder } from '../../runtime/store/stateFolder';
import type { CommandOutput } from '../core/commandOutput';
import { openRunStore } from '../core/runs/store/openRunStore';
import { addReportCommands } from './locobench/report';
import { addRunsCommands } from './locobench/runs';
import { addWorkspaceCommands } from './userbench/generate';
import { addImportCommand } from './userbench/import';
import { addUserbenchRunCommand } from './userbench/run';

export function addUserbenchCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = program
    .command('userbench')
    .description('users who do not say everything at once: runs of models, baselines, sets');
  addUserbenchRunCommand(group, output, signal);
  addRunsCommands(group, output);
  addReportCommands(group, output, () => openRunStore({ folder: stateFolder() }));
  addImportCommand(group, output);
  addWorkspaceCommands(group, output, signal);
}
