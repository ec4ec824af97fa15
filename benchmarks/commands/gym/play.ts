import type { Command } from 'commander';
import { createInterface } from 'node:readline';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { EnvironmentError } from '../../userbench/environments/environmentError';
import type { Environment, Reset, Step } from '../../userbench/environments/types';
import { integer } from '../optionValues';
import type { GymChoice } from './gymSource';

interface PlayOptions extends GymChoice {
  readonly task?: string;
  readonly seed?: number;
  readonly json?: true;
}

export function addGymPlayCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('play')
    .description('play an episode yourself: one action a line on standard input, e.g. “[action] Is it alive?”')
    .requiredOption('--env <name>', 'environment, as `gym list` names it')
    .option('--task <id>', 'task; default: drawn by the seed')
    .option('--seed <n>', 'of what is drawn; default 42', integer(0, 2 ** 31 - 1))
    .option('--data <file>', 'tasks in the published form (JSON), or {"seed", "count"} for our own')
    .option('--workspace <dir>', 'repository, for the gyms on one (…-WS)')
    .option('--user <who>', 'rules (reproducible, no model), or a model that plays user and judge', 'rules')
    .option(
      '--config <file>',
      'with a model: settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama',
    )
    .option('--execute', 'let a gym that runs programs (SweGym-v0) run what is written in the sandbox, without network')
    .option('--max-steps <n>', 'steps until the episode is cut off', integer(1, 1000))
    .option('--json', 'print one JSON document: {environment, task, steps, totalReward, terminated, truncated, hidden}')
    .action(async (options: PlayOptions) => {
      const { gymSource } = await import('./gymSource');
      const source = await gymSource(options, output);
      const environment = source.open();
      try {
        const answer = await played(environment, options, output, signal);
        output.answer(options.json === true, answer, () => {
          const hidden = answer.hidden.map(({ explicit }) => `  ${explicit}`).join('\n');
          return `total reward ${Number(answer.totalReward.toFixed(4))}\nhidden was:\n${hidden}`;
        });
      } finally {
        await environment.close();
        await source.close();
      }
    });
}

/** Actions from standard input until it ends, or the episode does. */
async function played(environment: Environment, options: PlayOptions, output: CommandOutput, signal: AbortSignal) {
  const say = (text: string) => (options.json === true ? output.log(text) : output.text(`${text}\n`));
  const reset = await begun(environment.reset({ seed: options.seed, task: options.task }));
  const { system, user } = environment.instructions();
  say(`${system}\n\n${user}\n`);
  const steps: { action: string; feedback: string; code: string; reward: number }[] = [];
  let last: Step | undefined;
  for await (const line of createInterface({ input: process.stdin, signal })) {
    if (line.trim() === '') continue;
    last = await environment.step(line, signal);
    const { feedback, feedbackCode: code } = last.observation;
    steps.push({ action: line, feedback, code, reward: last.reward });
    say(`${feedback}\n  reward ${Number(last.reward.toFixed(4))}, step ${steps.length}`);
    if (last.terminated || last.truncated) break;
  }
  return {
    ...{ environment: environment.name, task: reset.info.taskId ?? null, steps },
    totalReward: steps.reduce((sum, { reward }) => sum + reward, 0),
    ...{ terminated: last?.terminated ?? false, truncated: last?.truncated ?? false },
    hidden: environment.outcome?.().preferences ?? [],
  };
}

/** @throws BadInputError for a task that there is not */
async function begun(reset: Promise<Reset>): Promise<Reset> {
  try {
    return await reset;
  } catch (error) {
    if (error instanceof EnvironmentError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}
