import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGit } from '../../git';
import type { FileAtCommit } from '../types';
import { openOwnRepository } from './withPlainRepository';

interface Asked {
  readonly name: Buffer;
  readonly answer: (content: Buffer | undefined) => void;
  readonly fail: (error: Error) => void;
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly folder: string;
  readonly asked: Asked[];
}

const mostBytes = 8 * 1024 * 1024;

/**
 * Files as they were at commits, read by one process of Git that stays until `close`: a process with much
 * memory is slow to start others.
 */
export class CommitReader {
  private running: Promise<Running | undefined> | undefined;
  private closed = false;

  constructor(private readonly folder: string) {}

  /**
   * In the order of the requests.
   * @returns undefined for each that was not there, is no file, or is larger than 8 MiB; an empty list without Git
   * @throws TypeError for a commit that is no hash, what the signal was aborted with
   */
  async read(files: readonly FileAtCommit[], signal?: AbortSignal): Promise<readonly (Buffer | undefined)[]> {
    if (files.length === 0) return [];
    const names = files.map(({ commit, path: file }) => {
      if (!/^[0-9a-f]{7,64}(\^|~\d+)?$/.test(commit)) throw new TypeError(`“${commit}” is no hash of a commit`);
      return `${commit}:${file}`;
    });
    if (this.closed) throw new Error('The reader of commits is closed.');
    const running = await (this.running ??= this.start());
    signal?.throwIfAborted();
    if (running === undefined) return [];
    return unlessAborted(Promise.all(names.map((name) => ask(running, name))), signal);
  }

  async close(): Promise<void> {
    this.closed = true;
    const running = await this.running?.catch(() => undefined);
    if (running === undefined) return;
    await ended(running.child);
    await rm(running.folder, { recursive: true, force: true });
  }

  private async start(): Promise<Running | undefined> {
    const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'whetstone-history-'));
    const own = await openOwnRepository(this.folder, path.join(folder, 'git'));
    if (own === undefined) {
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    const child = startGit(own.top, ['cat-file', '--batch', '-z'], own.env);
    const running: Running = { child, folder, asked: [] };
    child.stderr.resume();
    readAnswers(running);
    const over = (error?: Error) => {
      this.running = undefined;
      const reason = error ?? new Error('git cat-file ended.');
      for (const { fail } of running.asked.splice(0)) fail(reason);
      void rm(folder, { recursive: true, force: true });
    };
    // What it did not read is answered when it has closed.
    child.stdin.on('error', () => undefined);
    child.once('error', over);
    child.once('close', () => over());
    return running;
  }
}

/** Git may hang on a disk that does: whoever breaks off does not wait for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('It was broken off.'));
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Waits for as long as answers are due, and keeps no process alive otherwise. */
function ask({ child, asked }: Running, name: string): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const settle = <T>(then: (value: T) => void) => {
      return (value: T) => {
        if (asked.length === 0) setAlive(child, false);
        then(value);
      };
    };
    setAlive(child, true);
    asked.push({ name: Buffer.from(name), answer: settle(resolve), fail: settle(reject) });
    child.stdin.write(`${name}\0`);
  });
}

/** Answers come in the order of the requests: `<hash> <type> <size>`, a line feed, the content, a line feed; or `<name> missing`. */
function readAnswers({ child, asked }: Running): void {
  let kept: Buffer[] = [];
  let length = 0;
  /** Bytes that are there at least before the next look at them makes sense. */
  let wanted = 1;
  child.stdout.on('data', (piece: Buffer) => {
    kept.push(piece);
    length += piece.length;
    if (length < wanted) return;
    let rest = Buffer.concat(kept);
    wanted = 1;
    for (let next = asked[0]; next !== undefined; next = asked[0]) {
      const read = firstAnswer(rest, next.name);
      if (typeof read === 'number') {
        wanted = read;
        break;
      }
      rest = rest.subarray(read.end);
      asked.shift();
      // A copy: the piece that it lies in may be much larger.
      next.answer(read.content && Buffer.from(read.content));
    }
    kept = [rest];
    length = rest.length;
  });
}

interface Answer {
  readonly content: Buffer | undefined;
  readonly end: number;
}

/** @returns the answer, or how many bytes there have to be at least for it */
function firstAnswer(bytes: Buffer, name: Buffer): Answer | number {
  // A name may hold line feeds, so a missing one is known by the whole of it.
  const missing = Buffer.concat([name, Buffer.from(' missing\n')]);
  const start = bytes.subarray(0, missing.length);
  if (start.equals(missing)) return { content: undefined, end: missing.length };
  if (start.equals(missing.subarray(0, start.length))) return bytes.length + 1;
  const end = bytes.indexOf('\n');
  if (end < 0) return bytes.length + 1;
  const [, kind, size] = bytes.toString('utf8', 0, end).split(' ');
  const length = Number(size);
  const whole = end + 1 + length + 1;
  if (bytes.length < whole) return whole;
  const content = kind === 'blob' && length <= mostBytes ? bytes.subarray(end + 1, end + 1 + length) : undefined;
  return { content, end: whole };
}

function setAlive(child: ChildProcessWithoutNullStreams, alive: boolean): void {
  for (const each of [child, child.stdin, child.stdout, child.stderr]) {
    // Pipes are sockets; their types do not say so.
    const handle = each as { ref?: () => unknown; unref?: () => unknown };
    if (alive) handle.ref?.();
    else handle.unref?.();
  }
}

function ended(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    setAlive(child, true);
    child.stdin.end();
  });
}
