import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../runtimeError';
import { LicenceRegister } from './acceptance';
import { Catalogue, modelId, type CatalogueEntry } from './catalogue';
import { DownloadJournal } from './downloads/downloadJournal';
import { followDownload, stopDownload } from './downloads/followDownload';
import { holder } from '../files';
import { runDownload, type DownloadCallbacks, type DownloadRequest } from './downloads/runDownload';
import { fitOf } from './fit';
import { knownGpus } from './gpuFit';
import { publicHub } from './hub/hubConnection';
import { addFolder, type AddOptions } from './installed/addFolder';
import { usersOf } from './installed/inUse';
import { readManifest } from './installed/inspectInstalled';
import { ModelStore, type InstalledModel } from './installed/store';
import { verifyFiles, type VerifyOptions } from './installed/verifyModel';
import type { ModelManifest } from './manifest';
import { ModelsFolder } from './modelsFolder';
import type {
  DownloadStatus,
  LicenceAcceptance,
  LicenceSummary,
  LicenceText,
  ModelListing,
  ModelState,
  VerifyReport,
  WeightPrecision,
} from './protocol';

export interface ManagerOptions {
  /** Absolute path; made when something is put there. */
  readonly modelsFolder: string;
  /** Absolute path of the folder of the model that ships. */
  readonly embedded: string;
  /** Default: HF_ENDPOINT of the environment, else the public hub. */
  readonly endpoint?: string | undefined;
  /** Default: the proxy variables of the environment. */
  readonly proxy?: string | undefined;
  /** Where the runtime remembers what runs on this machine's GPUs; left out: nothing is said of them. */
  readonly stateFolder?: string | undefined;
  /** Nothing is asked of any hub; also by HF_HUB_OFFLINE of the environment. */
  readonly localOnly?: boolean | undefined;
}

export interface DownloadChoice {
  /** Default: that of a download that goes on, else int8. */
  readonly precision?: WeightPrecision | undefined;
  readonly keepSource?: boolean | undefined;
  readonly token?: string | undefined;
}

/** Everything that can be done with models and their folder; pages, command line and tests use this alone. */
export class ModelManager {
  readonly folder: ModelsFolder;
  private readonly store: ModelStore;
  private readonly licences: LicenceRegister;

  constructor(private readonly options: ManagerOptions) {
    this.folder = new ModelsFolder(options.modelsFolder);
    this.store = new ModelStore(this.folder, path.resolve(options.embedded));
    this.licences = new LicenceRegister(this.folder);
  }

  async list(): Promise<readonly ModelListing[]> {
    const catalogue = await Catalogue.read(this.folder.root);
    const installed = new Map((await this.store.list()).map((model) => [model.id, model]));
    const ids = new Set([...installed.keys(), ...catalogue.entries.map(({ id }) => id), ...(await this.downloadIds())]);
    const gpus = await knownGpus(this.options.stateFolder);
    return Promise.all([...ids].map((id) => this.listing(id, gpus, catalogue.find(id), installed.get(id))));
  }

  /** @throws RuntimeError model-missing when neither catalogue nor folder knows the id */
  async show(id: string): Promise<ModelListing> {
    const catalogue = await Catalogue.read(this.folder.root);
    const installed = await this.store.find(id);
    const entry = catalogue.find(id);
    if (!installed && !entry && !(await this.downloadIds()).includes(id)) catalogue.get(id);
    return this.listing(id, await knownGpus(this.options.stateFolder), entry, installed);
  }

  async licence(id: string): Promise<LicenceText> {
    return this.licences.text((await Catalogue.read(this.folder.root)).get(id));
  }

  async acceptLicence(id: string, textSha256: string, by?: string): Promise<LicenceAcceptance> {
    return this.licences.accept((await Catalogue.read(this.folder.root)).get(id), textSha256, by);
  }

  /**
   * What a process needs to run a download.
   * @throws RuntimeError licence, model-missing; network when downloads are not allowed; bad-request when it is installed already
   */
  async downloadRequest(id: string, choice: DownloadChoice = {}): Promise<DownloadRequest> {
    const entry = (await Catalogue.read(this.folder.root)).get(id);
    await this.licences.require(entry);
    this.requireNetwork();
    const installed = await this.store.find(id);
    const precision = choice.precision ?? (await this.begunAs(id, installed)) ?? 'int8';
    if (installed && !installed.problem && installed.manifest?.quantisation === precision) {
      const message = `${entry.title} is installed as ${precision} already.`;
      throw new RuntimeError('bad-request', message, 'Ask for another precision, or remove it first.');
    }
    const { endpoint, proxy } = this.options;
    return {
      modelsFolder: this.folder.root,
      model: id,
      precision,
      keepSource: choice.keepSource ?? false,
      endpoint: endpoint ?? process.env.HF_ENDPOINT ?? publicHub,
      proxy,
      token: choice.token,
    };
  }

  /** Precision of a download that was begun and not finished. */
  private async begunAs(id: string, installed: InstalledModel | undefined): Promise<WeightPrecision | undefined> {
    const journal = this.journal(id);
    const isPartial = stateOf(installed, await journal.readStatus()) === 'partial';
    return isPartial ? (await journal.readPlan())?.precision : undefined;
  }

  /**
   * Downloads in this process; where another one is at it, follows that, and takes over when it is lost.
   * @returns the last status: done, failed, or cancelled
   */
  async download(request: DownloadRequest, callbacks: DownloadCallbacks = {}): Promise<DownloadStatus> {
    const journal = this.journal(request.model);
    for (;;) {
      try {
        return await runDownload(request, callbacks);
      } catch (error) {
        if (!(error instanceof RuntimeError) || error.kind !== 'in-use') throw error;
      }
      callbacks.log?.(`Another process downloads ${request.model}; this one follows it.`);
      const status = await followDownload(journal, callbacks);
      if (status && ['done', 'failed', 'cancelled'].includes(status.phase)) return status;
      callbacks.log?.(`The process that downloaded ${request.model} is gone; this one goes on.`);
    }
  }

  /** Status of every download of which something is here. */
  async downloads(): Promise<readonly DownloadStatus[]> {
    const statuses = await Promise.all((await this.downloadIds()).map((id) => this.journal(id).readStatus()));
    return statuses.filter((status) => status !== undefined);
  }

  async downloadStatus(id: string): Promise<DownloadStatus | undefined> {
    return this.journal(id).readStatus();
  }

  /** Whether a process works on it. */
  async isDownloading(id: string): Promise<boolean> {
    return (await holder(this.journal(id).lock)) !== undefined;
  }

  /**
   * Stops a download of whichever process.
   * @param discard also delete what is here of it
   * @throws RuntimeError model-missing when nothing of it is here; in-use when its process does not stop
   */
  async cancel(id: string, discard = false): Promise<void> {
    const journal = this.journal(id);
    const stopped = await stopDownload(journal);
    if (await holder(journal.lock)) {
      const message = `The process that downloads ${id} does not stop.`;
      throw new RuntimeError('in-use', message, 'Wait a moment and try again.');
    }
    const there = (await journal.readWrittenStatus()) !== undefined || (await journal.readPlan()) !== undefined;
    if (!stopped && !there) {
      throw new RuntimeError('model-missing', `${id} is not being downloaded.`, 'See `whetstone models list`.');
    }
    if (!discard) return;
    await rm(journal.folder, { recursive: true, force: true });
    await rm(`${this.folder.model(id)}.partial`, { recursive: true, force: true });
  }

  async remove(id: string): Promise<void> {
    await this.store.remove(id);
  }

  async verify(id: string, options: VerifyOptions = {}): Promise<VerifyReport> {
    const model = await this.store.get(id);
    const files = await verifyFiles(model.folder, await readManifest(model.folder), options);
    return { model: id, ok: files.every(({ problem }) => problem === undefined), files };
  }

  async add(folder: string, options: AddOptions = {}): Promise<ModelListing> {
    if (options.id !== undefined && (await Catalogue.read(this.folder.root)).find(options.id)) {
      const message = `"${options.id}" is a model of the catalogue.`;
      throw new RuntimeError('bad-request', message, 'Give another id.');
    }
    return this.show(await addFolder(this.store, folder, options));
  }

  private requireNetwork(): void {
    const offline = /^(?:1|true|yes|on)$/i.test(process.env.HF_HUB_OFFLINE ?? '');
    if (this.options.localOnly !== true && !offline) return;
    const action =
      'Add a model from a folder of this disk, or allow downloads (the local-only setting, HF_HUB_OFFLINE).';
    throw new RuntimeError('network', 'Whetstone is set to stay on this machine: nothing is downloaded.', action);
  }

  private journal(id: string): DownloadJournal {
    const parsed = modelId.safeParse(id);
    if (parsed.success) return new DownloadJournal(this.folder, parsed.data);
    throw new RuntimeError('model-missing', `"${id}" is no model's id.`, 'See `whetstone models list`.');
  }

  private async downloadIds(): Promise<readonly string[]> {
    const names = await readdir(path.join(this.folder.root, '.downloads')).catch(() => []);
    return names.filter((name) => modelId.safeParse(name).success);
  }

  private async listing(
    id: string,
    gpus: Awaited<ReturnType<typeof knownGpus>>,
    entry: CatalogueEntry | undefined,
    installed: InstalledModel | undefined,
  ): Promise<ModelListing> {
    const journal = id === 'embedded' ? undefined : this.journal(id);
    const download = await journal?.readStatus();
    const state = stateOf(installed, download);
    const kept = await journal?.readPlan();
    const parameters = installed?.manifest?.parameters ?? entry?.parameters;
    const precision = installed?.manifest?.quantisation;
    const gpu = gpus(precision);
    return {
      id,
      title: entry?.title ?? (id === 'embedded' ? 'Embedded model' : id),
      state,
      origin: installed?.origin,
      model: state === 'installed' && installed ? (id === 'embedded' ? 'embedded' : installed.folder) : undefined,
      folder: installed?.folder,
      bytes: (installed?.bytes ?? 0) + (installed ? 0 : (download?.doneBytes ?? 0)),
      downloadBytes: download && download.totalBytes > 0 ? download.totalBytes : entry?.downloadBytes,
      family: installed?.manifest?.family ?? entry?.family,
      parameters,
      precision,
      goodFor: entry?.goodFor ?? (id === 'embedded' ? embeddedGoodFor : undefined),
      repository: entry?.repository.name,
      unverified: entry?.unverified ?? [],
      licence: entry ? await this.licences.summary(entry) : id === 'embedded' ? embeddedLicence : undefined,
      problem: installed?.problem ?? (state === 'partial' ? download?.error : undefined),
      // Of a download that is done there is nothing more to say.
      download: download?.phase === 'done' ? undefined : download,
      sourceKept: installed !== undefined && kept?.keepSource === true,
      inUse: installed !== undefined && (await usersOf(this.folder.root, id)).length > 0,
      fit: { ...fitOf(parameters, precision && judgedAs(precision)), ...(gpu && { gpu }) },
    };
  }
}

const embeddedLicence: LicenceSummary = { name: 'Apache License 2.0', spdx: 'Apache-2.0', needsAcceptance: false };
const embeddedGoodFor = 'Suggestions on any machine, at once and without a network. It ships with Whetstone.';

/** The precision that needs as much memory. */
function judgedAs(quantisation: ModelManifest['quantisation']): WeightPrecision {
  return quantisation === 'gguf' ? 'gguf-q8_0' : quantisation;
}

function stateOf(installed: InstalledModel | undefined, download: DownloadStatus | undefined): ModelState {
  if (download?.active) return 'downloading';
  if (installed) return installed.problem ? 'broken' : 'installed';
  return download === undefined || download.phase === 'done' ? 'available' : 'partial';
}
