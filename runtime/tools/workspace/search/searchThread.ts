import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ToolError } from '../../toolError';
import { abortReason, Turns } from '../../registry';
import type { SearchAnswer, SearchReply, SearchRequest } from './searchProtocol';

/** Beside the bundle that this is part of (dist/runtime), below it (dist), or the source where this runs from its source. */
function program(): { readonly entry: string; readonly execArgv: string[] } {
  if (path.extname(__filename) === '.ts') {
    return { entry: path.join(__dirname, 'searchWorker.ts'), execArgv: ['--require', 'tsx/cjs'] };
  }
  const beside = path.join(__dirname, 'searchWorker.cjs');
  return { entry: existsSync(beside) ? beside : path.join(__dirname, 'runtime', 'searchWorker.cjs'), execArgv: [] };
}

/** Past the budget of a request an expression is stuck in one file, and the thread is ended. Milliseconds. */
const grace = 1000;

/** A thread that nobody has asked for so long is ended. Milliseconds. */
const idle = 60_000;

/** Searches in a thread of its own: one after another, started when it is needed, ended when it is stuck or idle. */
class SearchThread {
  private worker: Worker | undefined;
  private ending: NodeJS.Timeout | undefined;
  private count = 0;
  private readonly turns = new Turns(1);

  /** @throws ToolError when the expression is wrong or takes too long; AbortError */
  async ask(request: SearchRequest, signal: AbortSignal): Promise<SearchAnswer> {
    const leave = await this.turns.take(signal);
    clearTimeout(this.ending);
    try {
      return await this.answer(request, signal);
    } finally {
      this.ending = setTimeout(() => this.end(), idle).unref();
      leave();
    }
  }

  private end(): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
  }

  private answer(request: SearchRequest, signal: AbortSignal): Promise<SearchAnswer> {
    const worker = this.started();
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      const end = (error: unknown) => {
        settle();
        this.end();
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      const onAbort = () => end(abortReason(signal));
      const onExit = () => end(new ToolError('The search ended unexpectedly. Try it again.'));
      const onMessage = (reply: SearchReply) => {
        if (reply.id !== id) return;
        settle();
        if ('answer' in reply) resolve(reply.answer);
        else reject(new ToolError(`The search is not possible: ${reply.error}`));
      };
      const timer = setTimeout(() => {
        const text =
          request.kind === 'text' && request.regex
            ? `The expression ${request.pattern} takes too long. Search for a plain text, or write it without nested repetition.`
            : 'The search takes too long. Search in fewer files: give include or path.';
        end(new ToolError(text));
      }, request.budget + grace);
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        worker.off('message', onMessage).off('error', end).off('exit', onExit);
        worker.unref();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      worker.on('message', onMessage).on('error', end).on('exit', onExit);
      worker.ref();
      worker.postMessage({ id, request });
    });
  }

  private started(): Worker {
    if (this.worker !== undefined) return this.worker;
    const { entry, execArgv } = program();
    // Nothing of the process's environment is needed there.
    const worker = new Worker(entry, { execArgv, env: {} });
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      if (this.worker === worker) this.worker = undefined;
    });
    this.worker = worker;
    return worker;
  }
}

/** Of this process. */
export const searchThread = new SearchThread();
