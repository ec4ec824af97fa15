import { type CancellationToken, type MessageConnection } from 'vscode-jsonrpc';
import {
  closeSession,
  dropSources,
  infill,
  listProviders,
  loadModel,
  log,
  longPass,
  notice,
  putSources,
  ready,
  rewrite,
  status,
  tokenConfidence,
  usingProvider,
  type ConfidenceParams,
  type ConfidenceResult,
  type GpuProviderName,
  type InfillParams,
  type InfillResult,
  type LogParams,
  type ModelInfo,
  type ProvidersParams,
  type ProvidersResult,
  type RewriteParams,
  type RewriteResult,
  type SourceFile,
} from '../protocol';
import { IdleTimer } from './idleTimer';
import {
  closeSessionParamsSchema,
  confidenceParamsSchema,
  dropSourcesParamsSchema,
  infillParamsSchema,
  loadModelParamsSchema,
  providersParamsSchema,
  putSourcesParamsSchema,
  rewriteParamsSchema,
} from './requestSchemas';
import { isAbort, toResponseError } from './responseErrors';

/** What the server needs of InfillEngine (runtime/diffusion). */
export interface HostEngine {
  load(model: string): Promise<ModelInfo>;
  infill(params: InfillParams, signal: AbortSignal): Promise<InfillResult>;
  rewrite(params: RewriteParams, signal: AbortSignal): Promise<RewriteResult>;
  tokenConfidence(params: ConfidenceParams, signal: AbortSignal): Promise<ConfidenceResult>;
  closeSession(session: string): void;
  putSources(files: readonly SourceFile[]): void;
  dropSources(paths: readonly string[] | 'all'): void;
  models(): readonly ModelInfo[];
  dispose(): Promise<void>;
}

/** What the server needs of Providers (runtime/diffusion/providers). */
export interface HostProviders {
  list(params: ProvidersParams): Promise<ProvidersResult>;
}

export interface RpcServerOptions {
  readonly connection: MessageConnection;
  readonly engine: HostEngine;
  /** Without it only the processor is known. */
  readonly providers?: HostProviders | undefined;
  readonly threads: number;
  /** Milliseconds without work after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  readonly onIdle: () => void;
}

/** Answers the requests of protocol.ts with an engine. Says `ready` when it listens. */
export class RpcServer {
  private readonly connection: MessageConnection;
  private readonly engine: HostEngine;
  private readonly idle: IdleTimer;

  constructor(private readonly options: RpcServerOptions) {
    this.connection = options.connection;
    this.engine = options.engine;
    this.idle = new IdleTimer(options.idleMs, options.onIdle);
  }

  listen(): void {
    const { connection, engine } = this;
    connection.onRequest(loadModel, (params) =>
      this.answer('model/load', async () => {
        const { model } = loadModelParamsSchema.parse(params);
        const info = await engine.load(model);
        this.log('info', `Model ${info.id} (${info.parameters} parameters) loaded in ${Math.round(info.loadMs)} ms.`);
        return info;
      }),
    );
    connection.onRequest(infill, (params, token) =>
      this.cancellable('infill', token, (signal) => engine.infill(infillParamsSchema.parse(params), signal)),
    );
    connection.onRequest(rewrite, (params, token) =>
      this.cancellable('rewrite', token, (signal) => engine.rewrite(rewriteParamsSchema.parse(params), signal)),
    );
    connection.onRequest(tokenConfidence, (params, token) =>
      this.cancellable('tokenConfidence', token, (signal) =>
        engine.tokenConfidence(confidenceParamsSchema.parse(params), signal),
      ),
    );
    connection.onRequest(listProviders, (params) =>
      this.answer('providers/list', async () => {
        const asked = providersParamsSchema.parse(params);
        return this.options.providers?.list(asked) ?? { chosen: 'cpu', providers: [], remembered: false };
      }),
    );
    // Asking how it is does not keep an idle child alive: hence no `answer` here.
    connection.onRequest(status, () => ({
      pid: process.pid,
      residentBytes: process.memoryUsage.rss(),
      threads: this.options.threads,
      models: engine.models(),
    }));
    connection.onNotification(closeSession, (params) => {
      const parsed = closeSessionParamsSchema.safeParse(params);
      if (parsed.success) {
        engine.closeSession(parsed.data.session);
      } else {
        this.log('warn', 'session/close without a session was ignored.');
      }
    });
    connection.onNotification(putSources, (params) => {
      const parsed = putSourcesParamsSchema.safeParse(params);
      if (parsed.success) engine.putSources(parsed.data.files);
      else this.log('warn', 'sources/put without a list of files was ignored.');
    });
    connection.onNotification(dropSources, (params) => {
      const parsed = dropSourcesParamsSchema.safeParse(params);
      if (parsed.success) engine.dropSources(parsed.data.paths);
      else this.log('warn', 'sources/drop without a list of paths was ignored.');
    });
    connection.listen();
    this.send(connection.sendNotification(ready, { pid: process.pid }));
  }

  log(level: LogParams['level'], message: string): void {
    this.send(this.connection.sendNotification(log, { level, message }));
  }

  /** Tells the user something once, e.g. that the processor took over from a GPU. */
  notice(message: string): void {
    this.send(this.connection.sendNotification(notice, { message }));
  }

  /** Ends when the message has left the process. */
  async usingProvider(provider: GpuProviderName): Promise<void> {
    await this.connection.sendNotification(usingProvider, { provider }).catch(() => undefined);
  }

  /** Tells that passes of a model take longer than was expected when it was loaded. */
  longPass(model: string, milliseconds: number): void {
    this.send(this.connection.sendNotification(longPass, { model, milliseconds }));
  }

  dispose(): void {
    this.idle.dispose();
    this.connection.dispose();
  }

  private cancellable<T>(
    method: string,
    token: CancellationToken,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.answer(method, async () => {
      const signal = abortSignalOf(token);
      const result = await work(signal);
      // A token cancelled during the last pass: the caller has gone, so the answer says so too.
      signal.throwIfAborted();
      return result;
    });
  }

  private async answer<T>(method: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.idle.during(work);
    } catch (error) {
      if (!isAbort(error)) {
        this.log('error', `${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      throw toResponseError(error);
    }
  }

  /** A notification that cannot be sent means that the parent has gone; 'disconnect' ends this process then. */
  private send(sending: Promise<void>): void {
    sending.catch(() => undefined);
  }
}

/** An AbortSignal that follows a JSON-RPC cancellation token. */
export function abortSignalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) {
    controller.abort();
  } else {
    token.onCancellationRequested(() => controller.abort());
  }
  return controller.signal;
}
