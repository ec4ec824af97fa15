import type { CancellationToken, MessageConnection, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { z } from 'zod';
import type { RuntimeErrorData } from '../protocol';
import { IdleTimer } from './idleTimer';
import { toResponseError } from './responseErrors';
import { abortSignalOf } from './rpcServer';

export interface RequestAnswersOptions {
  readonly connection: MessageConnection;
  /** Milliseconds without work after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  readonly onIdle: () => void;
  /** Told what went wrong inside, with its stack. */
  readonly log: (message: string) => void;
  /** Errors of the host's own kinds as those that a parent understands; others are left as they are. Default: all are left. */
  readonly errorOf?: ((error: unknown) => unknown) | undefined;
}

/**
 * How a child process answers its parent: parameters are checked, work keeps the process alive and is cancelled with its request or when the process
 * is to end, and errors cross the border in words.
 */
export class RequestAnswers {
  private readonly idle: IdleTimer;
  private readonly closing = new AbortController();

  constructor(private readonly options: RequestAnswersOptions) {
    this.idle = new IdleTimer(options.idleMs, options.onIdle);
  }

  on<P, R>(
    type: RequestType<P, R, RuntimeErrorData>,
    schema: z.ZodType<P>,
    work: (params: P, signal: AbortSignal) => Promise<R>,
  ): void {
    this.options.connection.onRequest(type.method, (params: unknown, token: CancellationToken) =>
      this.answer(type.method, () => work(schema.parse(params), this.signalOf(token))),
    );
  }

  /** A request without parameters. */
  onPlain<R>(type: RequestType0<R, RuntimeErrorData>, work: (signal: AbortSignal) => Promise<R>): void {
    this.options.connection.onRequest(type.method, (token: CancellationToken) =>
      this.answer(type.method, () => work(this.signalOf(token))),
    );
  }

  /** Keeps the process alive for as long as work takes that outlasts its request. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.idle.during(work);
  }

  /** A notification that cannot be sent means that the parent has gone; 'disconnect' ends this process then. */
  tell(sent: Promise<void>): void {
    sent.catch(() => undefined);
  }

  /** Cancels what is being answered. */
  close(): void {
    this.idle.dispose();
    this.closing.abort();
  }

  private signalOf(token: CancellationToken): AbortSignal {
    return AbortSignal.any([abortSignalOf(token), this.closing.signal]);
  }

  private async answer<T>(method: string, work: () => Promise<T>): Promise<T> {
    const { errorOf = (error: unknown) => error, log } = this.options;
    try {
      return await this.idle.during(work);
    } catch (error) {
      const answer = toResponseError(errorOf(error));
      if (answer.data?.kind === 'internal') {
        log(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      throw answer;
    }
  }
}
