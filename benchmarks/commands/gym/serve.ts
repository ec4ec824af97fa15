import { Option, type Command } from 'commander';
import { once } from 'node:events';
import type { CommandOutput } from '../../core/commandOutput';
import { integer } from '../optionValues';
import type { GymChoice } from './gymSource';

interface ServeOptions extends GymChoice {
  readonly port: number;
  readonly token?: string;
  readonly sessions: number;
  readonly idle: number;
  readonly json?: true;
}

export function addGymServeCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('serve')
    .description('serve an environment to programs that speak OpenEnv (HTTP, WebSocket /ws, MCP /mcp)')
    .option('--env <name>', 'environment, as `gym list` names it', 'FunctionGym-v0')
    .option('--data <file>', 'tasks in the published form (JSON), or {"seed", "count"} for our own')
    .option('--workspace <dir>', 'repository, for the gyms on one (…-WS)')
    .option('--user <who>', 'rules (reproducible, no model), or a model that plays user and judge', 'rules')
    .option(
      '--config <file>',
      'with a model: settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama',
    )
    .option('--execute', 'let a gym that runs programs (SweGym-v0) run what is written in the sandbox, without network')
    .option('--max-steps <n>', 'steps until an episode is cut off', integer(1, 1000))
    .option('--port <n>', 'port on 127.0.0.1; 0: any that is free', integer(0, 65_535), 0)
    .addOption(
      new Option('--token <token>', 'token that clients have to send; default: a new one').env('WHETSTONE_TOKEN'),
    )
    .option('--sessions <n>', 'sessions at a time', integer(1, 10_000), 64)
    .option('--idle <seconds>', 'sessions that nobody used for so long are closed', integer(1, 86_400), 600)
    .option('--json', 'print one JSON document: {url, token, environment}')
    .action(async (options: ServeOptions) => {
      const { gymSource } = await import('./gymSource');
      const { OpenEnvServer } = await import('../../userbench/openenv/openEnvServer');
      const { kind, open, close } = await gymSource(options, output);
      const server = await OpenEnvServer.start({
        ...{ kind, open, version: group.parent?.version() ?? '0' },
        ...{ port: options.port, token: options.token, capacity: options.sessions, idleMs: 1000 * options.idle },
      });
      const answer = { url: server.url, token: server.token, environment: kind.name };
      output.answer(options.json === true, answer, () => `${server.url}\ntoken ${server.token}`);
      output.log(`whetstone: Serving ${kind.name}. Ctrl+C ends it.`);
      if (!signal.aborted) await once(signal, 'abort');
      await server.close();
      await close();
    });
}
