import { fork, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CancellationToken,
  createMessageConnection,
  Emitter,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type Disposable,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import * as protocol from '../../runtime/models/protocol';
import type {
  AcceptLicenceParams,
  AddFolderParams,
  CancelParams,
  DownloadParams,
  DownloadStatus,
  LicenceAcceptance,
  LicenceText,
  ModelListing,
  VerifyReport,
  WorkProgress,
} from '../../runtime/models/protocol';
import type { LogParams } from '../../runtime/protocol';
import { fromAnswer } from '../runtimeProcess/answerError';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import { modelsEnvironment } from './modelsEnvironment';

export interface ModelsClientOptions {
  /** Absolute path of modelsHost.cjs. */
  readonly entry: string;
  /** Absolute path of downloadHost.cjs. */
  readonly downloadEntry: string;
  readonly modelsFolder: string;
  /** Absolute path of the folder of the embedded model. */
  readonly embedded: string;
  readonly endpoint?: string | undefined;
  readonly proxy?: string | undefined;
  /** Absolute path of the folder where the runtime remembers what runs on this machine's GPUs. */
  readonly stateFolder?: string | undefined;
  /** Refuse every download. */
  readonly localOnly?: boolean | undefined;
  readonly idleMs?: number | undefined;
  /** Options of Node; for tests. */
  readonly execArgv?: readonly string[] | undefined;
  readonly log?: ((entry: LogParams) => void) | undefined;
}

/** JSON-RPC code of a cancelled request (LSP 3.17). */
const cancelledCode = -32800;
const handshakeMs = 20_000;

interface Child {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly ready: Promise<void>;
  ended: string | undefined;
}

/**
 * The client of the models child: starts it when something is asked, and again when it has gone idle or was lost.
 * Downloads go on without it. Errors are RuntimeRequestError, fit for the user's eyes, or RequestCancelledError.
 */
export class ModelsClient {
  private child: Child | undefined;
  private disposed = false;
  private readonly downloads = new Emitter<DownloadStatus>();
  private readonly works = new Emitter<WorkProgress>();
  private readonly changes = new Emitter<void>();

  constructor(private readonly options: ModelsClientOptions) {}

  list(): Promise<readonly ModelListing[]> {
    return this.ask((connection) => connection.sendRequest(protocol.listModels));
  }

  licence(model: string): Promise<LicenceText> {
    return this.ask((connection) => connection.sendRequest(protocol.licenceText, { model }));
  }

  acceptLicence(params: AcceptLicenceParams): Promise<LicenceAcceptance> {
    return this.ask((connection) => connection.sendRequest(protocol.acceptLicence, params));
  }

  /** Answers when the download is under way; `onDownload` tells the rest. */
  download(params: DownloadParams): Promise<DownloadStatus> {
    return this.ask((connection) => connection.sendRequest(protocol.downloadModel, params));
  }

  async cancel(params: CancelParams): Promise<void> {
    await this.ask((connection) => connection.sendRequest(protocol.cancelDownload, params));
  }

  async remove(model: string): Promise<void> {
    await this.ask((connection) => connection.sendRequest(protocol.removeModel, { model }));
  }

  verify(model: string, token: CancellationToken = CancellationToken.None): Promise<VerifyReport> {
    return this.ask((connection) => connection.sendRequest(protocol.verifyModel, { model }, token));
  }

  addFolder(params: AddFolderParams, token: CancellationToken = CancellationToken.None): Promise<ModelListing> {
    return this.ask((connection) => connection.sendRequest(protocol.addFolder, params, token));
  }

  /** Progress and end of every download in the folder, of all windows, while the child runs. */
  onDownload(listener: (status: DownloadStatus) => void): Disposable {
    return this.downloads.event(listener);
  }

  /** Progress of `verify` and `addFolder`. */
  onWork(listener: (progress: WorkProgress) => void): Disposable {
    return this.works.event(listener);
  }

  /** What `list` answers may have changed. */
  onChange(listener: () => void): Disposable {
    return this.changes.event(listener);
  }

  dispose(): void {
    this.disposed = true;
    this.child?.process.kill();
    this.child = undefined;
    for (const emitter of [this.downloads, this.works, this.changes]) emitter.dispose();
  }

  private async ask<T>(send: (connection: MessageConnection) => Promise<T>): Promise<T> {
    if (this.isDisposed()) throw new RequestCancelledError();
    const child = this.running();
    await child.ready;
    try {
      return await send(child.connection);
    } catch (error) {
      if (this.isDisposed() || (error instanceof ResponseError && error.code === cancelledCode)) {
        throw new RequestCancelledError();
      }
      const how = endOf(child);
      if (how !== undefined) throw lost(how);
      throw fromAnswer(error);
    }
  }

  private isDisposed(): boolean {
    return this.disposed;
  }

  private running(): Child {
    if (!this.child || endOf(this.child) !== undefined) this.child = this.start();
    return this.child;
  }

  private start(): Child {
    const { options } = this;
    const forked = fork(options.entry, commandLine(options), {
      cwd: dirname(options.entry),
      env: modelsEnvironment(process.env, process.versions.electron !== undefined),
      execArgv: [...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [forked.stdout, forked.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (message) => options.log?.({ level: 'warn', message }));
    }
    const connection = createMessageConnection(new IPCMessageReader(forked), new IPCMessageWriter(forked));
    connection.onError(([error]) => options.log?.({ level: 'debug', message: `IPC: ${error.message}` }));
    connection.onNotification(protocol.modelsLog, (entry) => options.log?.(entry));
    connection.onNotification(protocol.downloadChanged, (status) => {
      this.downloads.fire(status);
    });
    connection.onNotification(protocol.workProgress, (progress) => {
      this.works.fire(progress);
    });
    connection.onNotification(protocol.modelsChanged, () => {
      this.changes.fire();
    });
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => forked.kill('SIGKILL'), handshakeMs);
      connection.onNotification(protocol.modelsReady, () => {
        clearTimeout(timer);
        resolve();
      });
      const end = (how: string) => {
        clearTimeout(timer);
        child.ended ??= how;
        connection.dispose();
        reject(lost(how));
      };
      forked.once('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
      forked.once('error', (error) => end(error.message));
    });
    ready.catch(() => undefined);
    const child: Child = { process: forked, connection, ready, ended: undefined };
    connection.listen();
    return child;
  }
}

function commandLine(options: ModelsClientOptions): readonly string[] {
  const { modelsFolder, embedded, downloadEntry, endpoint, proxy, stateFolder, localOnly, idleMs } = options;
  return [
    ...['--models-folder', modelsFolder, '--embedded', embedded, '--download-entry', downloadEntry],
    ...(endpoint === undefined ? [] : ['--endpoint', endpoint]),
    ...(proxy === undefined ? [] : ['--proxy', proxy]),
    ...(stateFolder === undefined ? [] : ['--state-folder', stateFolder]),
    ...(localOnly === true ? ['--local-only'] : []),
    ...(idleMs === undefined ? [] : ['--idle-ms', String(idleMs)]),
  ];
}

/** How its process ended, if it has. */
function endOf(child: Child): string | undefined {
  return child.ended;
}

function lost(how: string): RuntimeRequestError {
  return new RuntimeRequestError({
    kind: 'crashed',
    message: `The model manager's process was lost (${how}).`,
    action: 'Try again: it starts anew. Downloads go on without it.',
  });
}
