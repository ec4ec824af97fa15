import type { Command } from 'commander';
import type { SourceTool } from '../../../runtime/tools/types';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { requireServer, startServers, withStart, type StartOptions } from './withServers';

interface ServerTools {
  readonly server: string;
  readonly tools: readonly Omit<SourceTool, 'run' | 'preview' | 'timeoutMs'>[];
  readonly problem: string | undefined;
}

export function addToolsCommand(mcp: Command, output: CommandOutput, signal: AbortSignal): void {
  withStart(mcp.command('tools'))
    .description('the tools of the servers, or of one')
    .option('--server <name>', 'only this one')
    .action(async (options: StartOptions) => {
      const servers = await startServers(options, output, async (opened) => {
        if (options.server !== undefined) requireServer(opened, options.server);
        const names = new Set(opened.states().map(({ name }) => name));
        const sources = opened
          .sources()
          .filter(({ origin: { id } }) => (options.server === undefined ? names.has(id) : id === options.server));
        return Promise.all(
          sources.map(async (source): Promise<ServerTools> => {
            const { tools, problem } = await source.tools(signal);
            return { server: source.origin.id, tools: tools.map(told), problem };
          }),
        );
      });
      output.answer(options.json === true, { servers }, () => servers.map(textOf).join('\n\n'));
      const without = servers.filter(({ tools, problem }) => tools.length === 0 && problem !== undefined);
      if (without.length > 0 && without.length === servers.length) {
        throw new FailedCheckError(without.map(({ server, problem }) => `${server}: ${problem ?? ''}`).join('\n'));
      }
    });
}

const told = ({ name, title, description, inputSchema, risk }: SourceTool) => ({
  ...{ name, title, description, inputSchema, risk },
});

function textOf({ server, tools, problem }: ServerTools): string {
  const lines = tools.map(({ name, description }) => `  ${name}  ${description.split('\n')[0] ?? ''}`);
  return [server, ...lines, ...(problem === undefined ? [] : [`  ${problem}`])].join('\n');
}
