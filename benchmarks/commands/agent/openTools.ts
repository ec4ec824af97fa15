import type { AgentTools, ToolsConfig } from '../../../runtime/agent';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { userFolder } from '../../core/userFile';

export interface ToolsOptions {
  readonly workspace: string;
  readonly mode: ToolsConfig['mode'];
  /** Programs of the workspace may be run, in the sandbox. */
  readonly trust: boolean;
  /** Servers of its `.vscode/mcp.json` that may be started. */
  readonly allowServer: readonly string[];
  readonly localOnly: boolean;
  /** Scripts, targets and tasks of the workspace are tools of their own. */
  readonly scripts: boolean;
}

export interface OpenedTools {
  readonly tools: AgentTools;
  readonly folder: string;
}

/** The tools of a workspace as a model is shown them, without an editor. */
export async function openTools(options: ToolsOptions, output: CommandOutput): Promise<OpenedTools> {
  const { AgentTools: Tools } = await import('../../../runtime/agent');
  const { fileWorkspaceHost } = await import('../../../runtime/tools/workspace');
  const { McpServerError } = await import('../../../runtime/tools/mcp');
  const folder = await userFolder(options.workspace);
  const trusted = options.trust || options.mode === 'allow-writes';
  const tools = await Tools.open({
    config: {
      ...{ roots: [folder], trusted, mode: options.mode, disabledTools: [], localOnly: options.localOnly },
      ...{ mcpServers: {}, allowedServers: [], excluded: [], scripts: options.scripts },
    },
    workspace: fileWorkspaceHost([folder], { trusted }),
    memory: { has: () => false, add: async () => undefined },
    askInput: async () => undefined,
    log: (message) => output.log(`whetstone: ${message}`),
  });
  try {
    for (const server of options.allowServer) await tools.servers.control(server, 'allow');
  } catch (error) {
    await tools.dispose();
    if (!(error instanceof McpServerError)) throw error;
    throw new BadInputError(error.message, { cause: error });
  }
  return { tools, folder };
}
