import path from 'node:path';
import type * as vscode from 'vscode';
import type { BudgetWarning, HostModel } from '../../runtime/gateway/protocol';
import { ChildService, configuredProxy, proxySections } from '../childProcess/childService';
import { readSetting } from '../contributions/configuration';
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
export class GatewayService extends ChildService<GatewayClient> {
  /** What is wrong with entries of the settings, as it was last read. */
  private wrong: readonly string[] = [];

  constructor(private readonly options: GatewayServiceOptions) {
    super({ renewing: proxySections, configuring: gatewaySections });
    this.owned.push(options.keys.onChange(() => void this.reconfigure()));
  }

  /** A sentence for each entry of the settings that is left out. */
  get problems(): readonly string[] {
    return this.wrong;
  }

  protected override notConfigured(error: unknown): void {
    this.options.log.error(`The gateway did not take its settings: ${String(error)}`);
  }

  protected override onChanged(): void {
    this.options.onConfigured();
  }

  protected override async create(): Promise<GatewayClient> {
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
