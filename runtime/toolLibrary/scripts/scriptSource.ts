/** Scripts of the workspace, and operations of its APIs, as tools that can be called. */
import path from 'node:path';
import { watchFiles } from '../../files';
import type { Json } from '../../gateway/types';
import { outcomeText } from '../../tools/execution';
import { type CommandSandbox, openSandbox, SandboxRequestError, SandboxUnavailableError } from '../../tools/sandbox';
import { ToolError } from '../../tools/toolError';
import type { SourceTool, SourceTools, ToolResult, ToolSource, WorkspaceHost } from '../../tools/types';
import { inputSchemaOf } from './inputSchema';
import { type ApiServer, callOperation, loopbackUrl } from './openApi/callOperation';
import type { ApiDocument, ApiOperation } from './openApi/readDocument';
import { findScripts, scriptFiles } from './findScripts';
import { runScript } from './runScript';
import type { ScriptTool } from './types';

export interface ScriptSourceOptions {
  readonly host: Pick<WorkspaceHost, 'roots' | 'trusted'>;
  /** Default: the sandbox of this system. */
  readonly open?: (() => Promise<CommandSandbox>) | undefined;
  /** Programs whose help was read with the user's consent. */
  readonly programs?: readonly ScriptTool[] | undefined;
  /** Documents with the server that the user named for each. */
  readonly apis?: readonly { readonly document: ApiDocument; readonly server: ApiServer }[] | undefined;
}

/** Milliseconds that a script may take. */
const wallMs = 300_000;

export function scriptSource({
  host,
  open = () => openSandbox(),
  programs = [],
  apis = [],
}: ScriptSourceOptions): ToolSource {
  let opened: Promise<CommandSandbox> | undefined;
  const sandbox = (): Promise<CommandSandbox> =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));

  /** Why nothing can be run here. */
  const unavailable = async (): Promise<string | undefined> => {
    try {
      await sandbox();
      return undefined;
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      return `${error.message} ${error.action}`;
    }
  };

  const toolOf = (tool: ScriptTool, root: string): SourceTool => ({
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: inputSchemaOf(tool.parameters),
    risk: 'execute',
    timeoutMs: wallMs + 30_000,
    preview: async (input) => ({
      kind: 'command',
      command: tool.line(argumentsOf(input)),
      folder: root,
      note: 'Runs in a sandbox over a copy of the workspace: no network, changes are gone afterwards.',
    }),
    run: async (input, context): Promise<ToolResult> => {
      if (!host.trusted) throw new ToolError('Nothing is run, because the user has not trusted this workspace.');
      try {
        const options = { root, sandbox: await sandbox(), signal: context.signal, wallMs };
        const outcome = await runScript(tool, argumentsOf(input), options);
        const changed = outcome.changes.map((each) => each.path);
        const note =
          changed.length === 0
            ? ''
            : `\nIn its copy of the workspace it changed ${changed.slice(0, 20).join(', ')}; that is gone.`;
        const isError = outcome.ended !== 'exit' || outcome.code !== 0;
        return { content: [{ type: 'text', text: outcomeText(outcome) + note }], isError, changed: false };
      } catch (error) {
        if (error instanceof SandboxUnavailableError || error instanceof SandboxRequestError)
          throw new ToolError(`${error.message} ${error.action}`);
        throw error;
      }
    },
  });

  return {
    origin: { kind: 'workspace', id: 'scripts', title: 'Scripts of the workspace' },
    tools: async (): Promise<SourceTools> => {
      const operations = apis.flatMap(({ document, server }) =>
        document.operations.map((each) => operationTool(each, server)),
      );
      const [root] = host.roots;
      if (root === undefined) return { tools: operations };
      const { tools, problems } = await findScripts(root);
      const scripts = [...tools, ...programs];
      const told = problems.map(({ path: file, problem }) => `${file}: ${problem}`).join(' ');
      if (scripts.length > 0) {
        const why = host.trusted ? await unavailable() : 'Scripts are not run before the workspace is trusted.';
        if (why !== undefined) return { tools: operations, problem: why };
      }
      const all = [...scripts.map((each) => toolOf(each, root)), ...operations];
      return { tools: all, ...(told === '' ? {} : { problem: told }) };
    },
    onChange: (listener) => {
      let timer: NodeJS.Timeout | undefined;
      const unwatch = watchFiles(
        host.roots.slice(0, 1).flatMap((root) => scriptFiles.map((file) => path.join(root, file))),
        () => {
          // Several are saved at once by whoever changes branches.
          clearTimeout(timer);
          timer = setTimeout(listener, 200);
        },
      );
      return () => {
        clearTimeout(timer);
        unwatch();
      };
    },
  };
}

/** It goes to a server that is not ours, though it is on this machine. */
function operationTool(operation: ApiOperation, server: ApiServer): SourceTool {
  loopbackUrl(server.baseUrl);
  return {
    name: operation.name,
    title: `${operation.method} ${operation.template}`,
    description: operation.description,
    inputSchema: inputSchemaOf(operation.parameters),
    risk: 'network',
    run: async (input, context): Promise<ToolResult> => {
      const { status, body, mismatch } = await callOperation(operation, argumentsOf(input), server, context.signal);
      const note = mismatch === undefined ? '' : ` The document says otherwise: ${mismatch}`;
      return {
        content: [
          { type: 'text', text: `Status ${status}.${note}` },
          { type: 'json', value: body },
        ],
        isError: status >= 400,
        changed: operation.method !== 'GET' && operation.method !== 'HEAD',
      };
    },
  };
}

function argumentsOf(input: Json): Readonly<Record<string, Json>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? (input as Readonly<Record<string, Json>>)
    : {};
}
