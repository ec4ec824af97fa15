import path from 'node:path';
import * as vscode from 'vscode';
import type { DownloadStatus } from '../../runtime/models/protocol';
import type { ModelAct, ModelsContent, ShownLicence } from '../../webviews/models/protocol';
import type { ModelTarget } from '../contributions/commandMap';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting } from '../contributions/configuration';
import { DisposableStore } from '../disposableStore';
import type { RuntimeService } from '../runtimeService';
import type { StatusStore } from '../status/statusStore';
import { FolderAdding } from './folderAdding';
import { HubToken } from './hubToken';
import { ModelActions } from './modelActions';
import { shareDone } from './modelFacts';
import { pickModel, pickPrecision, askGgufFile } from './modelPicks';
import { describeProblem } from './modelProblem';
import { ModelsPanel, type ModelsRequest } from './modelsPanel';
import { ModelsService } from './modelsService';
import { SpeedRecord } from './modelSpeed';
import { ModelStore } from './modelStore';
import { ModelTree } from './modelTree';

export interface ModelsFeatureOptions {
  readonly context: vscode.ExtensionContext;
  readonly runtime: RuntimeService;
  readonly status: StatusStore;
  readonly log: vscode.LogOutputChannel;
}

/** What tree and page show now; for the suites inside VS Code. */
export interface ModelsView {
  readonly content: ModelsContent;
  /** Labels of the tree's models, with what stands beside them. */
  readonly tree: readonly string[];
  readonly badge: number;
  /** The licence that was last put before the user. */
  readonly licence: ShownLicence | undefined;
}

/** Under this key the models are kept whose download was begun here: after a reload somebody wants to know of them. */
const begunKey = 'whetstone.models.begun';

/** Puts the parts of the model manager's surface together and owns them. Nothing is started before somebody looks. */
export class ModelsFeature implements vscode.Disposable {
  readonly store: ModelStore;
  readonly tree: ModelTree;
  readonly panel: ModelsPanel;
  readonly token: HubToken;
  private readonly owned = new DisposableStore();
  private readonly service: ModelsService;
  private readonly actions: ModelActions;
  private readonly adding: FolderAdding;
  private anyInstalled = false;
  private shownLicence: ShownLicence | undefined;

  constructor(private readonly options: ModelsFeatureOptions) {
    const { context, runtime, log } = options;
    const speeds = new SpeedRecord(context.globalState);
    this.token = new HubToken(context.secrets);
    this.service = this.owned.push(
      new ModelsService({
        extensionPath: context.extensionPath,
        storage: context.globalStorageUri.fsPath,
        defaultFolder: path.join(context.globalStorageUri.fsPath, 'models'),
        log,
        onDownload: (status) => this.followed(status),
        onWork: (progress) => {
          this.store.progress(progress);
          this.adding.progress(progress);
        },
        onChange: () => void this.store.refresh(),
        onRenewed: () => this.renewed(),
      }),
    );
    const client = (): ReturnType<ModelsService['get']> => this.service.get();
    this.store = new ModelStore({
      list: async () => (await client()).list(),
      usedModel: () => readSetting('whetstone.infill.model'),
      speedOf: (listing) => speeds.of(listing),
      describe: describeProblem,
    });
    this.tree = this.owned.push(new ModelTree(this.store, () => void this.store.refresh()));
    this.panel = this.owned.push(
      new ModelsPanel({
        extensionUri: context.extensionUri,
        store: this.store,
        localOnly: () => readSetting('whetstone.privacy.localOnly'),
        onShown: () => void this.store.refresh(),
        onRequest: (message) => void this.requested(message),
      }),
    );
    this.actions = this.owned.push(
      new ModelActions({
        ...{ store: this.store, client, runtime, token: this.token, speeds },
        pageVisible: () => this.panel.visible,
        showLicence: (licence) => {
          this.shownLicence = licence;
          this.panel.showLicence(licence);
        },
        onBegun: (model) => void this.remember([...this.begun, model]),
      }),
    );
    this.adding = new FolderAdding(client, (id) => this.actions.use(id));
    this.owned.push(this.store.onChange(() => this.showStatus()));
    this.owned.push(vscode.workspace.onDidChangeConfiguration((event) => this.configured(event)));
    // A download that was begun before the window was reloaded goes on, and is shown again.
    if (this.begun.length > 0) void this.store.refresh().then(() => this.settleBegun());
  }

  /** Where models lie. */
  get folder(): string {
    return this.service.folder;
  }

  get view(): ModelsView {
    return { content: this.panel.content, tree: this.tree.labels, badge: this.tree.badge, licence: this.shownLicence };
  }

  show(target?: ModelTarget): void {
    this.panel.show(idOf(target));
  }

  async download(target?: ModelTarget): Promise<void> {
    const given = idOf(target);
    if (given !== undefined) return this.actions.download(given);
    const id = await this.pick(vscode.l10n.t('Download a model'), 'download', 'resume');
    const facts = id === undefined ? undefined : this.store.find(id);
    if (!facts) return;
    // One that is partly here goes on as it was begun.
    if (facts.listing.state === 'partial') return this.actions.download(facts.listing.id);
    const precision = await pickPrecision(facts.listing.fit.precision);
    if (precision !== undefined) await this.actions.download(facts.listing.id, precision);
  }

  /** Does an act on a model, which is asked for when it is not given. */
  async act(act: Exclude<ModelAct, 'download'>, title: string, target?: ModelTarget): Promise<void> {
    const id = idOf(target) ?? (await this.pick(title, act));
    if (id !== undefined) await this.perform(act, id);
  }

  /** @param folder absolute path; asked for when left out */
  addFolder(folder?: string): Promise<void> {
    return this.adding.add(typeof folder === 'string' ? folder : undefined);
  }

  /** @param file absolute path of a GGUF file; asked for when left out */
  async useGguf(file?: string): Promise<void> {
    const chosen = typeof file === 'string' ? file : await askGgufFile();
    if (chosen !== undefined) await this.actions.choose(chosen);
  }

  acceptLicence(model: string, textSha256: string): Promise<void> {
    return this.actions.acceptLicence(model, textSha256);
  }

  /** What the button of the question does; for the suites inside VS Code, which cannot press it. */
  removeUnasked(id: string): Promise<void> {
    return this.actions.removeUnasked(id);
  }

  async refresh(): Promise<void> {
    await this.store.refresh();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async pick(title: string, ...acts: readonly ModelAct[]): Promise<string | undefined> {
    await this.store.refresh();
    const { state, models } = this.store;
    if (state.kind !== 'failed') return pickModel(models, title, ...acts);
    void vscode.window.showErrorMessage(`${state.problem.message} ${state.problem.action}`);
    return undefined;
  }

  private async requested(message: ModelsRequest): Promise<void> {
    switch (message.type) {
      case 'act':
        return this.perform(message.act, message.model);
      case 'acceptLicence':
        return this.actions.acceptLicence(message.model, message.textSha256);
      case 'addFolder':
        return this.addFolder();
      case 'refresh':
        return this.store.refresh();
      case 'showLog':
        return void runCommand('whetstone.showLog');
    }
  }

  private perform(act: ModelAct, id: string): Promise<void> {
    switch (act) {
      case 'download':
      case 'resume':
        return this.actions.download(id);
      case 'licence':
        return this.actions.showLicence(id, false);
      case 'cancel':
      case 'discard':
      case 'use':
      case 'measure':
      case 'verify':
      case 'reveal':
      case 'remove':
        return this.actions[act](id);
    }
  }

  private followed(status: DownloadStatus): void {
    this.store.follow(status);
    if (!status.active) this.settle(status.model, status);
  }

  /** A download of this user's has ended: they are told where they may not be looking. */
  private settle(model: string, status: DownloadStatus): void {
    if (!this.begun.includes(model)) return;
    void this.remember(this.begun.filter((id) => id !== model));
    if (this.panel.visible) return;
    const title = this.store.find(model)?.listing.title ?? model;
    const show = vscode.l10n.t('Show Models');
    if (status.phase === 'done') {
      const use = vscode.l10n.t('Use for Suggestions');
      const message = vscode.l10n.t('{0} is installed.', title);
      void vscode.window.showInformationMessage(message, use, show).then((chosen) => {
        if (chosen === use) void this.actions.use(model);
        if (chosen === show) this.show({ id: model });
      });
    } else if (status.error) {
      const { message, action } = status.error;
      void vscode.window.showErrorMessage(`${title}: ${message} ${action}`, show).then((chosen) => {
        if (chosen === show) this.show({ id: model });
      });
    }
  }

  /** What was begun before a reload and goes on no more needs no watching. */
  private async settleBegun(): Promise<void> {
    const active = new Set(this.store.downloads.map(({ listing }) => listing.id));
    await this.remember(this.begun.filter((id) => active.has(id)));
  }

  private get begun(): readonly string[] {
    const stored: unknown = this.options.context.globalState.get(begunKey);
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  }

  private async remember(ids: readonly string[]): Promise<void> {
    await this.options.context.globalState.update(begunKey, [...new Set(ids)]);
  }

  private showStatus(): void {
    const [first] = this.store.downloads;
    const share = first && shareDone(first);
    this.options.status.update({
      downloading: first?.listing.title,
      downloadPercent: share === undefined ? undefined : Math.floor(100 * share),
    });
    const installed = this.store.models.some(
      ({ listing }) => listing.state === 'installed' && listing.origin !== 'embedded',
    );
    if (installed === this.anyInstalled) return;
    this.anyInstalled = installed;
    void runCommand('setContext', 'whetstone.modelInstalled', installed);
  }

  private configured(event: vscode.ConfigurationChangeEvent): void {
    if (event.affectsConfiguration('whetstone.infill.model')) this.store.touch();
    if (!event.affectsConfiguration('whetstone.privacy.localOnly')) return;
    if (readSetting('whetstone.privacy.localOnly')) {
      for (const { listing } of this.store.downloads) void this.actions.cancel(listing.id);
    }
    this.panel.resend();
  }

  private renewed(): void {
    this.store.reset();
    if (this.panel.visible || this.tree.visible) void this.store.refresh();
  }
}

/** A keybinding can hand over anything. */
function idOf(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null || !('id' in target)) return undefined;
  return typeof target.id === 'string' ? target.id : undefined;
}
