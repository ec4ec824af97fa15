/** `whetstone mcpeval`: tasks for the tools of real MCP servers, runs of models on them, comparison and judges in MCPEval's forms. */
import type { Command } from 'commander';
import { stateFolder } from '../../runtime/store/stateFolder';
import type { CommandOutput } from '../core/commandOutput';
import { openRunStore } from '../core/runs/store/openRunStore';
import { addReportCommands } from './locobench/report';
import { addRunCommand } from './locobench/run';
import { addRunsCommands } from './locobench/runs';
import { addAnalyseCommands } from './mcpeval/analyse';
import { addBlueprintCommands } from './mcpeval/blueprints';
import { addMakeCommands } from './mcpeval/make';
import { addResultsCommand } from './mcpeval/results';
import { mcpEvalRun } from './mcpeval/runExtras';
import { addTrajectoryCommands } from './mcpeval/trajectories';

export function addMcpEvalCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = program.command('mcpeval').description('tasks for MCP servers, runs of models on them, judges');
  addMakeCommands(group, output, signal);
  addRunCommand(group, output, signal, mcpEvalRun);
  addRunsCommands(group, output);
  addReportCommands(group, output, () => openRunStore({ folder: stateFolder() }));
  addResultsCommand(group, output);
  addAnalyseCommands(group, output, signal);
  addBlueprintCommands(group, output, signal);
  addTrajectoryCommands(group, output, signal);
}
