import { openToolRegistry } from '../../tools/registry';
import { executionSource } from '../../tools/execution';
import { functionSource } from '../../tools/functions';
import { secretFiles, workspaceTools } from '../../tools/workspace';
import { openMcpServers, type McpServers, type McpSettings } from '../../tools/mcp';
import type { ApprovalMemory, ToolRegistry, ToolSource, WorkspaceHost } from '../../tools/types';
import type { AgentConfig, McpInput } from '../protocol';

/** What tools are made of, whoever asks: VS Code or the command line. */
export type ToolsConfig = Pick<
  AgentConfig,
  'roots' | 'trusted' | 'mode' | 'disabledTools' | 'localOnly' | 'mcpServers' | 'allowedServers' | 'excluded'
>;

export interface AgentToolsOptions {
  readonly config: ToolsConfig;
  readonly workspace: WorkspaceHost;
  readonly memory: ApprovalMemory;
  /** Tools of the editor; undefined: there is none. */
  readonly editor?: ToolSource | undefined;
  /** @returns undefined where nobody answers */
  readonly askInput: (server: string, input: McpInput) => Promise<string | undefined>;
  readonly log: (message: string) => void;
}

/** All tools of a workspace under one registry, and what has to be ended with them. */
export class AgentTools {
  private constructor(
    readonly registry: ToolRegistry,
    readonly servers: McpServers,
    private readonly own: readonly ToolSource[],
  ) {
    servers.onChange(() => void registry.setSources(this.sources()));
  }

  static async open({ config, workspace, memory, editor, askInput, log }: AgentToolsOptions): Promise<AgentTools> {
    const servers = await openMcpServers({
      ...mcpSettings(config),
      askInput,
      log: (server, line) => log(`${server}: ${line}`),
    });
    const own = [...ownSources(config, workspace), ...(editor === undefined ? [] : [editor])];
    const { mode, disabledTools: disabled, trusted } = config;
    const registry = openToolRegistry({ sources: [...own, ...servers.sources()], memory, mode, disabled, trusted });
    return new AgentTools(registry, servers, own);
  }

  private sources(): readonly ToolSource[] {
    return [...this.own, ...this.servers.sources()];
  }

  async dispose(): Promise<void> {
    await this.registry.dispose();
    await this.servers.dispose();
  }
}

/** Sources of this product, for one workspace. */
function ownSources({ excluded }: ToolsConfig, workspace: WorkspaceHost): readonly ToolSource[] {
  return [
    workspaceTools(workspace, { excluded: [...secretFiles, ...excluded] }),
    executionSource({ host: workspace }),
    functionSource({ host: workspace }),
  ];
}

function mcpSettings({ roots, trusted, mcpServers, allowedServers, localOnly }: ToolsConfig): McpSettings {
  return { roots, trusted, userServers: mcpServers, allowed: allowedServers, localOnly };
}
