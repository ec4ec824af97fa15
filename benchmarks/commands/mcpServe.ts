/** `whetstone mcp-serve`: functions of a workspace for any MCP client, over standard input and output. */
import type { Command } from 'commander';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';

export function addMcpServeCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  program
    .command('mcp-serve')
    .description('offer the functions of a workspace (.vscode/whetstone-functions.json) as an MCP server over stdio')
    .requiredOption('--workspace <dir>', 'folder of the workspace; its functions run, in a sandbox')
    .option('--compiler <dir>', 'TypeScript compiler (a folder of the package) for workspaces that have none')
    .action(async ({ workspace, compiler }: { readonly workspace: string; readonly compiler?: string }) => {
      const folder = path.resolve(workspace);
      const status = await stat(folder).catch(() => undefined);
      if (status?.isDirectory() !== true) throw new BadInputError(`There is no folder ${folder}.`);
      const { serveFunctions } = await import('../../runtime/tools/functions');
      const log = (message: string) => output.log(`whetstone: ${message}`);
      await serveFunctions({ workspace: folder, compiler, version: program.version() ?? '0', log }, signal);
    });
}
