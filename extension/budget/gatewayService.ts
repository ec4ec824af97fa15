import path from 'node:path';
import * as vscode from 'vscode';
import type { BudgetWarning, HostModel } from '../../runtime/gateway/protocol';
import { readSetting } from '../contributions/configuration';
import { DisposableStore } from '../disposableStore';
import type { ApiKeys } from './apiKeys';
import type { GatewayClient } from './gatewayClient';
import type { HostGenerate } from './hostAnswer';
import { gatewaySections, readGatewayConfig } from './gatewaySettingsReader';

export interface GatewayServiceOptions {
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
  readonly keys: ApiKeys;
  readonly hostModels: () => Promise<readonly HostModel[]>;
  readonly hostGenerate: HostGenerate;
  readonly onWarning: (warning: BudgetWarning) => void;
  /** Books or budgets have changed. */
  readonly onChange: () => void;
  /** Settings or keys have changed, and a child that runs has been told. */
  readonly onConfigured: () => void;
  readonly onEnd: (end: { readonly crashed: boolean }) => void;
}

/**
 * Makes the client of the gateway child when something first needs it, and tells a child that runs of changed settings and
 * keys. The child itself starts with the first request.
 */
export class GatewayService implements vscode.Disposable {
  private client: Promise<GatewayClient> | undefined;
  private readonly owned = new DisposableStore();
  /** What is wrong with entries of the settings, as it was last read. */
  private wrong: readonly string[] = [];

  constructor(private readonly options: GatewayServiceOptions) {
    this.owned.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('http.proxy') || event.affectsConfiguration('http.proxySupport')) this.renew();
        else if (gatewaySections.some((section) => event.affectsConfiguration(section))) void this.reconfigure();
      }),
    );
    this.owned.push(options.keys.onChange(() => void this.reconfigure()));
  }

  /** A sentence for each entry of the settings that is left out. */
  get problems(): readonly string[] {
    return this.wrong;
  }

  get(): Promise<GatewayClient> {
    this.client ??= this.create();
    return this.client;
  }

  /** The client, when there has been need of one. */
  get current(): Promise<GatewayClient> | undefined {
    return this.client;
  }

  /** Hands settings and keys to a child that runs. */
  async reconfigure(): Promise<void> {
    try {
      await (await this.client)?.reconfigure();
    } catch (error) {
      this.options.log.error(`The gateway did not take its settings: ${String(error)}`);
    }
    this.options.onConfigured();
  }

  dispose(): void {
    this.owned.dispose();
    this.drop();
  }

  private renew(): void {
    this.drop();
    this.options.onConfigured();
  }

  private drop(): void {
    const old = this.client;
    this.client = undefined;
    void old?.then(
      (client) => client.dispose(),
      () => undefined,
    );
  }

  private async create(): Promise<GatewayClient> {
    const { extensionPath, log, keys, hostModels, hostGenerate, onWarning, onChange, onEnd } = this.options;
    // Loaded here and not at activation: a window that calls no model needs none of it.
    const [{ GatewayClient }, { gatewayEnvironment }] = await Promise.all([
      import('./gatewayClient'),
      import('./gatewayEnvironment'),
    ]);
    const client = new GatewayClient({
      entry: path.join(extensionPath, 'dist', 'runtime', 'gatewayHost.cjs'),
      env: gatewayEnvironment(process.env, process.versions.electron !== undefined, configuredProxy()),
      idleMs: readSetting('whetstone.runtime.idleMinutes') * 60_000,
      config: () =>
        readGatewayConfig({
          keysOf: (providers) => keys.of(providers),
          hostModels,
          onProblems: (problems) => {
            this.wrong = problems;
            for (const problem of problems) log.warn(problem);
          },
        }),
      hostGenerate,
      log: ({ level, message }) => log[level](message),
    });
    client.onWarning(onWarning);
    client.onChange(onChange);
    client.onEnd((end) => {
      if (end.crashed) log.error("The gateway's process was lost.");
      onEnd(end);
    });
    return client;
  }
}

/** VS Code's own proxy; undefined: what the environment says. */
export function configuredProxy(): string | undefined {
  const http = vscode.workspace.getConfiguration('http');
  const proxy: unknown = http.get('proxy');
  return http.get('proxySupport') === 'off' || typeof proxy !== 'string' || proxy === '' ? undefined : proxy;
}
