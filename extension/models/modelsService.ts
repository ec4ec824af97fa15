import path from 'node:path';
import * as vscode from 'vscode';
import type { DownloadStatus, WorkProgress } from '../../runtime/models/protocol';
import { ChildService, configuredProxy, proxySections } from '../childProcess/childService';
import { readSetting } from '../contributions/configuration';
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
export class ModelsService extends ChildService<ModelsClient> {
  constructor(private readonly options: ModelsServiceOptions) {
    super({ renewing: ['whetstone.models', ...proxySections], configuring: [] });
  }

  /** Absolute path of the folder of models. */
  get folder(): string {
    const chosen = readSetting('whetstone.models.folder');
    return chosen === '' ? this.options.defaultFolder : chosen;
  }

  protected override notConfigured(): void {
    // It is never told: what it starts with renews it.
  }

  protected override onChanged(): void {
    this.options.onRenewed();
  }

  /** @throws RuntimeRequestError when a setting makes no sense */
  protected override async create(): Promise<ModelsClient> {
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
      proxy: configuredProxy(),
      log: ({ level, message }) => log[level](message),
    });
    client.onDownload(onDownload);
    client.onWork(onWork);
    client.onChange(onChange);
    return client;
  }
}
