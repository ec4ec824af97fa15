/** Functions of the workspace as tools. */
import { watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { type CommandSandbox, openSandbox, SandboxRequestError, SandboxUnavailableError } from '../sandbox';
import { ToolError } from '../toolError';
import type { SourceTool, SourceTools, ToolResult, ToolSource, WorkspaceHost } from '../types';
import { FUNCTIONS_FILE, readFunctionsFile, schemaProblem } from './functionsFile';
import { type CallableFunction, WorkspaceFunctions } from './workspaceFunctions';

export interface FunctionSourceOptions {
  readonly host: Pick<WorkspaceHost, 'roots' | 'trusted'>;
  /** Default: the sandbox of this system. */
  readonly open?: (() => Promise<CommandSandbox>) | undefined;
  /** Folder of a TypeScript compiler for workspaces that have none. */
  readonly compiler?: string | undefined;
}

const PRINTED_CHARACTERS = 4_000;

export function functionSource({ host, open = () => openSandbox(), compiler }: FunctionSourceOptions): ToolSource {
  let opened: Promise<CommandSandbox> | undefined;
  const watchers = new Set<FSWatcher>();

  function toTool(one: CallableFunction, functions: WorkspaceFunctions): SourceTool {
    return {
      name: one.name,
      title: one.name,
      description: one.description === '' ? `${one.function} in ${one.file}` : one.description,
      inputSchema: one.schema,
      risk: 'execute',
      timeoutMs: one.timeoutMs + 30_000,
      run: async (input, context): Promise<ToolResult> => {
        if (!host.trusted) throw new ToolError('Nothing is run, because the user has not trusted this workspace.');
        const { value, printed, changed } = await functions.call(one, input, context.signal);
        const notes: string[] = [];
        if (printed.trim() !== '') notes.push(`It printed:\n${printed.trimEnd().slice(-PRINTED_CHARACTERS)}`);
        if (changed.length > 0)
          notes.push(`It wrote ${changed.slice(0, 20).join(', ')} in its copy of the workspace; that is gone.`);
        const text = notes.join('\n');
        return {
          content: [{ type: 'json', value }, ...(text === '' ? [] : [{ type: 'text', text } as const])],
          isError: false,
          changed: false,
        };
      },
    };
  }

  return {
    origin: { kind: 'function', id: FUNCTIONS_FILE, title: 'Functions of the workspace' },
    tools: async (signal): Promise<SourceTools> => {
      const [root] = host.roots;
      if (root === undefined) return { tools: [] };
      const declared = await readFunctionsFile(root);
      if (declared.functions.length === 0) return { tools: [], problem: joined(declared.problems) };
      if (!host.trusted) return { tools: [], problem: 'Functions of the workspace are not run before it is trusted.' };
      try {
        const sandbox = await (opened ??= open());
        const functions = new WorkspaceFunctions(root, sandbox, compiler);
        const { callable, problems } = await functions.describe(declared.functions, signal);
        signal.throwIfAborted();
        const broken = callable.flatMap((one) => {
          const problem = schemaProblem(one.schema);
          return problem === undefined ? [] : [`${one.name}: its schema is not valid: ${problem}`];
        });
        const tools = callable.map((one) => toTool(one, functions));
        return { tools, problem: joined([...declared.problems, ...problems, ...broken]) };
      } catch (error) {
        opened = undefined;
        if (error instanceof SandboxUnavailableError || error instanceof SandboxRequestError) {
          return { tools: [], problem: `${error.message} ${error.action}` };
        }
        throw error;
      }
    },
    onChange: (listener) => {
      const [root] = host.roots;
      if (root === undefined) return () => undefined;
      let timer: NodeJS.Timeout | undefined;
      try {
        // The folder, because editors replace the file when they save it.
        const watcher = watch(path.join(root, path.dirname(FUNCTIONS_FILE)), (_, name) => {
          if (name !== path.basename(FUNCTIONS_FILE)) return;
          clearTimeout(timer);
          timer = setTimeout(listener, 200);
        });
        watcher.on('error', () => watcher.close());
        watchers.add(watcher);
        return () => {
          clearTimeout(timer);
          watcher.close();
        };
      } catch {
        // No folder .vscode yet.
        return () => undefined;
      }
    },
    dispose: () => {
      for (const watcher of watchers) watcher.close();
      return Promise.resolve();
    },
  };
}

function joined(problems: readonly string[]): string | undefined {
  return problems.length === 0 ? undefined : problems.join(' ');
}
