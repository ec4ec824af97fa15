import { fork, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import * as protocol from '../../runtime/protocol';
import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  LoadModelParams,
  ModelInfo,
  ProvidersParams,
  ProvidersResult,
  RewriteParams,
  RewriteResult,
  RuntimeStatus,
  SourceFile,
} from '../../runtime/protocol';
import { childEnvironment } from './childEnvironment';
import type { RuntimeClientOptions } from './client';
import { RequestCancelledError } from './errors';

/** How a child ended: by itself, in order, with nothing in hand; because its client wanted it; or unexpectedly. */
export type ChildExit =
  { readonly kind: 'idle' } | { readonly kind: 'ended' } | { readonly kind: 'crash'; readonly reason: string };

type LaunchOptions = Pick<
  RuntimeClientOptions,
  'entry' | 'modelsFolder' | 'stateFolder' | 'provider' | 'threads' | 'idleMs' | 'execArgv' | 'log' | 'onNotice'
> &
  Required<Pick<RuntimeClientOptions, 'loadMs'>> & {
    /** Provider that took the process before this one with it. */
    readonly crashed?: GpuName | undefined;
  };

type GpuName = protocol.GpuProviderName;

/** Longest wait for an answer about the child's state. Milliseconds. */
const statusMs = 1000;

/** One life of a runtime child: its process, and the typed connection to it. */
export class RuntimeChild {
  readonly pid: number | undefined;
  /** Resolves when the child takes requests; never rejects. */
  readonly ready: Promise<void>;
  /** Resolves when the process has ended or could not be started; never rejects. */
  readonly exited: Promise<ChildExit>;
  private readonly connection: MessageConnection;
  private readonly process: ChildProcess;
  private readonly models = new Map<string, ModelInfo>();
  /** The GPU provider that it began to use last; undefined while it uses none. */
  gpu: GpuName | undefined;
  /** Milliseconds of the longest pass so far, where it was longer than expected. */
  private longestPassSeen = 0;
  private loads = 0;
  /** How this process's end is to be understood when we are its cause. */
  private ownEnd: ChildExit | undefined;
  private ended = false;

  constructor(private readonly options: LaunchOptions) {
    this.process = fork(options.entry, commandLine(options), {
      cwd: dirname(options.entry),
      env: childEnvironment(process.env, process.versions.electron !== undefined),
      // Explicitly none by default: fork would hand on the parent's --inspect and loaders.
      execArgv: [...(options.execArgv ?? [])],
      // Structured clone: half the time of JSON for long texts, and keeps lone surrogates as they are.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.pid = this.process.pid;
    this.exited = this.watchExit();
    forwardLines(this.process.stdout, (message) => options.log?.({ level: 'debug', message }));
    forwardLines(this.process.stderr, (message) => options.log?.({ level: 'warn', message }));

    this.connection = createMessageConnection(new IPCMessageReader(this.process), new IPCMessageWriter(this.process));
    // A message that cannot be sent is followed by the end of the process, which is handled there.
    this.connection.onError(([error]) => options.log?.({ level: 'debug', message: `IPC: ${error.message}` }));
    this.connection.onNotification(protocol.log, (entry) => options.log?.(entry));
    this.connection.onNotification(protocol.notice, ({ message }) => options.onNotice?.(message));
    this.connection.onNotification(protocol.usingProvider, ({ provider }) => {
      this.gpu = provider;
    });
    this.connection.onNotification(protocol.longPass, ({ milliseconds }) => {
      this.longestPassSeen = Math.max(this.longestPassSeen, milliseconds);
    });
    this.ready = new Promise((resolve) => this.connection.onNotification(protocol.ready, () => resolve()));
    this.connection.listen();
  }

  get alive(): boolean {
    return !this.ended;
  }

  /** Whether it is reading a model, which is not worth interrupting: the next request needs it too. */
  get loading(): boolean {
    return this.loads > 0;
  }

  /** Milliseconds that the longest pass of its models is expected to take; 0 where they are all short. */
  get longestPassMs(): number {
    return Math.max(this.longestPassSeen, ...[...this.models.values()].map((info) => info.longestPassMs ?? 0));
  }

  /** Loads a model, once in a child's life; ends the child when that takes too long. @throws ResponseError */
  async load(params: LoadModelParams): Promise<ModelInfo> {
    const known = this.models.get(params.model);
    if (known) {
      return known;
    }
    this.loads += 1;
    const { loadMs } = this.options;
    const timer = setTimeout(() => this.kill(`the model was not loaded within ${loadMs} ms`), loadMs);
    try {
      const info = await this.connection.sendRequest(protocol.loadModel, params);
      this.models.set(params.model, info);
      return info;
    } finally {
      clearTimeout(timer);
      this.loads -= 1;
    }
  }

  /** Loads the model where needed, then asks for suggestions. @throws ResponseError, RequestCancelledError */
  infill(params: InfillParams, token: CancellationToken): Promise<InfillResult> {
    return this.withModel(params.model, token, () => this.connection.sendRequest(protocol.infill, params, token));
  }

  /** As `infill`. */
  rewrite(params: RewriteParams, token: CancellationToken): Promise<RewriteResult> {
    return this.withModel(params.model, token, () => this.connection.sendRequest(protocol.rewrite, params, token));
  }

  /** As `infill`. */
  tokenConfidence(params: ConfidenceParams, token: CancellationToken): Promise<ConfidenceResult> {
    return this.withModel(params.model, token, () =>
      this.connection.sendRequest(protocol.tokenConfidence, params, token),
    );
  }

  /** Which providers run here; trying them takes minutes in processes of their own, and holds up nothing. @throws ResponseError */
  providers(params: ProvidersParams): Promise<ProvidersResult> {
    return this.connection.sendRequest(protocol.listProviders, params);
  }

  private async withModel<T>(model: string, token: CancellationToken, ask: () => Promise<T>): Promise<T> {
    await this.load({ model });
    if (token.isCancellationRequested) {
      throw new RequestCancelledError();
    }
    return await ask();
  }

  /** What it holds; undefined when it ends before it answers, or hangs: who asks wants to know just then. */
  async status(): Promise<RuntimeStatus | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), statusMs);
    });
    const answer = this.connection.sendRequest(protocol.status).catch(() => undefined);
    const status = await Promise.race([answer, patience]);
    clearTimeout(timer);
    return status;
  }

  closeSession(session: string): void {
    this.connection.sendNotification(protocol.closeSession, { session }).catch(() => undefined);
  }

  putSources(files: readonly SourceFile[]): void {
    this.connection.sendNotification(protocol.putSources, { files }).catch(() => undefined);
  }

  dropSources(paths: readonly string[] | 'all'): void {
    this.connection.sendNotification(protocol.dropSources, { paths }).catch(() => undefined);
  }

  /** Ends the process at once, even inside a native call, because something is wrong with it. */
  kill(reason: string): void {
    this.ownEnd ??= { kind: 'crash', reason };
    this.process.kill('SIGKILL');
  }

  /** Ends the process at once because it is not wanted any more. */
  end(): void {
    this.ownEnd ??= { kind: 'ended' };
    this.process.kill('SIGKILL');
  }

  private watchExit(): Promise<ChildExit> {
    return new Promise((resolve) => {
      const end = (exit: ChildExit): void => {
        if (!this.ended) {
          this.ended = true;
          this.connection.dispose();
          resolve(exit);
        }
      };
      this.process.once('exit', (code, signal) => {
        const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
        end(this.ownEnd ?? (code === 0 ? { kind: 'idle' } : { kind: 'crash', reason: `it ended with ${how}` }));
      });
      this.process.on('error', (error) => {
        // Without a pid the process never started, and no 'exit' will follow.
        if (this.process.pid === undefined) {
          end({ kind: 'crash', reason: `it could not be started: ${error.message}` });
        }
      });
    });
  }
}

function commandLine(options: LaunchOptions): readonly string[] {
  return [
    '--models-folder',
    options.modelsFolder,
    ...(options.threads === undefined ? [] : ['--threads', String(options.threads)]),
    ...(options.idleMs === undefined ? [] : ['--idle-ms', String(options.idleMs)]),
    ...(options.stateFolder === undefined ? [] : ['--state-folder', options.stateFolder]),
    ...(options.provider === undefined ? [] : ['--provider', options.provider]),
    ...(options.crashed === undefined ? [] : ['--crashed', options.crashed]),
  ];
}

function forwardLines(stream: Readable | null, take: (line: string) => void): void {
  if (stream) {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', take);
  }
}
