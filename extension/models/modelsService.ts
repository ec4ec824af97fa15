import path from 'node:path';
import * as vscode from 'vscode';
import type { DownloadStatus, WorkProgress } from '../../runtime/models/protocol';
import { readSetting } from '../contributions/configuration';
import { DisposableStore } from '../disposableStore';
import { RuntimeRequestError } from '../runtimeProcess/errors';
import type { ModelsClient } from './modelsClient';

export interface ModelsServiceOptions {
  readonly extensionPath: string;
  /** Where models lie unless a setting says otherwise. */
  readonly defaultFolder: string;
  /** Folder of what is kept between windows. */
  readonly storage: string;
  readonly log: vscode.LogOutputChannel;
  readonly onDownload: (status: DownloadStatus) => void;
  readonly onWork: (progress: WorkProgress) => void;
  readonly onChange: () => void;
  /** The next client has another folder, endpoint or proxy. */
  readonly onRenewed: () => void;
}

/** Makes the client of the models child when it is first needed, and again when settings that it starts with change. */
export class ModelsService implements vscode.Disposable {
  private client: Promise<ModelsClient> | undefined;
  private readonly owned = new DisposableStore();

  constructor(private readonly options: ModelsServiceOptions) {
    const settings = ['whetstone.models', 'http.proxy', 'http.proxySupport'];
    this.owned.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (settings.some((section) => event.affectsConfiguration(section))) this.renew();
      }),
    );
  }

  /** Absolute path of the folder of models. */
  get folder(): string {
    const chosen = readSetting('whetstone.models.folder');
    return chosen === '' ? this.options.defaultFolder : chosen;
  }

  /** @throws RuntimeRequestError when a setting makes no sense */
  async get(): Promise<ModelsClient> {
    this.client ??= this.create();
    try {
      return await this.client;
    } catch (error) {
      this.client = undefined;
      throw error;
    }
  }

  dispose(): void {
    this.owned.dispose();
    this.drop();
  }

  private renew(): void {
    this.drop();
    this.options.onRenewed();
  }

  private drop(): void {
    const old = this.client;
    this.client = undefined;
    void old?.then(
      (client) => client.dispose(),
      () => undefined,
    );
  }

  private async create(): Promise<ModelsClient> {
    const { extensionPath, storage, log, onDownload, onWork, onChange } = this.options;
    const { folder } = this;
    if (!path.isAbsolute(folder)) {
      throw new RuntimeRequestError({
        kind: 'bad-request',
        message: vscode.l10n.t('The setting "whetstone.models.folder" is not an absolute path: {0}.', folder),
        action: vscode.l10n.t('Give the whole path of a folder, or leave it empty.'),
      });
    }
    // Loaded here and not at activation: a window in which nobody looks at models needs none of it.
    const { ModelsClient } = await import('./modelsClient');
    const program = (name: string): string => path.join(extensionPath, 'dist', 'runtime', name);
    const client = new ModelsClient({
      entry: program('modelsHost.cjs'),
      downloadEntry: program('downloadHost.cjs'),
      modelsFolder: folder,
      embedded: path.join(extensionPath, 'media', 'models', 'embedded'),
      stateFolder: storage,
      endpoint: readSetting('whetstone.models.endpoint') || undefined,
      proxy: proxyOf(vscode.workspace.getConfiguration('http')),
      log: ({ level, message }) => log[level](message),
    });
    client.onDownload(onDownload);
    client.onWork(onWork);
    client.onChange(onChange);
    return client;
  }
}

/** VS Code's own proxy; undefined: what the environment says. */
function proxyOf(http: vscode.WorkspaceConfiguration): string | undefined {
  const proxy: unknown = http.get('proxy');
  return http.get('proxySupport') === 'off' || typeof proxy !== 'string' || proxy === '' ? undefined : proxy;
}
