import * as vscode from 'vscode';
import type { ProvidersResult } from '../../runtime/protocol';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting } from '../contributions/configuration';
import type { RuntimeClient } from '../runtimeProcess/client';
import type { RuntimeService } from '../runtimeService';
import type { StatusStore } from '../status/statusStore';

export interface ProvidersFeatureOptions {
  readonly runtime: RuntimeService;
  readonly status: StatusStore;
  readonly log: vscode.LogOutputChannel;
}

/** After the first answer of a model this long is waited: whoever types then is in the middle of something. Milliseconds. */
const afterAnswer = 10_000;

/**
 * What runs the models: looks once a model has answered, tries the providers in the background where the model may gain
 * from another one, and on demand. Nothing is done at activation, or before the first suggestion.
 */
export class ProvidersFeature implements vscode.Disposable {
  private readonly subscription: { dispose(): void };
  private timer: NodeJS.Timeout | undefined;
  /** Model that was looked at, or is about to be. */
  private looked: string | undefined;

  constructor(private readonly options: ProvidersFeatureOptions) {
    this.subscription = options.status.onChange(() => this.answered());
  }

  /** Tries all providers anew and says what came of it. */
  async tryAll(): Promise<void> {
    const { runtime, status, log } = this.options;
    const client = await runtime.get();
    const title = vscode.l10n.t('Trying what can run models on this machine');
    try {
      const result = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
        client.providers({ probe: 'always' }),
      );
      this.report(result);
      status.update({ notice: undefined });
      // A model that is loaded goes on where it is: what is known counts from the next start.
      client.restart();
      const chosen =
        result.chosen === 'cpu'
          ? vscode.l10n.t('The processor is the fastest that works here.')
          : vscode.l10n.t('{0} is the fastest that works here.', result.chosen);
      const details = vscode.l10n.t('Details');
      if ((await vscode.window.showInformationMessage(chosen, details)) === details) {
        await runCommand('whetstone.diagnose');
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.warn(`Providers could not be tried: ${message}`);
      void vscode.window.showErrorMessage(vscode.l10n.t('The providers could not be tried: {0}', message));
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
  }

  private answered(): void {
    const { model, latencyMs } = this.options.status.facts;
    if (latencyMs === undefined || model === undefined || model === this.looked) return;
    this.looked = model;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), afterAnswer);
  }

  private async look(): Promise<void> {
    const { runtime, status, log } = this.options;
    const client = await runtime.current;
    const models = (await client?.status())?.models ?? [];
    const runner = models.find(({ id }) => id === status.facts.model)?.provider;
    status.update({ runsOn: runner === 'cpu' ? undefined : runner });
    const untried = models.some(({ providersUntried }) => providersUntried);
    if (!client || !untried || readSetting('whetstone.runtime.provider') !== 'auto') return;
    try {
      await this.tryUnknown(client);
    } catch (error) {
      // Suggestions go on without; the next window tries again.
      log.info(`Providers were not tried: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async tryUnknown(client: RuntimeClient): Promise<void> {
    const { log } = this.options;
    log.info('Trying what can run the model faster than the processor, in processes of their own.');
    const result = await client.providers({ probe: 'unknown' });
    this.report(result);
    if (!result.outdated) return;
    log.info(`The model is loaded anew, on ${result.chosen}.`);
    this.looked = undefined;
    client.restart();
  }

  private report({ providers }: ProvidersResult): void {
    for (const { name, state, reason } of providers) {
      this.options.log.info(`Provider ${name}: ${state}${reason === undefined ? '' : `: ${reason}`}`);
    }
  }
}
