import * as vscode from 'vscode';
import type {
  ModelsContent,
  ModelsMessageToExtension,
  ModelsMessageToPage,
  ShownLicence,
} from '../../webviews/models/protocol';
import { PagePanel, type PageRequest } from '../pages/pagePanel';
import { rowOf } from './modelFacts';
import { modelsStrings } from './modelsStrings';
import type { ModelStore, StoreChange } from './modelStore';

export type ModelsRequest = PageRequest<ModelsMessageToExtension>;

export interface ModelsPanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly store: ModelStore;
  readonly localOnly: () => boolean;
  /** The page is looked at, so the list should be up to date. */
  readonly onShown: () => void;
  /** Everything that the page cannot do itself. */
  readonly onRequest: (message: ModelsRequest) => void;
}

/** Changes of progress that come within this time go to the page together. Milliseconds. */
const calmMs = 100;

/** The "Models" page. */
export class ModelsPanel extends PagePanel<ModelsMessageToPage, ModelsRequest> {
  private readonly registration: { dispose(): void };
  private changed: Set<string> | 'all' = new Set();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ModelsPanelOptions) {
    super({ extensionUri: options.extensionUri, page: 'models', title: vscode.l10n.t('Models') });
    this.registration = options.store.onChange((change) => this.collect(change));
  }

  /** @param model to bring into view */
  override show(model?: string): void {
    super.show();
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

  override dispose(): void {
    clearTimeout(this.timer);
    this.registration.dispose();
    super.dispose();
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

  protected override onReady(): void {
    this.sendAll();
    this.options.onShown();
  }

  protected override onRequest(message: ModelsRequest): void {
    this.options.onRequest(message);
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
}
