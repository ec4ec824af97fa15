import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { RepositoryError } from '../repositoryError';
import type { FileToParse, ParsedFile, ParseReply, ParseRequest } from './parsedFile';
import { workerProgram } from './workerProgram';

/** Bytes of sources, and files, that a worker gets at once. */
const batchBytes = 512 << 10;
const batchFiles = 100;

/** Batches that a worker has at a time: it goes on with the next one while the last is stored. */
const ahead = 2;

/** Workers that had nothing to do so long are ended. Milliseconds. */
const idle = 30_000;

/** A worker's JavaScript; its syntax trees come on top. MB. */
const heap = 256;

/** A file that takes longer is given up with its worker: grammars may run in circles. Milliseconds. */
const patience = 60_000;

interface Batch {
  readonly id: number;
  readonly files: readonly FileToParse[];
}

export interface ParseRun {
  readonly root: string;
  readonly files: readonly FileToParse[];
  readonly signal?: AbortSignal | undefined;
  /** Takes what became of a batch; `undefined` stands for files that are gone. */
  readonly onParsed: (files: readonly (ParsedFile | undefined)[], asked: readonly FileToParse[]) => void;
}

/** Parses files in threads, one run at a time. */
export class ParsePool {
  private readonly workers: Worker[] = [];
  private ending: NodeJS.Timeout | undefined;
  private count = 0;

  constructor(private readonly size = Math.max(1, Math.min(4, availableParallelism()))) {}

  /**
   * @throws RepositoryError cancelled, no-worker; Error what `onParsed` throws
   */
  async run({ root, files, signal, onParsed }: ParseRun): Promise<void> {
    clearTimeout(this.ending);
    const queue = batches(files, () => ++this.count);
    const threads = Math.min(this.size, queue.length);
    try {
      await Promise.all(Array.from({ length: threads }, (_, at) => this.work(at, root, queue, signal, onParsed)));
    } catch (error) {
      await this.close();
      throw error;
    }
    this.ending = setTimeout(() => void this.close(), idle).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.ending);
    await Promise.all(this.workers.splice(0).map((worker) => worker.terminate()));
  }

  /** One thread's share of a run: it takes batches until there are none, and is started again when it dies. */
  private async work(
    at: number,
    root: string,
    queue: Batch[],
    signal: AbortSignal | undefined,
    onParsed: ParseRun['onParsed'],
  ): Promise<void> {
    for (let left: readonly Batch[] = []; ;) {
      const worker = (this.workers[at] ??= startWorker());
      left = await this.feed(worker, root, left, queue, signal, onParsed);
      if (left.length === 0 && queue.length === 0) return;
      // It died over one of the files of the first batch. Each of them is tried alone, the one that does it is given up.
      this.workers.splice(at, 1, startWorker());
      const [first, ...rest] = left;
      if (first?.files.length === 1) {
        onParsed([givenUp(first.files[0]!)], first.files);
        left = rest;
      } else {
        const alone = (first?.files ?? []).map((file) => ({ id: ++this.count, files: [file] }));
        queue.unshift(...rest);
        left = alone;
      }
    }
  }

  /** @returns batches that it did not answer because it died; empty when the queue is */
  private feed(
    worker: Worker,
    root: string,
    first: readonly Batch[],
    queue: Batch[],
    signal: AbortSignal | undefined,
    onParsed: ParseRun['onParsed'],
  ): Promise<readonly Batch[]> {
    const own = [...first];
    const sent: Batch[] = [];
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        worker.off('message', onMessage).off('error', onDeath).off('exit', onDeath);
        worker.unref();
      };
      const send = () => {
        while (sent.length < ahead) {
          // Alone where one of them kills workers: it must be known which.
          const next = own.length > 0 ? (sent.length === 0 ? own.shift() : undefined) : queue.shift();
          if (next === undefined) break;
          sent.push(next);
          const request: ParseRequest = { id: next.id, root, files: next.files };
          worker.postMessage(request);
        }
        clearTimeout(timer);
        if (sent.length === 0) {
          settle();
          resolve([]);
        } else timer = setTimeout(onDeath, patience);
      };
      const onMessage = (reply: ParseReply) => {
        const [batch] = sent;
        if (batch?.id !== reply.id) return;
        sent.shift();
        try {
          onParsed(reply.files, batch.files);
        } catch (error) {
          settle();
          reject(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        send();
      };
      const onDeath = () => {
        settle();
        void worker.terminate();
        resolve([...sent, ...own]);
      };
      const onAbort = () => {
        settle();
        reject(new RepositoryError('cancelled', 'Indexing was cancelled.'));
      };
      worker.on('message', onMessage).on('error', onDeath).on('exit', onDeath);
      signal?.addEventListener('abort', onAbort, { once: true });
      worker.ref();
      if (signal?.aborted === true) onAbort();
      else send();
    });
  }
}

function startWorker(): Worker {
  const { entry, execArgv } = workerProgram(__filename);
  // Nothing of the process's environment is needed there.
  const worker = new Worker(entry, { execArgv, env: {}, resourceLimits: { maxOldGenerationSizeMb: heap } });
  worker.on('error', () => undefined);
  return worker;
}

function givenUp(file: FileToParse): ParsedFile {
  const { path: relative, bytes, modified } = file;
  const skipped = 'its grammar could not parse it';
  const content = { language: undefined, kind: 'other' as const, lines: 0, skipped, facts: undefined };
  return { path: relative, bytes, modified, settled: true, hash: '', content };
}

function batches(files: readonly FileToParse[], nextId: () => number): Batch[] {
  const made: Batch[] = [];
  let current: FileToParse[] = [];
  let bytes = 0;
  for (const file of files) {
    if (current.length > 0 && (bytes + file.bytes > batchBytes || current.length === batchFiles)) {
      made.push({ id: nextId(), files: current });
      [current, bytes] = [[], 0];
    }
    current.push(file);
    bytes += file.skipped === undefined ? file.bytes : 0;
  }
  if (current.length > 0) made.push({ id: nextId(), files: current });
  return made;
}
