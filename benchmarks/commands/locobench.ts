/** `whetstone locobench`: scenarios made from a repository, runs of models on them, and scores of answers. */
import type { Command } from 'commander';
import { stateFolder } from '../../runtime/store/stateFolder';
import type { CommandOutput } from '../core/commandOutput';
import { openRunStore } from '../core/runs/store/openRunStore';
import { addGenerateCommand } from './locobench/generate';
import { addReportCommands } from './locobench/report';
import { addRunCommand } from './locobench/run';
import { addRunsCommands } from './locobench/runs';
import { addScoreCommand } from './locobench/score';

export function addLocobenchCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = program.command('locobench').description('scenarios from a repository, runs of models on them, scores');
  addGenerateCommand(group, output, signal);
  addRunCommand(group, output, signal);
  addRunsCommands(group, output);
  addReportCommands(group, output, () => openRunStore({ folder: stateFolder() }));
  addScoreCommand(group, output, signal);
}
