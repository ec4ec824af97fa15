/** `whetstone tools`: the tools of a workspace as a model is shown them, and libraries of tools (one file a command in tools/). */
import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { ToolMode } from '../../runtime/tools/types';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { FailedCheckError } from '../core/failedCheckError';
import { openTools } from './agent/openTools';
import { terminalApprover } from './agent/terminalApprover';
import { addApplyCommand } from './tools/apply';
import { addDuplicatesCommand } from './tools/duplicates';
import { addEvaluateCommand } from './tools/evaluate';
import { addExtractCommand } from './tools/extract';
import { addGroupCommand } from './tools/group';
import { addInlineCommand } from './tools/inline';
import { addRefactorCommand } from './tools/refactor';
import { addRetrieveCommand } from './tools/retrieve';
import { addFaultsCommand } from './tools/faults';
import { addRevertCommand } from './tools/revert';
import { addScriptsCommand } from './tools/scripts';
import { addServeCommand } from './tools/serve';
import { addVerifyCommand } from './tools/verify';

interface ToolsOptions {
  readonly workspace: string;
  readonly mode: ToolMode;
  readonly trust?: true;
  readonly allowServer: readonly string[];
  readonly localOnly?: true;
  readonly scripts: boolean;
  readonly json?: true;
}

const inputSchema = z.record(z.string(), z.json());

export function addToolsCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const tools = program.command('tools').description('tools that agents have in a workspace; libraries of tools');
  addExtractCommand(tools, output, signal);
  addGroupCommand(tools, output, signal);
  addDuplicatesCommand(tools, output, signal);
  addRetrieveCommand(tools, output, signal);
  addEvaluateCommand(tools, output, signal);
  addRefactorCommand(tools, output, signal);
  addVerifyCommand(tools, output, signal);
  addFaultsCommand(tools, output, signal);
  addApplyCommand(tools, output, signal);
  addInlineCommand(tools, output, signal);
  addRevertCommand(tools, output);
  addScriptsCommand(tools, output, signal);
  addServeCommand(tools, output, signal);
  withOptions(tools.command('list').description('all tools, and why some cannot be used')).action(
    async (options: ToolsOptions) => {
      const { tools: opened } = await openTools(settings(options), output);
      try {
        await opened.registry.refresh(signal);
        const answer = { tools: opened.registry.entries(), problems: opened.registry.problems() };
        output.answer(options.json === true, answer, () =>
          [
            ...answer.tools.map(
              ({ name, risk, origin, description, disabled }) =>
                `${name.padEnd(28)} ${risk.padEnd(8)} ${origin.title}: ${disabled ?? description.split('\n')[0] ?? ''}`,
            ),
            ...answer.problems.map(
              ({ origin, tool, problem }) => `! ${origin.title}${tool === undefined ? '' : `, ${tool}`}: ${problem}`,
            ),
          ].join('\n'),
        );
      } finally {
        await opened.dispose();
      }
    },
  );
  withOptions(
    tools
      .command('call')
      .description('call a tool as a model would')
      .argument('<name>', 'name of a tool')
      .option('--input <json>', 'its input, a JSON object', '{}')
      .option('--yes', 'allow what would be asked'),
  ).action(async (name: string, options: ToolsOptions & { readonly input: string; readonly yes?: true }) => {
    const input = inputOf(options.input);
    const { tools: opened } = await openTools(settings(options), output);
    try {
      await opened.registry.refresh(signal);
      const result = await opened.registry.call(name, input, {
        ...{ signal, conversation: 'command line', approve: terminalApprover(options.yes === true, output) },
        progress: (message) => output.log(message),
      });
      const { resultText } = await import('../../runtime/tools/registry');
      output.answer(options.json === true, result, () => resultText(result));
      if (result.isError) throw new FailedCheckError(`${name} was not done.`);
    } finally {
      await opened.dispose();
    }
  });
}

function withOptions(command: Command): Command {
  return command
    .requiredOption('--workspace <dir>', 'folder whose files the tools read and change')
    .addOption(
      new Option('--mode <mode>', 'what is done without asking')
        .choices(['ask', 'read-only', 'allow-writes'])
        .default('ask'),
    )
    .option('--trust', 'programs of the workspace may be run, in the sandbox')
    .option(
      '--allow-server <name>',
      'a server of .vscode/mcp.json that may be started; repeatable',
      (name: string, all: readonly string[]) => [...all, name],
      [],
    )
    .option('--local-only', 'no server that is elsewhere is connected to')
    .option('--no-scripts', 'leave out the tools that scripts, targets and tasks of the workspace are')
    .option('--json', 'print one JSON document');
}

function settings({
  workspace,
  mode,
  trust,
  allowServer,
  localOnly,
  scripts,
}: ToolsOptions): Parameters<typeof openTools>[0] {
  const trusted = trust === true || allowServer.length > 0;
  return { workspace, mode, trust: trusted, allowServer, localOnly: localOnly === true, scripts };
}

function inputOf(text: string): z.infer<typeof inputSchema> {
  try {
    return inputSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new BadInputError(`--input must be a JSON object, e.g. {"path": "README.md"}; it is ${text}.`, {
      cause: error,
    });
  }
}
