/**
 * Tools that run something: a command, the tests, a task. It runs in the sandbox over a copy of the workspace, so the worst it can do
 * is to waste a minute; what it changed is told, and comes into the workspace only by a tool of its own that shows the edits first.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Json } from '../../gateway/types';
import { openSandbox, SandboxRequestError, SandboxUnavailableError } from '../sandbox';
import type { CommandOutcome, CommandRequest, CommandSandbox } from '../sandbox';
import { ToolError } from '../toolError';
import type {
  SourceTool,
  SourceTools,
  ToolContext,
  ToolPreview,
  ToolResult,
  ToolSource,
  WorkspaceHost,
} from '../types';
import { ChangeSets, describeChanges } from './changeSets';
import { outcomeText } from './outcomeText';
import { detectRunner } from './runners/detectRunner';
import type { TestRunner } from './runners/testReport';
import { quoted, readTasks } from './tasks';
import { reportText } from './reportText';

export interface ExecutionOptions {
  readonly host: WorkspaceHost;
  /** Default: the sandbox of this system. */
  readonly open?: (() => Promise<CommandSandbox>) | undefined;
}

const NOTE =
  'Runs in a sandbox over a copy of the workspace: no network, no access to other files, changes are only shown.';
const LONGEST_SECONDS = 600;

const seconds = z.number().int().min(1).max(LONGEST_SECONDS).optional();
const commandInput = z.object({ command: z.string().min(1), folder: z.string().optional(), timeout_seconds: seconds });
const testsInput = z.object({ file: z.string().optional(), name: z.string().optional(), timeout_seconds: seconds });
const taskInput = z.object({ task: z.string(), timeout_seconds: seconds });
const applyInput = z.object({ id: z.string(), paths: z.array(z.string()).optional() });

const TIMEOUT = { type: 'integer', minimum: 1, maximum: LONGEST_SECONDS, description: 'Ended after so many seconds.' };

export function executionSource({ host, open = () => openSandbox() }: ExecutionOptions): ToolSource {
  const sets = new ChangeSets();
  let opened: Promise<CommandSandbox> | undefined;
  // A system where bubblewrap is installed meanwhile needs no restart.
  const sandbox = () =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));

  const root = (): string => {
    const [first] = host.roots;
    if (first === undefined) throw new ToolError('No folder is open, so there is nothing to run in.');
    return first;
  };

  async function run(request: Omit<CommandRequest, 'folder'>, context: ToolContext): Promise<CommandOutcome> {
    if (!host.trusted) throw new ToolError('Nothing is run, because the user has not trusted this workspace.');
    try {
      const outcome = await (
        await sandbox()
      ).run({ ...request, folder: { kind: 'copy', path: root() } }, context.signal);
      context.signal.throwIfAborted();
      if (outcome.ended === 'set-up') {
        throw new ToolError(`The sandbox could not be set up: ${outcome.stderr.trim().slice(-500)}`);
      }
      return outcome;
    } catch (error) {
      if (error instanceof SandboxUnavailableError || error instanceof SandboxRequestError) {
        throw new ToolError(`${error.message} ${error.action}`);
      }
      throw error;
    }
  }

  async function told(outcome: CommandOutcome, text: string): Promise<ToolResult> {
    const set = await sets.add(root(), outcome.changes);
    const changes =
      set === undefined ? '' : `\n\nIn its copy of the workspace the command changed files:\n${describeChanges(set)}`;
    const isError = outcome.ended !== 'exit' || outcome.code !== 0;
    return { content: [{ type: 'text', text: text + changes }], isError, changed: false };
  }

  const preview = (command: string, folder = '.'): ToolPreview => ({
    kind: 'command',
    command,
    folder: path.join(root(), folder),
    note: NOTE,
  });

  const timed = (given: number | undefined, usual: number) => ({
    wallMs: (given ?? usual) * 1000,
    cpuSeconds: (given ?? usual) * 4,
  });

  function runCommand(): SourceTool {
    const checked = async (input: Json) => {
      const { command, folder = '.', timeout_seconds: limit } = commandInput.parse(input);
      const there = await stat(path.join(root(), folder)).catch(() => undefined);
      if (there?.isDirectory() !== true) throw new ToolError(`There is no folder ${folder} in the workspace.`);
      return { command, folder, limit };
    };
    return {
      name: 'run_command',
      title: 'Run Command',
      description:
        'Runs a shell command (sh) in a sandbox over a copy of the workspace and returns its output and exit status. There is no ' +
        'network. Files that it changes stay in the copy; the result lists them, and apply_command_changes takes them over.',
      inputSchema: {
        type: 'object',
        properties: {
          command: { type: 'string', description: 'A line for sh, e.g. `npx tsc --noEmit`.' },
          folder: { type: 'string', description: 'Folder of the workspace to run in, relative; default: its root.' },
          timeout_seconds: { ...TIMEOUT, default: 60 },
        },
        required: ['command'],
        additionalProperties: false,
      },
      risk: 'execute',
      timeoutMs: LONGEST_SECONDS * 1000 + 30_000,
      preview: async (input) => {
        const { command, folder } = await checked(input);
        return preview(command, folder);
      },
      run: async (input, context) => {
        const { command, folder, limit } = await checked(input);
        const outcome = await run(
          { command: { shell: command }, subfolder: folder, limits: timed(limit, 60) },
          context,
        );
        return told(outcome, outcomeText(outcome));
      },
    };
  }

  async function runner(file: string | undefined): Promise<TestRunner> {
    const found = await detectRunner(root(), file);
    if (found !== undefined) return found;
    throw new ToolError(
      'No test runner was found (looked for a test script in package.json, pytest, go.mod, Cargo.toml). Run the tests with run_command.',
    );
  }

  function runTests(): SourceTool {
    const checked = async (input: Json) => {
      const given = testsInput.parse(input);
      if (given.file?.startsWith('-') === true || given.name?.startsWith('-') === true) {
        throw new ToolError('A file or a name of a test does not begin with “-”.');
      }
      const found = await runner(given.file);
      return { given, found, words: found.command({ file: given.file, name: given.name }) };
    };
    return {
      name: 'run_tests',
      title: 'Run Tests',
      description:
        'Runs the tests of the workspace (mocha, jest, vitest, node --test, any npm test, pytest, go test, cargo test) in a sandbox ' +
        'over a copy of it. Returns how many passed and failed, with the output of the failed ones.',
      inputSchema: {
        type: 'object',
        properties: {
          file: { type: 'string', description: 'Only the tests of this file, relative to the workspace.' },
          name: { type: 'string', description: 'Only tests whose name contains this.' },
          timeout_seconds: { ...TIMEOUT, default: 300 },
        },
        additionalProperties: false,
      },
      risk: 'execute',
      timeoutMs: LONGEST_SECONDS * 1000 + 30_000,
      preview: async (input) => preview((await checked(input)).words.map(quoted).join(' ')),
      run: async (input, context) => {
        const { given, found, words } = await checked(input);
        context.progress?.(`${found.title} runs.`);
        const [program = '', ...args] = words;
        const limits = { ...timed(given.timeout_seconds, 300), outputBytes: 8 * 1024 * 1024 };
        const outcome = await run({ command: { program, args }, limits }, context);
        return told(outcome, reportText(found, outcome));
      },
    };
  }

  async function runTask(): Promise<{ tool: SourceTool | undefined; problem: string | undefined }> {
    const { tasks, problem } = await readTasks(root());
    if (tasks.length === 0) return { tool: undefined, problem };
    // Read again: the file may have changed since the tool was offered.
    const line = async (input: Json) => {
      const { task: name } = taskInput.parse(input);
      const now = await readTasks(root());
      const found = now.tasks.find((each) => each.name === name);
      if (found === undefined)
        throw new ToolError(`There is no task “${name}”. There are: ${now.tasks.map((each) => each.name).join(', ')}.`);
      return found.line();
    };
    const tool: SourceTool = {
      name: 'run_task',
      title: 'Run Task',
      description:
        'Runs a task of .vscode/tasks.json or a script of package.json in a sandbox over a copy of the workspace.',
      inputSchema: {
        type: 'object',
        properties: {
          task: { type: 'string', enum: tasks.map((each) => each.name) },
          timeout_seconds: { ...TIMEOUT, default: 300 },
        },
        required: ['task'],
        additionalProperties: false,
      },
      risk: 'execute',
      timeoutMs: LONGEST_SECONDS * 1000 + 30_000,
      preview: async (input) => preview(await line(input)),
      run: async (input, context) => {
        const shell = await line(input);
        const limits = timed(taskInput.parse(input).timeout_seconds, 300);
        const outcome = await run({ command: { shell }, limits }, context);
        return told(outcome, outcomeText(outcome));
      },
    };
    return { tool, problem };
  }

  function applyChanges(): SourceTool {
    const edits = (input: Json) => {
      const { id, paths } = applyInput.parse(input);
      return sets.edits(id, paths);
    };
    return {
      name: 'apply_command_changes',
      title: 'Take Over Changes of a Command',
      description:
        'Takes over into the workspace what an earlier run_command, run_tests or run_task changed in its copy.',
      inputSchema: {
        type: 'object',
        properties: {
          id: { type: 'string', description: 'As the result of the command names them, e.g. changes-1.' },
          paths: { type: 'array', items: { type: 'string' }, description: 'Only these files; default: all.' },
        },
        required: ['id'],
        additionalProperties: false,
      },
      risk: 'write',
      preview: (input) => Promise.resolve({ kind: 'edits', edits: edits(input) }),
      run: async (input, context) => {
        const taken = edits(input);
        if (taken.length === 0) throw new ToolError('There is nothing in these changes that can be taken over.');
        await host.apply(taken, context.signal);
        const names = taken.map((edit) => edit.path).join(', ');
        return { content: [{ type: 'text', text: `Taken over: ${names}.` }], isError: false, changed: true };
      },
    };
  }

  return {
    origin: { kind: 'workspace', id: 'execution', title: 'Commands and tests' },
    tools: async (): Promise<SourceTools> => {
      if (!host.trusted) return { tools: [], problem: 'Nothing is run before the workspace is trusted.' };
      if (host.roots.length === 0) return { tools: [] };
      try {
        await sandbox();
      } catch (error) {
        if (!(error instanceof SandboxUnavailableError)) throw error;
        return { tools: [], problem: `${error.message} ${error.action}` };
      }
      const tests = (await detectRunner(root())) === undefined ? [] : [runTests()];
      const { tool, problem } = await runTask();
      return { tools: [runCommand(), ...tests, ...(tool === undefined ? [] : [tool]), applyChanges()], problem };
    },
  };
}
