import { CancellationToken, Emitter, ResponseError } from 'vscode-jsonrpc/node';
import type {
  Disposable,
  MessageConnection,
  NotificationType,
  NotificationType0,
  RequestType,
  RequestType0,
} from 'vscode-jsonrpc/node';
import type { RuntimeErrorData } from '../../runtime/protocol';
import { fromAnswer } from '../runtimeProcess/answerError';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import { RestartBudget } from '../runtimeProcess/restartBudget';
import { IpcChild, type IpcChildOptions } from './ipcChild';

export interface SupervisedChildOptions<Config> extends IpcChildOptions {
  /** What a user is to do, and what it means, when it was lost in the middle of a request. */
  readonly afterLoss: string;
  /** What the child is told first whenever it starts. */
  readonly configure: RequestType<Config, null, RuntimeErrorData>;
  readonly config: () => Promise<Config>;
  /** Sets handlers for what the child says by itself, before anything is heard. */
  readonly listen: (connection: MessageConnection) => void;
}

/** JSON-RPC code of a cancelled request (LSP 3.17). */
const cancelledCode = -32800;
/** Milliseconds before the first, second and third restart; a fourth crash within a minute is an error until it is over. */
const restartDelaysMs = [0, 500, 3000];
const crashWindowMs = 60_000;

/**
 * A child process that starts when something is asked of it, and again when it has gone idle or was lost. Errors are
 * RuntimeRequestError, fit for the user's eyes, or RequestCancelledError.
 */
export class SupervisedChild<Config> {
  /** It has its settings. */
  private child: IpcChild | undefined;
  /** The one that is being started, so that it can be ended. */
  private launched: IpcChild | undefined;
  private starting: Promise<IpcChild> | undefined;
  private disposed = false;
  private hold = { until: 0, refuse: false };
  private readonly restarts = new RestartBudget(restartDelaysMs, crashWindowMs);
  private readonly ends = new Emitter<{ readonly crashed: boolean }>();

  constructor(private readonly options: SupervisedChildOptions<Config>) {}

  /** Whether a child is there that would be asked. */
  get running(): boolean {
    return this.child !== undefined && this.child.ended === undefined;
  }

  /** Process id of the child that runs. */
  get pid(): number | undefined {
    return this.running ? this.child?.pid : undefined;
  }

  ask<P, R>(
    type: RequestType<P, R, RuntimeErrorData>,
    params: P,
    token: CancellationToken = CancellationToken.None,
  ): Promise<R> {
    // By the name: the library's types cannot tell that generic parameters are an object.
    return this.send(({ connection }) => connection.sendRequest<R>(type.method, params, token));
  }

  askPlain<R>(type: RequestType0<R, RuntimeErrorData>, token: CancellationToken = CancellationToken.None): Promise<R> {
    return this.send(({ connection }) => connection.sendRequest(type, token));
  }

  /** Tells a child that runs; nothing is started for it. */
  tell<P>(type: NotificationType<P>, params: P): void {
    if (this.running) void this.child?.connection.sendNotification(type.method, params);
  }

  tellPlain(type: NotificationType0): void {
    if (this.running) void this.child?.connection.sendNotification(type);
  }

  /** What the child is configured with has changed: one that runs is told, another one reads it when it starts. */
  async reconfigure(): Promise<void> {
    const child = this.child ?? (await this.starting?.catch(() => undefined));
    if (!child || child.ended !== undefined) return;
    await child.connection.sendRequest(this.options.configure.method, await this.options.config());
  }

  onEnd(listener: (end: { readonly crashed: boolean }) => void): Disposable {
    return this.ends.event(listener);
  }

  dispose(): void {
    this.disposed = true;
    for (const child of [this.child, this.launched]) child?.kill();
    this.child = undefined;
    this.ends.dispose();
  }

  private async send<T>(ask: (child: IpcChild) => Promise<T>): Promise<T> {
    const child = await this.ready();
    try {
      return await ask(child);
    } catch (error) {
      if (this.isDisposed() || (error instanceof ResponseError && error.code === cancelledCode)) {
        throw new RequestCancelledError();
      }
      const how = child.ended;
      throw how === undefined ? fromAnswer(error) : this.lost(how);
    }
  }

  private isDisposed(): boolean {
    return this.disposed;
  }

  /** The child that runs, or a new one that has its settings. Requests that come meanwhile wait for the same one. */
  private async ready(): Promise<IpcChild> {
    if (this.disposed) throw new RequestCancelledError();
    if (this.child && this.child.ended === undefined) return this.child;
    this.starting ??= this.start().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  private async start(): Promise<IpcChild> {
    const { options } = this;
    await this.holdBack();
    const config = await options.config();
    if (this.isDisposed()) throw new RequestCancelledError();
    const child = new IpcChild(options);
    const { connection } = child;
    options.listen(connection);
    child.onEnd((how) => this.childEnded(child, how));
    connection.listen();
    this.launched = child;
    try {
      await connection.sendRequest(options.configure.method, config);
    } catch (error) {
      const how = child.ended;
      child.kill();
      if (this.isDisposed()) throw new RequestCancelledError();
      throw how === undefined ? fromAnswer(error) : this.lost(how);
    } finally {
      this.launched = undefined;
    }
    this.child = child;
    return child;
  }

  private childEnded(child: IpcChild, { idle }: { readonly idle: boolean }): void {
    if (this.child === child) this.child = undefined;
    if (this.disposed) return;
    if (!idle) {
      const now = performance.now();
      const wait = this.restarts.crash(now);
      this.hold = { until: now + (wait ?? crashWindowMs), refuse: wait === undefined };
    }
    this.ends.fire({ crashed: !idle });
  }

  /** After a crash the next start waits a little longer each time; after too many it is refused for a while. */
  private async holdBack(): Promise<void> {
    const { until, refuse } = this.hold;
    const wait = until - performance.now();
    if (wait <= 0) return;
    if (refuse) {
      throw new RuntimeRequestError({
        kind: 'unavailable',
        message: `${this.options.title}'s process was lost ${restartDelaysMs.length + 1} times within a minute.`,
        action: 'The log says more. Try again in a minute; if it happens again, please report it with the log.',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }

  private lost(how: string): RuntimeRequestError {
    return new RuntimeRequestError({
      kind: 'crashed',
      message: `${this.options.title}'s process was lost (${how}).`,
      action: this.options.afterLoss,
    });
  }
}
