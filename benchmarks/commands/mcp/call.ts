import type { Command } from 'commander';
import { z } from 'zod';
import type { Json } from '../../../runtime/gateway/types';
import type { ToolResult } from '../../../runtime/tools/types';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { requireServer, startServers, withStart, type StartOptions } from './withServers';

interface CallOptions extends StartOptions {
  readonly server: string;
  readonly tool: string;
  readonly input: string;
}

export function addCallCommand(mcp: Command, output: CommandOutput, signal: AbortSignal): void {
  withStart(mcp.command('call'))
    .description('call a tool of a server; its answer is data of somebody else')
    .requiredOption('--server <name>', 'the server')
    .requiredOption('--tool <name>', 'the tool, as the server calls it')
    .option('--input <json>', 'its arguments', '{}')
    .action(async (options: CallOptions) => {
      const input = inputOf(options.input);
      const result = await startServers(options, output, async (servers) => {
        requireServer(servers, options.server);
        const source = servers.sources().filter(({ origin: { id } }) => id === options.server);
        const { openToolRegistry } = await import('../../../runtime/tools/registry');
        const registry = openToolRegistry({ sources: source });
        await registry.refresh(signal);
        const entry = registry.entries().find(({ sourceName }) => sourceName === options.tool);
        if (entry === undefined) {
          const problem = registry.problems()[0]?.problem;
          const names = registry.entries().map(({ sourceName }) => sourceName);
          if (names.length === 0 && problem !== undefined) throw new FailedCheckError(problem);
          throw new BadInputError(`There is no tool “${options.tool}”. There are: ${names.join(', ') || 'none'}.`);
        }
        return registry.call(entry.name, input, {
          signal,
          // Who types the command has said what is to be called.
          approve: async () => ({ kind: 'allowed', remember: 'once' }),
          conversation: 'command line',
          progress: (message) => output.log(message),
        });
      });
      const { handled: _, ...answer } = result;
      output.answer(options.json === true, answer, () => textOf(answer));
      if (result.isError) throw new FailedCheckError('The tool says that it failed; its answer says why.');
    });
}

function inputOf(text: string): Json {
  try {
    return z.record(z.string(), z.json()).parse(JSON.parse(text));
  } catch {
    throw new BadInputError('--input must be a JSON object, e.g. {"path": "a.txt"}.');
  }
}

function textOf({ content, cut }: Omit<ToolResult, 'handled'>): string {
  const parts = content.map((part) => {
    switch (part.type) {
      case 'text':
        return part.text;
      case 'json':
        return JSON.stringify(part.value, null, 2);
      case 'blob':
        return `[${part.mediaType}, ${part.bytes} bytes: ${part.note}]`;
    }
  });
  return [...parts, ...(cut === undefined ? [] : [`[${cut}]`])].join('\n');
}
