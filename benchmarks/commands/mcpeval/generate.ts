/** `whetstone mcpeval generate`: sets of tasks of which each is proved by doing it. */
import type { Command } from 'commander';
import path from 'node:path';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { allowServers, requireAllowed } from '../../mcpEval/servers/serverConsent';
import { serverSources, setupOf } from '../../mcpEval/servers/serverSetup';
import { makeModelTaskSet } from '../../mcpEval/tasks/makeModelTaskSet';
import { makeTaskSet } from '../../mcpEval/tasks/makeTaskSet';
import { gatewayTaskModel } from '../../mcpEval/tasks/taskModel';
import type { TaskSet } from '../../mcpEval/tasks/taskSet';
import { openCommandGateway } from '../commandGateway';
import { integer } from '../optionValues';

interface GenerateOptions {
  readonly server: readonly string[];
  readonly out: string;
  readonly count: number;
  readonly seed: number;
  readonly steps: number;
  readonly model?: string;
  readonly verifier?: string;
  readonly licence?: string;
  readonly maxTurns: number;
  readonly config?: string;
  readonly network?: true;
  readonly allow?: true;
  readonly json?: true;
}

export function addGenerateCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('generate')
    .description(
      "make tasks from servers' tools, each proved by executing it; without --model from schemas and state alone",
    )
    .requiredOption(
      '--server <spec>',
      'filesystem, memory, everything, sequential-thinking; a package or script with :args ^ENV; an address; JSON as in mcp.json',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .requiredOption('--out <folder>', 'folder of the new set')
    .option('--count <n>', 'tasks of all servers together', integer(1, 10_000), 10)
    .option('--seed <n>', 'the same seed makes the same tasks', integer(0, 2 ** 20), 1)
    .option('--steps <n>', 'calls of a task at most, without --model', integer(1, 8), 3)
    .option('--model <id>', 'a model that makes tasks up')
    .option('--verifier <id>', 'a model that does them for the ground truth; default: the same')
    .option('--licence <text>', "what the generating model's licence says of its output; kept in each row")
    .option('--max-turns <n>', 'replies of the verifier for a task at most', integer(1, 100), 10)
    .option('--config <file>', 'settings of the gateway (JSON)')
    .option('--network', 'servers may use the network; default: they have none')
    .option('--allow', 'start these servers as they are configured now, from now on')
    .option('--json', 'print one JSON document: {folder, tasks, rejects}')
    .action(async (options: GenerateOptions) => {
      const servers = serverSources(options.server);
      const network = options.network === true;
      const setups = await Promise.all(servers.map(setupOf));
      if (options.allow === true) await allowServers(setups, network);
      await requireAllowed(setups, network);
      const shared = {
        ...{
          name: path.basename(path.resolve(options.out)),
          servers,
          network,
          count: options.count,
          seed: options.seed,
        },
        ...{ folder: options.out, signal, log: (line: string) => output.log(line) },
        onProgress: ({ done, total, rejected }: { done: number; total: number; rejected: number }) =>
          output.progress(`${done}/${total} tasks, ${rejected} not taken`, done === total),
      };
      const made =
        options.model === undefined
          ? await makeTaskSet({ ...shared, steps: options.steps })
          : await byModel(options.model, options, shared);
      answer(options.out, made);
      if (made.tasks.length < options.count) {
        throw new FailedCheckError(
          `${made.tasks.length} of ${options.count} tasks could be made. What was made is kept.`,
        );
      }
    });

  async function byModel(
    model: string,
    options: GenerateOptions,
    shared: Omit<Parameters<typeof makeModelTaskSet>[0], 'model' | 'verifier' | 'generator' | 'maxTurns'>,
  ): Promise<TaskSet> {
    const maker = await openCommandGateway(model, options.config, output);
    try {
      const ask = gatewayTaskModel(maker.gateway, maker.model);
      const verifier = options.verifier === undefined ? ask : gatewayTaskModel(maker.gateway, options.verifier);
      const generator = { kind: 'model' as const, model: maker.model, licence: options.licence ?? 'not told' };
      return await makeModelTaskSet({ ...shared, model: ask, verifier, generator, maxTurns: options.maxTurns });
    } finally {
      await maker.close();
    }
  }

  function answer(folder: string, { set, tasks }: TaskSet): void {
    const told = { folder: path.resolve(folder), tasks: tasks.length, rejects: set.rejects };
    output.answer(true, told, () => '');
  }
}
