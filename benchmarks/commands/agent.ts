/** `whetstone agent`: a model with the tools of a workspace, from a prompt to an answer; each step is in a trace. */
import { Option, type Command } from 'commander';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { AgentEvent, TraceRun } from '../../runtime/agent/protocol';
import type { ToolMode } from '../../runtime/tools/types';
import { stateFolder } from '../../runtime/store/stateFolder';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { FailedCheckError } from '../core/failedCheckError';
import { openTools } from './agent/openTools';
import { openCommandGateway } from './commandGateway';
import { terminalApprover } from './agent/terminalApprover';
import { integer } from './optionValues';

interface AgentOptions {
  readonly workspace: string;
  readonly model?: string;
  readonly prompt?: string;
  readonly resume?: string;
  readonly mode: ToolMode;
  readonly yes?: true;
  readonly trust?: true;
  readonly allowServer: readonly string[];
  readonly maxSteps?: number;
  readonly maxTools: number;
  readonly ceiling?: string;
  readonly localOnly?: true;
  readonly scripts: boolean;
  readonly config?: string;
  readonly json?: true;
}

export function addAgentCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  program
    .command('agent')
    .description('give a task to a model that uses the tools of a workspace')
    .requiredOption('--workspace <dir>', 'folder whose files the tools read and change')
    .option('--model <id>', 'a model by its id, the path of a GGUF file, "auto" or "local"; default: auto')
    .option('--prompt <text>', 'the task')
    .option('--resume <run>', 'go on with a run that has no answer, instead of a new task')
    .addOption(
      new Option('--mode <mode>', 'what is done without asking')
        .choices(['ask', 'read-only', 'allow-writes'])
        .default('ask'),
    )
    .option('--yes', 'allow everything that would be asked')
    .option('--trust', 'programs of the workspace may be run, in the sandbox')
    .option(
      '--allow-server <name>',
      'a server of .vscode/mcp.json that may be started; repeatable',
      (name: string, all: readonly string[]) => [...all, name],
      [],
    )
    .option('--no-scripts', 'offer no tool for each script, target and task of the workspace')
    .option('--max-steps <n>', 'calls of the model at most', integer(1, 1000))
    .option('--max-tools <n>', 'tools shown to the model at once', integer(1, 128), 16)
    .option('--ceiling <usd>', 'dollars that the run may cost at most')
    .option('--local-only', 'nothing leaves this machine')
    .option('--config <file>', 'settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample: whetstone agent --workspace . --model auto --prompt "Where is the port set?"')
    .action(async (options: AgentOptions) => {
      const { run, text } = await runAgent(options, output, signal);
      output.answer(options.json === true, { run, text }, () => (options.json === true ? text : ''));
      if (run.status === 'answered') return;
      throw new FailedCheckError(
        `The run ${run.id} ended: ${run.status}. ${run.problem ?? ''} Go on with --resume ${run.id}.`,
      );
    });
}

async function runAgent(
  options: AgentOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<{ readonly run: TraceRun; readonly text: string }> {
  const { prompt, resume, mode, maxSteps, maxTools } = options;
  if ((prompt === undefined || prompt.trim() === '') === (resume === undefined)) {
    throw new BadInputError('Give either --prompt with a task, or --resume with the id of a run.');
  }
  const ceiling = options.ceiling === undefined ? undefined : microDollars(options.ceiling);
  const { Agent, openTraces } = await import('../../runtime/agent');
  const localOnly = options.localOnly === true;
  const { tools, folder } = await openTools(
    { ...options, localOnly, trust: options.trust === true || options.yes === true },
    output,
  );
  const { gateway, model, close } = await openCommandGateway(options.model ?? 'auto', options.config, output).catch(
    async (error: unknown) => {
      await tools.dispose();
      throw error;
    },
  );
  const traces = await openTraces({ folder: stateFolder() });
  let text = '';
  const emit = (event: AgentEvent) => {
    if (event.type === 'end') ({ text } = event);
    tell(event, options.json === true, output);
  };
  try {
    const agent = new Agent({
      ...{ registry: tools.registry, traces, maxTools, workspace: path.basename(folder) },
      generate: (request, inner) => gateway.generate(request, inner),
    });
    const watch = { approve: terminalApprover(options.yes === true, output), emit, signal };
    const run =
      resume === undefined
        ? await agent.run(
            {
              ...{ prompt: prompt ?? '', model, conversation: randomUUID(), mode },
              ...{ maxSteps, ceiling, localOnly },
            },
            watch,
          )
        : await agent.resume(resume, watch, {
            model: options.model === undefined ? undefined : model,
            maxSteps,
            ceiling,
          });
    return { run, text };
  } finally {
    traces.close();
    await tools.dispose();
    await close();
  }
}

function tell(event: AgentEvent, quiet: boolean, output: CommandOutput): void {
  switch (event.type) {
    case 'run':
      output.log(`Run ${event.run}`);
      break;
    case 'text':
      if (!quiet) output.text(event.text);
      break;
    case 'tool':
      output.log(`${event.title}: ${shortened(JSON.stringify(event.input))}`);
      break;
    case 'progress':
    case 'warning':
      output.log(event.message);
      break;
    case 'step':
      if (event.step.kind === 'note') output.log(event.step.text);
      else if (event.step.kind === 'tool' && event.step.isError) output.log(`  ${shortened(event.step.output)}`);
      break;
    case 'reasoning':
    case 'end':
      break;
  }
}

function shortened(text: string): string {
  const line = text.replaceAll('\n', ' ');
  return line.length <= 160 ? line : `${line.slice(0, 157)}...`;
}

function microDollars(text: string): number {
  if (!/^\d+(\.\d{1,6})?$/.test(text)) {
    throw new BadInputError(`--ceiling must be dollars, e.g. 0.25; it is "${text}".`);
  }
  return Math.round(Number(text) * 1e6);
}
