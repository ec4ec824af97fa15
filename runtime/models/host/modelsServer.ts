import { ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc';
import { IdleTimer } from '../../host/idleTimer';
import { REQUEST_CANCELLED_CODE } from '../../host/responseErrors';
import { RUNTIME_ERROR_CODE, type RuntimeErrorData } from '../../protocol';
import { startDownloadProcess, type ProcessOptions } from '../downloadHost/startDownloadProcess';
import { isAbort, toErrorData } from '../errorData';
import type { ModelManager } from '../modelManager';
import * as protocol from '../protocol';
import { DownloadWatch } from './downloadWatch';
import {
  acceptLicenceParamsSchema,
  addFolderParamsSchema,
  cancelParamsSchema,
  downloadParamsSchema,
  modelParamsSchema,
} from './requestSchemas';

export interface ModelsServerOptions {
  readonly connection: MessageConnection;
  readonly manager: ModelManager;
  readonly downloads: ProcessOptions;
  /** Milliseconds without requests and downloads after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  readonly onIdle: () => void;
}

/** Least milliseconds between two notifications of progress of one piece of work. */
const progressMs = 200;

/** Answers the requests of models/protocol.ts, and tells of every download in the folder. */
export class ModelsServer {
  private readonly idle: IdleTimer;
  private readonly watch: DownloadWatch;

  constructor(private readonly options: ModelsServerOptions) {
    this.idle = new IdleTimer(options.idleMs, options.onIdle);
    this.watch = new DownloadWatch(
      options.manager,
      (status) => {
        this.send((connection) => connection.sendNotification(protocol.downloadChanged, status));
        if (!status.active) this.changed();
      },
      this.idle,
    );
  }

  listen(): void {
    const { connection, manager } = this.options;
    connection.onRequest(protocol.listModels, () =>
      this.answer('models/list', async () => {
        // Whoever looks at the list wants to see it move.
        void this.watch.look();
        return manager.list();
      }),
    );
    connection.onRequest(protocol.licenceText, (params) =>
      this.answer('models/licence', () => manager.licence(modelParamsSchema.parse(params).model)),
    );
    connection.onRequest(protocol.acceptLicence, (params) =>
      this.change('models/acceptLicence', async () => {
        const { model, textSha256, by } = acceptLicenceParamsSchema.parse(params);
        return manager.acceptLicence(model, textSha256, by);
      }),
    );
    connection.onRequest(protocol.downloadModel, (params) =>
      this.change('models/download', async () => {
        const { model, ...choice } = downloadParamsSchema.parse(params);
        const request = await manager.downloadRequest(model, choice);
        const status = await startDownloadProcess(request, this.options.downloads);
        void this.watch.look(model);
        return status;
      }),
    );
    connection.onRequest(protocol.cancelDownload, (params) =>
      this.change('models/cancel', async () => {
        const { model, discard } = cancelParamsSchema.parse(params);
        await manager.cancel(model, discard);
        return undefined;
      }),
    );
    connection.onRequest(protocol.removeModel, (params) =>
      this.change('models/remove', async () => {
        await manager.remove(modelParamsSchema.parse(params).model);
        return undefined;
      }),
    );
    connection.onRequest(protocol.verifyModel, (params, token) =>
      this.answer('models/verify', async () => {
        const { model } = modelParamsSchema.parse(params);
        return manager.verify(model, { signal: signalOf(token), onProgress: this.progress(model, 'verify') });
      }),
    );
    connection.onRequest(protocol.addFolder, (params, token) =>
      this.change('models/addFolder', async () => {
        const { folder, ...how } = addFolderParamsSchema.parse(params);
        const onProgress = this.progress(how.id ?? folder, 'add');
        return manager.add(folder, { ...how, signal: signalOf(token), onProgress });
      }),
    );
    connection.listen();
    this.send((connection) => connection.sendNotification(protocol.modelsReady, { pid: process.pid }));
    void this.watch.look();
  }

  dispose(): void {
    this.watch.dispose();
    this.idle.dispose();
    this.options.connection.dispose();
  }

  /** A request after which the list may be another one. */
  private async change<T>(method: string, work: () => Promise<T>): Promise<T> {
    const result = await this.answer(method, work);
    this.changed();
    return result;
  }

  private async answer<T>(method: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.idle.during(work);
    } catch (error) {
      if (isAbort(error)) throw new ResponseError<RuntimeErrorData>(REQUEST_CANCELLED_CODE, 'Cancelled');
      const data = toErrorData(error);
      const trace = data.kind === 'internal' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
      this.send((connection) =>
        connection.sendNotification(protocol.modelsLog, {
          level: 'error',
          message: `${method}: ${data.message}${trace}`,
        }),
      );
      throw new ResponseError(RUNTIME_ERROR_CODE, data.message, data);
    }
  }

  private progress(model: string, work: protocol.WorkProgress['work']): (done: number, total: number) => void {
    let last = -Infinity;
    return (doneBytes, totalBytes) => {
      const now = performance.now();
      if (now - last < progressMs && doneBytes < totalBytes) return;
      last = now;
      this.send((connection) =>
        connection.sendNotification(protocol.workProgress, { model, work, doneBytes, totalBytes }),
      );
    };
  }

  private changed(): void {
    this.send((connection) => connection.sendNotification(protocol.modelsChanged));
  }

  /** A notification that cannot be sent means that the parent has gone; 'disconnect' ends this process then. */
  private send(notify: (connection: MessageConnection) => Promise<void>): void {
    notify(this.options.connection).catch(() => undefined);
  }
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
