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
  | 'roots'
  | 'trusted'
  | 'mode'
  | 'disabledTools'
  | 'localOnly'
  | 'mcpServers'
  | 'allowedServers'
  | 'excluded'
  | 'scripts'
>;

export interface AgentToolsOptions {
  readonly config: ToolsConfig;
  readonly workspace: WorkspaceHost;
  readonly memory: ApprovalMemory;
  /** Tools of the editor; undefined: there is none. */
  readonly editor?: ToolSource | undefined;
  /** @returns undefined where nobody answers */
  readonly askInput: (server: string, input: McpInput) => Promise<string | undefined>;
  /** Folder of a TypeScript compiler, for functions of workspaces that have none. */
  readonly compiler?: string | undefined;
  readonly log: (message: string) => void;
}

/** All tools of a workspace under one registry, and what has to be ended with them. */
export class AgentTools {
  private constructor(
    readonly registry: ToolRegistry,
    readonly servers: McpServers,
    private readonly own: readonly ToolSource[],
    private readonly config: ToolsConfig,
  ) {
    servers.onChange(() => void registry.setSources(this.sources()));
  }

  static async open(options: AgentToolsOptions): Promise<AgentTools> {
    const { config, workspace, memory, editor, askInput, compiler, log } = options;
    const servers = await openMcpServers({
      ...mcpSettings(config),
      askInput,
      log: (server, line) => log(`${server}: ${line}`),
    });
    const own = [...(await ownSources(config, workspace, compiler)), ...(editor === undefined ? [] : [editor])];
    const { mode, disabledTools: disabled, trusted } = config;
    const registry = openToolRegistry({ sources: [...own, ...servers.sources()], memory, mode, disabled, trusted });
    return new AgentTools(registry, servers, own, config);
  }

  /**
   * Other settings. Servers whose configuration stays go on running.
   * @returns false where the folders, their trust, what is excluded or whether scripts are tools are others: then other tools are to be opened
   */
  async configure(config: ToolsConfig): Promise<boolean> {
    if (workspaceOf(config) !== workspaceOf(this.config)) return false;
    const { mode, disabledTools: disabled, trusted } = config;
    this.registry.configure({ mode, disabled, trusted });
    await this.servers.configure(mcpSettings(config));
    return true;
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
async function ownSources(
  { excluded, scripts }: ToolsConfig,
  workspace: WorkspaceHost,
  compiler: string | undefined,
): Promise<readonly ToolSource[]> {
  return [
    workspaceTools(workspace, { excluded: [...secretFiles, ...excluded] }),
    executionSource({ host: workspace }),
    functionSource({ host: workspace, compiler }),
    // What reads them is loaded only where it is wanted.
    ...(scripts ? [(await import('../../toolLibrary/scripts')).scriptSource({ host: workspace })] : []),
  ];
}

function mcpSettings({ roots, trusted, mcpServers, allowedServers, localOnly }: ToolsConfig): McpSettings {
  return { roots, trusted, userServers: mcpServers, allowed: allowedServers, localOnly };
}

/** What sources of tools are made for. */
function workspaceOf({ roots, trusted, excluded, scripts }: ToolsConfig): string {
  return JSON.stringify([roots, trusted, excluded, scripts]);
}
