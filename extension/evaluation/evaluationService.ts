import path from 'node:path';
import * as vscode from 'vscode';
import { workspaceRoots } from '../agent/agentConfig';
import { agentEnvironment } from '../agent/agentEnvironment';
import type { GatewayClient } from '../budget/gatewayClient';
import { currentProject } from '../budget/gatewaySettingsReader';
import { ChildService, configuredProxy, proxySections } from '../childProcess/childService';
import { readSetting } from '../contributions/configuration';
import type { EvaluationClient } from './evaluationClient';
import type { ExecutionConsent } from './executionConsent';

export interface EvaluationServiceOptions {
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
  readonly gateway: () => Promise<GatewayClient>;
  readonly consent: ExecutionConsent;
  /** A client was made: listen to it. */
  readonly onClient: (client: EvaluationClient) => void;
}

/** Makes the client of the evaluation's process when something first needs it, and tells a process that runs of changed settings and trust. */
export class EvaluationService extends ChildService<EvaluationClient> {
  constructor(private readonly options: EvaluationServiceOptions) {
    super({ renewing: proxySections, configuring: ['whetstone.privacy.localOnly'] });
    this.owned.push(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.reconfigure()));
    this.owned.push(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.reconfigure()));
    // Wherever it was given: the tool library asks for the same.
    this.owned.push(options.consent.onChange(() => this.reconfigure()));
  }

  protected override notConfigured(error: unknown): void {
    this.options.log.error(`The evaluation did not take its settings: ${String(error)}`);
  }

  protected override async create(): Promise<EvaluationClient> {
    const { extensionPath, log, gateway, consent, onClient } = this.options;
    // Loaded here and not at activation: a window in which nobody evaluates needs none of it.
    const { EvaluationClient } = await import('./evaluationClient');
    const client = new EvaluationClient({
      entry: path.join(extensionPath, 'dist', 'runtime', 'evaluationHost.cjs'),
      env: agentEnvironment(process.env, process.versions.electron !== undefined, configuredProxy()),
      idleMs: readSetting('whetstone.runtime.idleMinutes') * 60_000,
      config: async () => ({
        roots: workspaceRoots(),
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
      if (crashed) log.error("The evaluation's process was lost.");
    });
    return client;
  }
}
