import { ErrorCodes, ResponseError, type CancellationToken } from 'vscode-jsonrpc';
import { fromAnswer } from './answerError';
import { RequestCancelledError } from './errors';
import type { RuntimeChild } from './runtimeChild';

/** A request that waits for, or has, the child. */
export interface Job {
  /** Runs it on a ready child and tells the caller, unless the child was 'lost' before it answered. Never rejects. */
  readonly run: (child: RuntimeChild) => Promise<'answered' | 'lost'>;
  /** Tells the caller; further calls do nothing. */
  readonly reject: (error: Error) => void;
  readonly cancelled: () => boolean;
}

/** First in, first out; a cancelled request leaves at once, whether it waits or not. */
export class JobQueue {
  private waiting: Job[] = [];

  get length(): number {
    return this.waiting.length;
  }

  /**
   * Adds a request.
   * @param send Sends it over a child's connection.
   * @param onCancel Called when the token is cancelled, after the caller was told.
   */
  add<T>(
    send: (child: RuntimeChild) => Promise<T>,
    token: CancellationToken,
    onCancel: (job: Job) => void,
  ): Promise<T> {
    if (token.isCancellationRequested) {
      return Promise.reject(new RequestCancelledError());
    }
    return new Promise<T>((resolve, reject) => {
      const subscription = token.onCancellationRequested(() => {
        subscription.dispose();
        this.waiting = this.waiting.filter((other) => other !== job);
        reject(new RequestCancelledError());
        onCancel(job);
      });
      const job: Job = {
        run: async (child) => {
          try {
            resolve(await send(child));
          } catch (error) {
            if (isLost(error, child)) {
              return 'lost';
            }
            reject(error instanceof RequestCancelledError ? error : fromAnswer(error));
          }
          subscription.dispose();
          return 'answered';
        },
        reject: (error) => {
          subscription.dispose();
          reject(error);
        },
        cancelled: () => token.isCancellationRequested,
      };
      this.waiting.push(job);
    });
  }

  shift(): Job | undefined {
    return this.waiting.shift();
  }

  /** Puts a request back that its child never began. */
  unshift(job: Job): void {
    this.waiting.unshift(job);
  }

  /** Empties the queue, telling every caller. */
  rejectAll(error: () => Error): void {
    const jobs = this.waiting;
    this.waiting = [];
    for (const job of jobs) {
      job.reject(error());
    }
  }
}

/** Whether an error says that no answer will come, as opposed to being the answer. */
function isLost(error: unknown, child: RuntimeChild): boolean {
  return !child.alive || (error instanceof ResponseError && error.code === ErrorCodes.MessageWriteError);
}
