import path from 'node:path';
import * as vscode from 'vscode';
import { workspaceRoots } from '../agent/agentConfig';
import { agentEnvironment } from '../agent/agentEnvironment';
import type { GatewayClient } from '../budget/gatewayClient';
import { currentProject } from '../budget/gatewaySettingsReader';
import { ChildService } from '../childProcess/childService';
import { readSetting } from '../contributions/configuration';
import type { ExecutionConsent } from '../evaluation/executionConsent';
import type { LibraryClient } from './libraryClient';

/** Reading what was kept again takes a while: the process is not ended while somebody still reads. Milliseconds. */
const leastIdleMs = 3_600_000;

export interface LibraryServiceOptions {
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
  readonly consent: ExecutionConsent;
  readonly gateway: () => Promise<GatewayClient>;
  /** The folder that was chosen; undefined: the first. */
  readonly folder: () => string | undefined;
  /** A client was made: listen to it. */
  readonly onClient: (client: LibraryClient) => void;
}

/** Makes the client of the tool library's process when something first needs it, and tells a process that runs of changed folders, trust and consent. */
export class LibraryService extends ChildService<LibraryClient> {
  constructor(private readonly options: LibraryServiceOptions) {
    super({ renewing: [], configuring: ['whetstone.privacy.localOnly'] });
    this.owned.push(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.reconfigure()));
    this.owned.push(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.reconfigure()));
    this.owned.push(options.consent.onChange(() => this.reconfigure()));
  }

  protected override notConfigured(error: unknown): void {
    this.options.log.error(`The tool library did not take its settings: ${String(error)}`);
  }

  protected override async create(): Promise<LibraryClient> {
    const { extensionPath, log, consent, gateway, folder, onClient } = this.options;
    // Loaded here and not at activation: a window in which nobody looks needs none of it.
    const { LibraryClient } = await import('./libraryClient');
    const idleMs = readSetting('whetstone.runtime.idleMinutes') * 60_000;
    const client = new LibraryClient({
      entry: path.join(extensionPath, 'dist', 'runtime', 'toolLibraryHost.cjs'),
      env: agentEnvironment(process.env, process.versions.electron !== undefined, undefined),
      idleMs: idleMs === 0 ? 0 : Math.max(idleMs, leastIdleMs),
      config: async () => ({
        roots: workspaceRoots(),
        folder: folder(),
        trusted: vscode.workspace.isTrusted,
        mayExecute: vscode.workspace.isTrusted && consent.given,
        localOnly: readSetting('whetstone.privacy.localOnly'),
        project: currentProject()?.id,
      }),
      parent: {
        generate: async (request, tell, token) => (await gateway()).generate(request, tell, token),
        models: async () => (await gateway()).models(),
      },
      log: ({ level, message }) => log[level](message),
    });
    onClient(client);
    client.onEnd(({ crashed }) => {
      if (crashed) log.error("The tool library's process was lost.");
    });
    return client;
  }
}
