/**
 * Every request and notification between the extension host and the models child (`host/main.ts`), and the data they
 * carry. Requests that fail answer with RUNTIME_ERROR_CODE and RuntimeErrorData of runtime/protocol.ts.
 *
 * A download belongs to no window: it runs in a process of its own (`downloadHost/main.ts`), and every child that serves
 * the same models folder reports its progress.
 */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { LogParams, RuntimeErrorData } from '../protocol';

/** Formats that weights are converted to. 'int8-blocks' is for GPUs; those of GGUF are run by llama.cpp. */
export const weightPrecisions = ['int8', 'int4', 'int8-blocks', 'fp32', 'gguf-q8_0', 'gguf-f16'] as const;
export type WeightPrecision = (typeof weightPrecisions)[number];

/** A licence as a list shows it; `models/licence` gives its text. */
export interface LicenceSummary {
  /** For a reader, e.g. "CC BY-NC 4.0". */
  readonly name: string;
  /** SPDX identifier, where there is one. */
  readonly spdx?: string | undefined;
  readonly url?: string | undefined;
  /** Whether a download is refused until the user has accepted the text. */
  readonly needsAcceptance: boolean;
  /** The acceptance on record for the present text. */
  readonly accepted?: LicenceAcceptance | undefined;
}

export interface LicenceAcceptance {
  readonly model: string;
  /** SHA-256 of the text that was shown. */
  readonly textSha256: string;
  /** Who accepted: the account's name on this machine, or what the caller gave. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Whether a model suits this machine. Memory figures are estimates: see `memoryNeeded` in catalogue.ts. */
export interface Fit {
  readonly verdict: 'fits' | 'tight' | 'too-large' | 'unknown';
  /** Bytes that the model needs in `precision`; undefined when its size is unknown. */
  readonly memoryNeeded?: number | undefined;
  /** Precision that the verdict is about: the installed one, else the best that fits. */
  readonly precision: WeightPrecision;
  /** Bytes of memory of this machine. */
  readonly memoryTotal: number;
  readonly threads: number;
  /** Filled in by whoever has probed the execution providers. */
  readonly gpu?: GpuFit | undefined;
}

export interface GpuFit {
  readonly provider: string;
  readonly device?: string | undefined;
  readonly memoryBytes?: number | undefined;
  readonly usable: boolean;
  /** Why it is not usable for this model, for people. */
  readonly reason?: string | undefined;
}

/** How a model came into the folder; 'unmanaged': by somebody else's hand, so it is neither changed nor removed. */
export type ModelOrigin = 'embedded' | 'download' | 'converted' | 'copy' | 'reference' | 'unmanaged';

/**
 * 'available': nothing of it is here. 'downloading': a process works on it now. 'partial': a download that can go on.
 * 'installed': all its files are there with the right sizes. 'broken': `problem` says why.
 */
export type ModelState = 'available' | 'downloading' | 'partial' | 'installed' | 'broken';

export interface ModelListing {
  readonly id: string;
  readonly title: string;
  readonly state: ModelState;
  readonly origin?: ModelOrigin | undefined;
  /** What `InfillParams.model` takes; only when it is installed. */
  readonly model?: string | undefined;
  /** Absolute path of its folder, when there is one. */
  readonly folder?: string | undefined;
  /** Bytes on this disk. */
  readonly bytes: number;
  /** Bytes of a download, where known. */
  readonly downloadBytes?: number | undefined;
  readonly family?: string | undefined;
  readonly parameters?: number | undefined;
  readonly precision?: string | undefined;
  readonly goodFor?: string | undefined;
  /** Hub repository, e.g. "owner/name". */
  readonly repository?: string | undefined;
  /** Fields of the catalogue entry that nobody has checked against the hub. */
  readonly unverified: readonly string[];
  readonly licence?: LicenceSummary | undefined;
  readonly problem?: RuntimeErrorData | undefined;
  readonly download?: DownloadStatus | undefined;
  /** Whether the checkpoint's own files were kept. */
  readonly sourceKept: boolean;
  readonly inUse: boolean;
  readonly fit: Fit;
}

export type DownloadPhase = 'listing' | 'downloading' | 'converting' | 'done' | 'failed' | 'cancelled';

/** State of a download as its process last wrote it. */
export interface DownloadStatus {
  readonly model: string;
  readonly phase: DownloadPhase;
  /** Bytes of the checkpoint that are here, and of all its files; while converting: bytes converted. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Files that are complete, and all. */
  readonly doneFiles: number;
  readonly totalFiles: number;
  /** Of the last seconds. */
  readonly bytesPerSecond: number;
  /** What it waits for, e.g. a hub that asked for patience. */
  readonly waiting?: string | undefined;
  readonly error?: RuntimeErrorData | undefined;
  /** Whether a process works on it now; false with a phase that is no end: it was interrupted and can go on. */
  readonly active: boolean;
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly updatedAt: string;
}

export interface ModelParams {
  readonly model: string;
}

export interface LicenceText extends LicenceSummary {
  readonly model: string;
  readonly text: string;
  readonly textSha256: string;
}

export interface AcceptLicenceParams extends ModelParams {
  /** Of the text that the user was shown; another one is refused. */
  readonly textSha256: string;
  /** Default: the account's name on this machine. */
  readonly by?: string | undefined;
}

export interface DownloadParams extends ModelParams {
  readonly precision?: WeightPrecision | undefined;
  /** Keep the checkpoint's own files after the conversion; default false. */
  readonly keepSource?: boolean | undefined;
  /** For private or gated repositories. Handed to the download's process and written nowhere. */
  readonly token?: string | undefined;
}

export interface CancelParams extends ModelParams {
  /** Also delete what is already here; default false: a later download goes on from it. */
  readonly discard?: boolean | undefined;
}

export interface AddFolderParams {
  /** Absolute path of a model folder or a checkpoint folder. */
  readonly folder: string;
  /** Default: made from the folder's name. */
  readonly id?: string | undefined;
  /** Of a model folder: copy it into the models folder, or only remember where it is. A checkpoint is always converted. */
  readonly how?: 'copy' | 'reference' | undefined;
  readonly precision?: WeightPrecision | undefined;
}

export interface VerifyReport {
  readonly model: string;
  readonly ok: boolean;
  readonly files: readonly VerifiedFile[];
}

export interface VerifiedFile {
  readonly name: string;
  readonly bytes: number;
  /** What is wrong with it; undefined: nothing. */
  readonly problem?: string | undefined;
}

/** Progress of a request that is answered when its work is done. */
export interface WorkProgress {
  readonly model: string;
  readonly work: 'verify' | 'add';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** All models: of the catalogue, installed, and on their way. */
export const listModels = new RequestType0<readonly ModelListing[], RuntimeErrorData>('models/list');
export const licenceText = new RequestType<ModelParams, LicenceText, RuntimeErrorData>('models/licence');
export const acceptLicence = new RequestType<AcceptLicenceParams, LicenceAcceptance, RuntimeErrorData>(
  'models/acceptLicence',
);
/**
 * Starts a download, or goes on with one, and answers as soon as a process works on it (this one's or another window's);
 * how it ends comes by `downloadChanged`. Refused with kind 'licence' while the licence is not accepted.
 */
export const downloadModel = new RequestType<DownloadParams, DownloadStatus, RuntimeErrorData>('models/download');
/** Stops a download, whoever started it; answers when its process has stopped. */
export const cancelDownload = new RequestType<CancelParams, undefined, RuntimeErrorData>('models/cancel');
/** Removes an installed model or a partial download. Refused with kind 'in-use' while a window has it loaded. */
export const removeModel = new RequestType<ModelParams, undefined, RuntimeErrorData>('models/remove');
/** Hashes every file anew. Cancelled by its token. */
export const verifyModel = new RequestType<ModelParams, VerifyReport, RuntimeErrorData>('models/verify');
/** Answers when the model is installed. Cancelled by its token. */
export const addFolder = new RequestType<AddFolderParams, ModelListing, RuntimeErrorData>('models/addFolder');

export const modelsReady = new NotificationType<{ readonly pid: number }>('models/ready');
export const modelsLog = new NotificationType<LogParams>('models/log');
/** A download went on, of whichever window; at most some four times a second and model, and always at its end. */
export const downloadChanged = new NotificationType<DownloadStatus>('models/downloadChanged');
export const workProgress = new NotificationType<WorkProgress>('models/workProgress');
/** What `models/list` answers may have changed. */
export const modelsChanged = new NotificationType0('models/changed');
