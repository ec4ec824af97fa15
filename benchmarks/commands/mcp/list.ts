import type { Command } from 'commander';
import type { McpServerState } from '../../../runtime/agent/protocol';
import type { CommandOutput } from '../../core/commandOutput';
import { useServers, withPlaces, type ServerOptions } from './withServers';

export function addListCommand(mcp: Command, output: CommandOutput): void {
  withPlaces(mcp.command('list'))
    .description('the servers that are set up, and whether they may be started; starts none')
    .action(async (options: ServerOptions) => {
      const answer = await useServers(options, output, async (servers) => ({
        servers: servers.states(),
        problems: servers.problems(),
      }));
      output.answer(options.json === true, answer, () =>
        answer.servers.length === 0 ? 'No server is set up.' : answer.servers.map(lineOf).join('\n'),
      );
    });
}

function lineOf({ name, from, config, status }: McpServerState): string {
  const what = config.type === 'stdio' ? [config.command, ...(config.args ?? [])].join(' ') : config.url;
  return `${name}  (${from}, ${status === 'not-allowed' ? 'not allowed' : 'allowed'})  ${what}`;
}
