import { lstat, readdir, realpath, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import { modelId } from '../catalogue';
import { DownloadJournal } from '../downloads/downloadJournal';
import { ProcessLock } from '../../files';
import { manifestFile } from '../manifest';
import { folderFailure, type ModelsFolder } from '../modelsFolder';
import type { ModelOrigin } from '../protocol';
import { fileSize, inspectInstalled, type InstalledState } from './inspectInstalled';
import { readRecord, readRecords, removeRecord, type InstallRecord } from './installRecord';
import { usersOf } from './inUse';

export interface InstalledModel extends InstalledState {
  readonly id: string;
  readonly folder: string;
  readonly origin: ModelOrigin;
  readonly record?: InstallRecord | undefined;
}

/** The models that are in a models folder, or that it refers to. */
export class ModelStore {
  constructor(
    readonly folder: ModelsFolder,
    /** Absolute path of the model that ships; it is always there, and cannot be removed. */
    private readonly embedded: string,
  ) {}

  async list(): Promise<readonly InstalledModel[]> {
    const records = new Map((await readRecords(this.folder)).map((record) => [record.id, record]));
    const ids = new Set(records.keys());
    for (const entry of await readdir(this.folder.root, { withFileTypes: true }).catch(() => [])) {
      const isModel = entry.isDirectory() && isId(entry.name) && (await this.hasManifest(entry.name));
      if (isModel && entry.name !== 'embedded') ids.add(entry.name);
    }
    const found = await Promise.all([...ids].sort().map((id) => this.look(id, records.get(id))));
    return [await this.embeddedModel(), ...found];
  }

  /** @returns undefined when there is no such model */
  async find(id: string): Promise<InstalledModel | undefined> {
    if (id === 'embedded') return this.embeddedModel();
    if (!isId(id)) return undefined;
    const record = await readRecord(this.folder, id);
    return record !== undefined || (await this.hasManifest(id)) ? this.look(id, record) : undefined;
  }

  /** @throws RuntimeError model-missing */
  async get(id: string): Promise<InstalledModel> {
    const found = await this.find(id);
    if (found) return found;
    const message = `No model "${id}" is installed in ${this.folder.root}.`;
    throw new RuntimeError('model-missing', message, 'See `whetstone models list`.');
  }

  /**
   * Removes an installed model, its kept source and what there is of a download. Only what the manager put there: a
   * folder without its record, or one that is a link, is refused; of a reference only the entry goes.
   * @throws RuntimeError in-use while it is loaded or downloaded; bad-request, model-missing
   */
  async remove(id: string): Promise<void> {
    if (id === 'embedded') {
      throw new RuntimeError('bad-request', 'The embedded model is part of Whetstone.', 'It goes with the extension.');
    }
    const model = isId(id) ? await this.find(id) : await this.get(id);
    const journal = new DownloadJournal(this.folder, id);
    const hasDownload = (await journal.readWrittenStatus()) !== undefined || (await journal.readPlan()) !== undefined;
    if (!model && !hasDownload) await this.get(id);
    if (model) await this.requireRemovable(model);
    const lock = hasDownload ? await lockDownload(journal, id) : undefined;
    try {
      if (model && model.origin !== 'reference') await this.removeFolder(this.folder.model(id));
      await removeRecord(this.folder, id);
      for (const left of ['.partial', '.partial-lock']) {
        await rm(`${this.folder.model(id)}${left}`, { recursive: true, force: true });
      }
      await rm(journal.folder, { recursive: true, force: true });
    } catch (error) {
      throw removalFailure(error, id, this.folder.root);
    } finally {
      await lock?.release();
    }
  }

  private async requireRemovable(model: InstalledModel): Promise<void> {
    if (model.origin === 'unmanaged') {
      const message = `${model.folder} was not put there by the model manager, and is left alone.`;
      throw new RuntimeError('bad-request', message, 'Remove the folder yourself if you do not need it.');
    }
    const users = model.origin === 'reference' ? [] : await usersOf(this.folder.root, model.id);
    if (users.length === 0) return;
    const message = `${model.id} is in use by ${users.length === 1 ? 'process' : 'processes'} ${users.join(', ')}.`;
    throw new RuntimeError(
      'in-use',
      message,
      'Choose another model in every window, restart the runtime there, and try again.',
    );
  }

  /** Takes the name away first, so that nobody sees half a model; links are removed and never followed. */
  private async removeFolder(target: string): Promise<void> {
    const info = await lstat(target).catch(() => undefined);
    if (!info) return;
    const isOurs =
      info.isDirectory() &&
      (await realpath(target)) === path.join(await realpath(this.folder.root), path.basename(target));
    if (!isOurs) {
      const message = `${target} is a link or no folder: what it leads to is left alone.`;
      throw new RuntimeError('bad-request', message, 'Remove the link yourself.');
    }
    await this.folder.prepare();
    const doomed = this.folder.work(`removed-${randomUUID()}`);
    await rename(target, doomed);
    await rm(doomed, { recursive: true, force: true, maxRetries: 3 });
  }

  private async look(id: string, record: InstallRecord | undefined): Promise<InstalledModel> {
    const folder =
      record?.origin === 'reference' && record.folder !== undefined ? record.folder : this.folder.model(id);
    return { id, folder, origin: record?.origin ?? 'unmanaged', record, ...(await inspectInstalled(folder)) };
  }

  private async embeddedModel(): Promise<InstalledModel> {
    return { id: 'embedded', folder: this.embedded, origin: 'embedded', ...(await inspectInstalled(this.embedded)) };
  }

  private async hasManifest(id: string): Promise<boolean> {
    return (await fileSize(path.join(this.folder.model(id), manifestFile))) !== undefined;
  }
}

async function lockDownload(journal: DownloadJournal, id: string): Promise<ProcessLock> {
  const lock = await ProcessLock.acquire(journal.lock);
  if (lock) return lock;
  throw new RuntimeError('in-use', `${id} is being downloaded.`, 'Cancel the download first.');
}

function isId(name: string): boolean {
  return modelId.safeParse(name).success;
}

function removalFailure(error: unknown, id: string, root: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EBUSY' || (code === 'EPERM' && process.platform === 'win32')) {
    const message = `${id} cannot be removed: a program has its files open.`;
    return new RuntimeError('in-use', message, 'Close what uses the model, and try again.', { cause: error });
  }
  return folderFailure(error, root);
}
