import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type {
  ModelsContent,
  ModelsMessageToExtension,
  ModelsMessageToPage,
  ShownLicence,
} from '../../webviews/models/protocol';
import { webviewPage } from '../webviewPage';
import { rowOf } from './modelFacts';
import { modelsStrings } from './modelsStrings';
import type { ModelStore, StoreChange } from './modelStore';

export interface ModelsPanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly store: ModelStore;
  readonly localOnly: () => boolean;
  /** The page is looked at, so the list should be up to date. */
  readonly onShown: () => void;
  /** Everything that the page cannot do itself. */
  readonly onRequest: (message: Exclude<ModelsMessageToExtension, { readonly type: 'ready' }>) => void;
}

/** Changes of progress that come within this time go to the page together. Milliseconds. */
const calmMs = 100;

/**
 * The "Models" page: one panel, made when first asked for, restored with the window. It holds no state of its own: the
 * page asks with 'ready' whenever it is (re)created and is sent everything.
 */
export class ModelsPanel implements vscode.Disposable {
  /** Goes into package.json's `onWebviewPanel:` activation event. */
  static readonly viewType = 'whetstone.models';

  private panel: vscode.WebviewPanel | undefined;
  private readonly registrations: readonly { dispose(): void }[];
  private changed: Set<string> | 'all' = new Set();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What a page that is not ready yet shall show. */
  private waiting: ModelsMessageToPage[] = [];
  private ready = false;

  constructor(private readonly options: ModelsPanelOptions) {
    this.registrations = [
      vscode.window.registerWebviewPanelSerializer(ModelsPanel.viewType, {
        deserializeWebviewPanel: async (panel) => this.attach(panel),
      }),
      options.store.onChange((change) => this.collect(change)),
    ];
  }

  get visible(): boolean {
    return this.panel?.visible ?? false;
  }

  /** Opens the page, or brings it to the front. @param model to bring into view */
  show(model?: string): void {
    if (this.panel) this.panel.reveal();
    else {
      this.attach(
        vscode.window.createWebviewPanel(
          ModelsPanel.viewType,
          vscode.l10n.t('Models'),
          vscode.ViewColumn.Active,
          this.webviewOptions(),
        ),
      );
    }
    if (model !== undefined) this.tell({ type: 'reveal', model });
  }

  /** Puts a licence before the user, on the page. */
  showLicence(licence: ShownLicence): void {
    this.show();
    this.tell({ type: 'licence', licence });
  }

  /** Sends everything again, because something besides the models has changed. */
  resend(): void {
    this.collect('all');
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const registration of this.registrations) registration.dispose();
    this.panel?.dispose();
  }

  /** For tests: what the page would be sent. */
  get content(): ModelsContent {
    const { store, localOnly } = this.options;
    switch (store.state.kind) {
      case 'unread':
        return { kind: 'loading' };
      case 'failed':
        return { kind: 'failed', problem: store.state.problem };
      case 'ready':
        return { kind: 'ready', models: store.models.map(rowOf), localOnly: localOnly() };
    }
  }

  private get pages(): vscode.Uri {
    return vscode.Uri.joinPath(this.options.extensionUri, 'dist', 'webviews');
  }

  private webviewOptions(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.pages] };
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    this.ready = false;
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.waiting = [];
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away, and says 'ready' again when it is shown.
      if (!panel.visible) this.ready = false;
    });
    panel.iconPath = vscode.Uri.joinPath(this.options.extensionUri, 'media', 'icon.svg');
    panel.webview.options = this.webviewOptions();
    panel.webview.onDidReceiveMessage((message: ModelsMessageToExtension) => this.receive(message));
    panel.webview.html = webviewPage({
      locale: vscode.env.language,
      title: vscode.l10n.t('Models'),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(24).toString('base64'),
      scriptUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(this.pages, 'models.js')).toString(),
      styleUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(this.pages, 'models.css')).toString(),
    });
  }

  private receive(message: ModelsMessageToExtension): void {
    if (message.type !== 'ready') {
      this.options.onRequest(message);
      return;
    }
    this.ready = true;
    this.sendAll();
    for (const waiting of this.waiting.splice(0)) this.send(waiting);
    this.options.onShown();
  }

  private collect(change: StoreChange): void {
    if (change === 'all') this.changed = 'all';
    else if (this.changed !== 'all') for (const id of change) this.changed.add(id);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const changed = this.changed;
      this.changed = new Set();
      if (changed === 'all') this.sendAll();
      else this.send({ type: 'changed', models: [...changed].flatMap((id) => this.rows(id)) });
    }, calmMs);
  }

  private rows(id: string): readonly ReturnType<typeof rowOf>[] {
    const facts = this.options.store.find(id);
    return facts ? [rowOf(facts)] : [];
  }

  private sendAll(): void {
    this.send({
      type: 'state',
      content: this.content,
      strings: modelsStrings(vscode.l10n),
      locale: vscode.env.language,
    });
  }

  /** For what must not get lost: kept until the page is there. */
  private tell(message: ModelsMessageToPage): void {
    if (this.ready) this.send(message);
    else this.waiting.push(message);
  }

  private send(message: ModelsMessageToPage): void {
    if (this.panel?.visible && this.ready) void this.panel.webview.postMessage(message);
  }
}
