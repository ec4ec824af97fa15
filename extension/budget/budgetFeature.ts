import * as vscode from 'vscode';
import type { BudgetState, BudgetWarning, HostModel } from '../../runtime/gateway/protocol';
import type { BudgetContent } from '../../webviews/budget/protocol';
import type { BudgetTarget, ProviderTarget } from '../contributions/commandMap';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting, writeSetting } from '../contributions/configuration';
import { DisposableStore } from '../disposableStore';
import { ApiKeys } from './apiKeys';
import { BudgetItem } from './budgetItem';
import { budgetName } from './budgetNames';
import { BudgetPanel, type BudgetRequest } from './budgetPanel';
import type { BudgetAnswer } from './budgetQuestions';
import { budgetsOfWindow, type BudgetStatus } from './budgetStatus';
import type { GatewayClient } from './gatewayClient';
import type { HostGenerate } from './hostAnswer';
import { describeGatewayProblem, telling } from './gatewayProblem';
import { GatewayService } from './gatewayService';
import { anyModelConfigured, currentProject } from './gatewaySettingsReader';
import { ProjectNames } from './projectNames';
import { namedProviders, pickProvider, ProviderAdding } from './providerAdding';
import { ServerControl } from './serverControl';

export interface BudgetFeatureOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly hostModels: () => Promise<readonly HostModel[]>;
  readonly hostGenerate: HostGenerate;
}

/** What item and page show now; for the suites inside VS Code. */
export interface BudgetView {
  readonly content: BudgetContent;
  readonly status: BudgetStatus | undefined;
  readonly server: { readonly url: string; readonly token: string } | undefined;
  /** Warnings that were shown since the start. */
  readonly warnings: readonly string[];
  /** Whether the gateway's process runs. */
  readonly running: boolean;
}

/** Milliseconds between two looks at the budgets for the status bar. */
const calmMs = 300;

/** Puts the parts of budget and routing together and owns them. No process is started before somebody needs it. */
export class BudgetFeature implements vscode.Disposable {
  readonly panel: BudgetPanel;
  readonly keys: ApiKeys;
  readonly names: ProjectNames;
  readonly adding: ProviderAdding;
  readonly server: ServerControl;
  private readonly service: GatewayService;
  private readonly item: BudgetItem;
  private readonly owned = new DisposableStore();
  private readonly configured = new vscode.EventEmitter<void>();
  /** Settings or keys have changed, and a gateway that runs has been told. */
  readonly onConfigured = this.configured.event;
  private readonly warned: string[] = [];
  private client: GatewayClient | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: BudgetFeatureOptions) {
    const { context, log, hostModels, hostGenerate } = options;
    this.keys = this.owned.push(new ApiKeys(context.secrets));
    this.names = new ProjectNames(context.globalState);
    this.adding = new ProviderAdding(this.keys);
    this.item = this.owned.push(
      new BudgetItem(
        context.globalState,
        (id) => this.names.all[id],
        () => readSetting('whetstone.privacy.localOnly'),
      ),
    );
    this.service = this.owned.push(
      new GatewayService({
        ...{ extensionPath: context.extensionPath, log, keys: this.keys, hostModels, hostGenerate },
        onWarning: (warning) => this.warn(warning),
        onChange: () => this.changed(),
        onConfigured: () => {
          this.changed();
          this.configured.fire();
        },
        onEnd: () => this.server.ended(),
      }),
    );
    this.server = new ServerControl(
      () => this.gateway(),
      () => this.panel.changed(),
    );
    this.panel = this.owned.push(
      new BudgetPanel({
        extensionUri: context.extensionUri,
        load: async (range) => {
          const { loadBudgetData } = await import('./loadBudgetData');
          const data = await loadBudgetData(await this.gateway(), range, {
            keys: this.keys,
            projects: this.names.all,
            server: this.server.running?.url,
            settingsProblems: () => this.service.problems,
          });
          this.showInItem(data.budgets);
          return data;
        },
        loadDecisions: async (before, limit) => (await this.gateway()).decisions(limit, before),
        describe: describeGatewayProblem,
        onRequest: (message) => void telling(() => this.requested(message)),
      }),
    );
    this.owned.push(this.configured);
  }

  /** The client, whose child starts with the first request. */
  async gateway(): Promise<GatewayClient> {
    this.client = await this.service.get();
    return this.client;
  }

  /** The client when a process of it runs: for what is not worth starting one. */
  get running(): GatewayClient | undefined {
    return this.client?.running ? this.client : undefined;
  }

  get view(): BudgetView {
    return {
      content: this.panel.content,
      status: this.item.status,
      server: this.server.running,
      warnings: [...this.warned],
      running: this.running !== undefined,
    };
  }

  show(): void {
    this.panel.show();
  }

  setBudget(target?: BudgetTarget): Promise<void> {
    return telling(async () => {
      const { askForBudget, askForLimit } = await import('./budgetQuestions');
      const present =
        target === undefined ? undefined : (await this.budgets()).find(({ budget }) => budget.id === target.id);
      if (present) {
        const { scope, period, unit, limit, warnAt } = present.budget;
        const answer = await askForLimit({ unit, limit, warnAt });
        if (answer) await this.write({ scope, period, unit, ...answer });
        return;
      }
      const answer = await askForBudget({ project: currentProject(), providers: namedProviders() });
      if (!answer) return;
      await this.write(answer);
      if (!anyModelConfigured()) return;
      void vscode.window.setStatusBarMessage(vscode.l10n.t('The budget holds from now on, in every window.'), 5000);
    });
  }

  removeBudget(target?: BudgetTarget): Promise<void> {
    return telling(async () => {
      const present = await this.budgets();
      const id = target?.id ?? (await this.pickBudget(present));
      const state = present.find(({ budget }) => budget.id === id);
      if (!state) return;
      const remove = vscode.l10n.t('Remove');
      const name = budgetName(state.budget, (project) => this.names.all[project]);
      const chosen = await vscode.window.showWarningMessage(
        vscode.l10n.t('Remove the budget "{0}"?', name),
        { modal: true, detail: vscode.l10n.t('What it held back can then be spent.') },
        remove,
      );
      if (chosen === remove) await (await this.gateway()).removeBudget(state.budget.id);
    });
  }

  /** Sets a budget without asking; for the suites inside VS Code, which cannot type into the questions. */
  async write(budget: BudgetAnswer): Promise<void> {
    await (await this.gateway()).setBudget(budget);
    this.changed();
  }

  export(): Promise<void> {
    return telling(async () => {
      const { exportToFile } = await import('./callExport');
      await exportToFile(() => this.gateway());
    });
  }

  async setKey(target?: ProviderTarget): Promise<void> {
    const provider =
      namedProviders().find(({ id }) => id === target?.id) ??
      (await pickProvider(vscode.l10n.t('Set the key of which provider?')));
    if (provider) await this.keys.ask(provider.id, provider.title);
  }

  async clearKey(target?: ProviderTarget): Promise<void> {
    const provider =
      namedProviders().find(({ id }) => id === target?.id) ??
      (await pickProvider(vscode.l10n.t('Clear the key of which provider?')));
    if (!provider) return;
    await this.keys.clear(provider.id);
    void vscode.window.setStatusBarMessage(vscode.l10n.t('The key of {0} is forgotten.', provider.title), 5000);
  }

  resetRouter(): Promise<void> {
    return telling(async () => {
      const reset = vscode.l10n.t('Reset');
      const chosen = await vscode.window.showWarningMessage(
        vscode.l10n.t('Forget what the router has learnt?'),
        {
          modal: true,
          detail: vscode.l10n.t('It begins anew with what is known of the models in general. Budgets and books stay.'),
        },
        reset,
      );
      if (chosen !== reset) return;
      await (await this.gateway()).resetRouter();
      this.changed();
    });
  }

  async toggleLocalOnly(): Promise<void> {
    await writeSetting('whetstone.privacy.localOnly', !readSetting('whetstone.privacy.localOnly'));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  private async budgets(): Promise<readonly BudgetState[]> {
    return (await this.gateway()).budgets();
  }

  private async pickBudget(present: readonly BudgetState[]): Promise<string | undefined> {
    if (present.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no budget.'));
      return undefined;
    }
    const items = present.map(({ budget }) => ({
      label: budgetName(budget, (project) => this.names.all[project]),
      id: budget.id,
    }));
    return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Remove which budget?') }))?.id;
  }

  private changed(): void {
    this.panel.changed();
    this.item.render();
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.renewItem();
    }, calmMs);
  }

  private async renewItem(): Promise<void> {
    const client = this.running;
    if (!client) return;
    try {
      this.showInItem(await client.budgets());
    } catch (error) {
      this.options.log.warn(`The budgets cannot be read: ${describeGatewayProblem(error).message}`);
    }
  }

  private showInItem(states: readonly BudgetState[]): void {
    this.item.update(budgetsOfWindow(states, currentProject()?.id));
    if (states.length > 0) void runCommand('setContext', 'whetstone.budgetSet', true);
  }

  private warn({ message }: BudgetWarning): void {
    this.warned.push(message);
    const show = vscode.l10n.t('Show Budget');
    void vscode.window.showWarningMessage(message, show).then((chosen) => {
      if (chosen === show) this.show();
    });
  }

  private async requested(message: Exclude<BudgetRequest, { readonly type: 'range' | 'older' }>): Promise<void> {
    switch (message.type) {
      case 'editBudget':
        return this.setBudget({ id: message.id });
      case 'removeBudget':
        return this.removeBudget({ id: message.id });
      case 'setKey':
        return this.setKey({ id: message.provider });
      case 'localOnly':
        return writeSetting('whetstone.privacy.localOnly', message.on);
      case 'quality':
        return writeSetting('whetstone.gateway.quality', message.quality);
      case 'act':
        return this.act(message.act);
    }
  }

  private async act(act: Extract<BudgetRequest, { readonly type: 'act' }>['act']): Promise<void> {
    switch (act) {
      case 'refresh':
        return this.panel.refresh();
      case 'showLog':
        return runCommand('whetstone.showLog');
      case 'setBudget':
        return runCommand('whetstone.budget.set');
      case 'addProvider':
        return runCommand('whetstone.gateway.addProvider');
      case 'exportCalls':
        return this.export();
      case 'resetRouter':
        return this.resetRouter();
      case 'startServer':
        return this.server.start();
      case 'stopServer':
        return this.server.stop();
      case 'copyToken':
        return this.server.copyToken();
      case 'openSettings':
        await runCommand('workbench.action.openSettings', 'whetstone.gateway');
        break;
      case 'tryChat':
        await runCommand('workbench.action.chat.open');
        break;
    }
  }
}
