import path from 'node:path';
import * as vscode from 'vscode';
import { ChildService, configuredProxy, proxySections } from '../childProcess/childService';
import { readSetting } from '../contributions/configuration';
import { RuntimeRequestError } from '../runtimeProcess/errors';
import type { AgentClient } from './agentClient';
import { compilerArguments } from './bundledCompiler';
import { agentSections, readAgentConfig } from './agentConfig';
import type { AgentParent } from './agentParent';
import type { ApprovalMemory } from './approvalMemory';

export interface AgentServiceOptions {
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
  readonly memory: ApprovalMemory;
  readonly parent: () => Promise<AgentParent>;
  readonly onToolsChanged: () => void;
  readonly onRunsChanged: () => void;
  readonly onEnd: (end: { readonly crashed: boolean }) => void;
}

/**
 * Makes the client of the agent's process when something first needs it, never before the workspace is trusted, and tells a process
 * that runs of changed settings, folders and tools.
 */
export class AgentService extends ChildService<AgentClient> {
  private wrong: readonly string[] = [];

  constructor(private readonly options: AgentServiceOptions) {
    super({ renewing: proxySections, configuring: agentSections });
    this.owned.push(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.reconfigure()));
  }

  /** A sentence for each entry of the settings that is left out. */
  get problems(): readonly string[] {
    return this.wrong;
  }

  /** @throws RuntimeRequestError when the workspace is not trusted */
  override get(): Promise<AgentClient> {
    if (vscode.workspace.isTrusted) return super.get();
    return Promise.reject(
      new RuntimeRequestError({
        kind: 'denied',
        message: vscode.l10n.t('This workspace is not trusted, so nothing of it is read or run for an agent.'),
        action: vscode.l10n.t('Trust it with the command "Workspaces: Manage Workspace Trust".'),
      }),
    );
  }

  protected override notConfigured(error: unknown): void {
    this.options.log.error(`The agent did not take its settings: ${String(error)}`);
  }

  protected override async create(): Promise<AgentClient> {
    const { extensionPath, log, memory, onToolsChanged, onRunsChanged, onEnd } = this.options;
    // Loaded here and not at activation: a window in which nobody asks needs none of it.
    const [{ AgentClient }, { agentEnvironment }, parent] = await Promise.all([
      import('./agentClient'),
      import('./agentEnvironment'),
      this.options.parent(),
    ]);
    const client = new AgentClient({
      entry: path.join(extensionPath, 'dist', 'runtime', 'agentHost.cjs'),
      env: agentEnvironment(process.env, process.versions.electron !== undefined, configuredProxy()),
      idleMs: readSetting('whetstone.runtime.idleMinutes') * 60_000,
      args: compilerArguments(vscode.env.appRoot),
      config: () =>
        readAgentConfig(memory, (problems) => {
          this.wrong = problems;
          for (const problem of problems) log.warn(problem);
        }),
      parent,
      log: ({ level, message }) => log[level](message),
    });
    client.onToolsChanged(onToolsChanged);
    client.onRunsChanged(onRunsChanged);
    client.onEnd((end) => {
      if (end.crashed) log.error("The agent's process was lost.");
      onEnd(end);
    });
    return client;
  }
}
