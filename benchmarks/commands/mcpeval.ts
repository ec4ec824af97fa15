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
import { addEvaluateMultiTurnCommand } from './mcpeval/evaluateMultiTurn';
import { addGenerateCommand } from './mcpeval/generate';
import { addResultsCommand } from './mcpeval/results';
import { mcpEvalRun } from './mcpeval/runExtras';
import { addScenarioCommand } from './mcpeval/scenarios';
import { simulateRun } from './mcpeval/simulate';
import { addSplitCommand } from './mcpeval/splitData';
import { addTrajectoryCommands } from './mcpeval/trajectories';
import { addVerifyCommand } from './mcpeval/verify';

export function addMcpEvalCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = program.command('mcpeval').description('tasks for MCP servers, runs of models on them, judges');
  addGenerateCommand(group, output, signal);
  addVerifyCommand(group, output, signal);
  addSplitCommand(group, output);
  addScenarioCommand(group, output, signal);
  addRunCommand(group, output, signal, mcpEvalRun);
  addRunCommand(group, output, signal, simulateRun);
  addEvaluateMultiTurnCommand(group, output, signal);
  addRunsCommands(group, output);
  addReportCommands(group, output, () => openRunStore({ folder: stateFolder() }));
  addResultsCommand(group, output);
  addAnalyseCommands(group, output, signal);
  addBlueprintCommands(group, output, signal);
  addTrajectoryCommands(group, output, signal);
}
