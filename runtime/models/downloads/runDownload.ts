import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ProcessLock, requireSpace } from '../../files';
import { RuntimeError } from '../../runtimeError';
import { LicenceRegister } from '../acceptance';
import { Catalogue, checkpointFile, convertedBytes, type CatalogueEntry } from '../catalogue';
import { isAbort, toErrorData } from '../errorData';
import { HubConnection, publicHub } from '../hub/hubConnection';
import { readRepository, type RemoteFile, type RemoteRepository } from '../hub/remoteRepository';
import type { Patience } from '../hub/retry';
import { writeRecord } from '../installed/installRecord';
import { folderFailure, ModelsFolder } from '../modelsFolder';
import type { DownloadStatus, WeightPrecision } from '../protocol';
import { chooseFiles } from './chooseFiles';
import { DownloadJournal, type DownloadPlan } from './downloadJournal';
import { FileSet } from './fileSet';
import { StatusWriter } from './statusWriter';

export interface DownloadRequest {
  /** Absolute path of the models folder. */
  readonly modelsFolder: string;
  /** Id of the catalogue. */
  readonly model: string;
  readonly precision: WeightPrecision;
  readonly keepSource: boolean;
  /** Default: the public hub. */
  readonly endpoint?: string | undefined;
  readonly token?: string | undefined;
  readonly proxy?: string | undefined;
  /** Files at once; default 3. */
  readonly parallel?: number | undefined;
  readonly patience?: Patience | undefined;
}

export interface DownloadCallbacks {
  readonly signal?: AbortSignal | undefined;
  readonly onStatus?: ((status: DownloadStatus) => void) | undefined;
  readonly log?: ((message: string) => void) | undefined;
}

/** How often a download looks whether another process wants it to stop. Milliseconds. */
const cancelPollMs = 200;
const defaultParallel = 3;

/**
 * Downloads a model of the catalogue, converts it and installs it, or goes on with that where it was left. Only one
 * process at a time does so for a model.
 * @returns the last status: done, cancelled (also by the signal), or failed with its error
 * @throws RuntimeError licence or model-missing before anything is begun; in-use when another process is at it
 */
export async function runDownload(
  request: DownloadRequest,
  callbacks: DownloadCallbacks = {},
): Promise<DownloadStatus> {
  const folder = new ModelsFolder(request.modelsFolder);
  const entry = (await Catalogue.read(folder.root)).get(request.model);
  await new LicenceRegister(folder).require(entry);
  await folder.prepare();
  const journal = new DownloadJournal(folder, entry.id);
  const stop = new AbortController();
  const status = new StatusWriter(journal, (now) => callbacks.onStatus?.(now));
  const lock = await takeLock(journal, () => {
    status.leaveJournal();
    stop.abort();
  });
  const signal = callbacks.signal ? AbortSignal.any([callbacks.signal, stop.signal]) : stop.signal;
  const poll = setInterval(() => {
    void journal.cancelRequested().then((wanted) => wanted && stop.abort());
  }, cancelPollMs);
  try {
    await journal.clearCancel();
    await new Download(request, entry, folder, journal, status, signal, callbacks).run();
    return await status.end('done');
  } catch (error) {
    if (isAbort(error) || signal.aborted) return await status.end('cancelled');
    callbacks.log?.(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return await status.end('failed', toErrorData(folderFailure(error, folder.root)));
  } finally {
    clearInterval(poll);
    await journal.clearCancel().catch(() => undefined);
    await lock.release();
  }
}

async function takeLock(journal: DownloadJournal, onLost: () => void): Promise<ProcessLock> {
  try {
    await journal.prepare();
    const lock = await ProcessLock.acquire(journal.lock, onLost);
    if (lock) return lock;
  } catch (error) {
    throw folderFailure(error, journal.folder);
  }
  const message = `${journal.model} is being downloaded by another process.`;
  throw new RuntimeError('in-use', message, 'Wait for it, or cancel it: `whetstone models list` shows how far it is.');
}

/** One try of a download, with the lock held. */
class Download {
  constructor(
    private readonly request: DownloadRequest,
    private readonly entry: CatalogueEntry,
    private readonly folder: ModelsFolder,
    private readonly journal: DownloadJournal,
    private readonly status: StatusWriter,
    private readonly signal: AbortSignal,
    private readonly callbacks: DownloadCallbacks,
  ) {}

  async run(): Promise<void> {
    const { request, status } = this;
    await status.begin('listing', 0, 0, 0);
    const connection = new HubConnection({
      endpoint: request.endpoint ?? publicHub,
      token: request.token,
      proxy: request.proxy,
      patience: request.patience,
    });
    try {
      const plan = await this.plan(connection);
      const set = new FileSet(connection, plan, this.journal.files, status, this.signal);
      const missing = await set.missing();
      await this.requireRoom(missing, set.missingBytes);
      await status.begin('downloading', sum(plan.files), plan.files.length, 0);
      await set.fetch(request.parallel ?? defaultParallel);
      await this.convert(plan);
    } finally {
      await connection.close();
    }
    if (!request.keepSource) await rm(this.journal.files, { recursive: true, force: true });
  }

  /** What the repository holds now, written down before anything of it is fetched. */
  private async plan(connection: HubConnection): Promise<DownloadPlan> {
    const { entry, request, signal } = this;
    const { name, revision } = entry.repository;
    const onPause = (reason: string) => this.pause(reason);
    const repository = await readRepository(connection, name, revision, { signal, onPause });
    requireSameLicence(entry, repository);
    const files = chooseFiles(repository, entry.files, checkpointFile);
    const plan: DownloadPlan = {
      format: 1,
      model: entry.id,
      repository: name,
      endpoint: connection.endpoint,
      commit: repository.commit,
      precision: request.precision,
      keepSource: request.keepSource,
      files: [...files],
    };
    const before = await this.journal.readPlan();
    if (before && before.commit !== plan.commit) {
      this.callbacks.log?.(`${name} has changed since the last try: ${before.commit} is now ${plan.commit}.`);
    }
    await this.removeOthers(plan, before);
    await this.journal.writePlan(plan);
    return plan;
  }

  /** Files of an earlier try that the present plan does not want, or wants with other bytes. Partial ones carry their hash. */
  private async removeOthers(plan: DownloadPlan, before: DownloadPlan | undefined): Promise<void> {
    const same = new Set(
      plan.files.flatMap((file) => (before?.files.some((old) => isSame(old, file)) ? [file.path] : [])),
    );
    for (const name of await readdir(this.journal.files)) {
      const partial = plan.files.some((file) => name.startsWith(`${file.path}.${file.digest.hex.slice(0, 16)}`));
      if (!same.has(name) && !partial) await rm(path.join(this.journal.files, name), { recursive: true, force: true });
    }
  }

  private async requireRoom(missing: readonly RemoteFile[], missingBytes: number): Promise<void> {
    const { entry, request } = this;
    const converted = entry.parameters === undefined ? 0 : convertedBytes(entry.parameters, request.precision);
    const what = missing.length === 0 ? `${entry.title}, converted,` : `${entry.title}, downloaded and converted,`;
    await requireSpace(this.folder.root, missingBytes + converted, what);
  }

  private async convert(plan: DownloadPlan): Promise<void> {
    const { entry, request, status, signal } = this;
    await status.begin('converting', sum(plan.files), plan.files.length, plan.files.length);
    // Here and not above: the converter is needed once in a long time, and reads this folder's door itself.
    const { convertCheckpoint } = await import('../../diffusion');
    await convertCheckpoint(this.journal.files, this.folder.model(entry.id), {
      id: entry.id,
      quantise: request.precision,
      origin: { repository: plan.repository, revision: plan.commit },
      onProgress: (done, total) => status.totals(done, total),
      signal,
    });
    await writeRecord(this.folder, {
      id: entry.id,
      origin: 'download',
      repository: plan.repository,
      commit: plan.commit,
    });
  }

  private pause(reason: string): void {
    this.status.waiting(reason);
    this.callbacks.log?.(`Waits: ${reason}`);
  }
}

/** A card that names another licence than the one that the user knows of. */
function requireSameLicence(entry: CatalogueEntry, repository: RemoteRepository): void {
  const { hubTag, name } = entry.licence;
  const { licences } = repository;
  if (hubTag === undefined || licences.length === 0 || licences.includes(hubTag)) return;
  const message = `The hub says that ${repository.name} is under "${licences.join(', ')}"; the catalogue says ${name}.`;
  const action = 'Update Whetstone, or add an entry of your own with the licence that the repository has now.';
  throw new RuntimeError('licence', message, action);
}

function isSame(a: RemoteFile, b: RemoteFile): boolean {
  return a.path === b.path && a.bytes === b.bytes && a.digest.kind === b.digest.kind && a.digest.hex === b.digest.hex;
}

function sum(files: readonly RemoteFile[]): number {
  return files.reduce((total, file) => total + file.bytes, 0);
}
