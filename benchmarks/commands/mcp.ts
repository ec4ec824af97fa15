/** `whetstone mcp`: servers of the Model Context Protocol that a workspace and the user have set up; one file a command in mcp/. */
import type { Command } from 'commander';
import type { CommandOutput } from '../core/commandOutput';
import { addCallCommand } from './mcp/call';
import { addListCommand } from './mcp/list';
import { addToolsCommand } from './mcp/tools';

export function addMcpCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const mcp = program
    .command('mcp')
    .description('servers of the Model Context Protocol: what is set up, their tools, calls');
  addListCommand(mcp, output);
  addToolsCommand(mcp, output, signal);
  addCallCommand(mcp, output, signal);
}
