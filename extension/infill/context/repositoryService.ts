import path from 'node:path';
import * as vscode from 'vscode';
import { agentEnvironment } from '../../agent/agentEnvironment';
import { workspaceRoots } from '../../agent/agentConfig';
import { ChildService } from '../../childProcess/childService';
import { readSetting } from '../../contributions/configuration';
import type { RepositoryClient } from './repositoryClient';

export interface RepositoryServiceOptions {
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
}

/** Makes the client of the index's process when a suggestion first asks for other files, and tells a process that runs of changed folders and trust. */
export class RepositoryService extends ChildService<RepositoryClient> {
  constructor(private readonly options: RepositoryServiceOptions) {
    super({ renewing: [], configuring: [] });
    this.owned.push(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.reconfigure()));
    this.owned.push(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.reconfigure()));
  }

  protected override notConfigured(error: unknown): void {
    this.options.log.debug(`The index of the repository did not take its settings: ${String(error)}`);
  }

  protected override async create(): Promise<RepositoryClient> {
    const { extensionPath, log } = this.options;
    // Loaded here and not at activation.
    const { RepositoryClient } = await import('./repositoryClient');
    return new RepositoryClient({
      entry: path.join(extensionPath, 'dist', 'runtime', 'repositoryHost.cjs'),
      env: agentEnvironment(process.env, process.versions.electron !== undefined, undefined),
      idleMs: readSetting('whetstone.runtime.idleMinutes') * 60_000,
      config: () => Promise.resolve({ roots: workspaceRoots(), trusted: vscode.workspace.isTrusted }),
      log: ({ message }) => log.debug(message),
    });
  }
}
