import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RuntimeError } from '../runtimeError';
import { ChatProcess } from './chat/chatProcess';
import { bundledChatHost, library } from './chat/testing/bundledHost';
import { writeTinyChatModel } from './chat/testing/tinyChatModel';
import type { LlamaProgram } from './llamaProcess';
import { memoryNeed } from './memoryNeed';
import { ModelPool, type ModelPoolOptions } from './modelPool';

const never = new AbortController().signal;

describe('pool of models', function () {
  this.timeout(60_000);
  let folder: string;
  let files: readonly [string, string, string];
  let least: number;
  let program: LlamaProgram;
  const pools: ModelPool[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'pool-'));
    files = [path.join(folder, 'a.gguf'), path.join(folder, 'b.gguf'), path.join(folder, 'c.gguf')];
    await writeTinyChatModel(files[0]);
    for (const file of files.slice(1)) await copyFile(files[0], file);
    program = await bundledChatHost();
    const need = await memoryNeed(files[0], 512);
    least = need.weights + need.fixed + need.sequence;
  });

  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const open = (free: (pool: ModelPool) => number, more: Partial<ModelPoolOptions> = {}) => {
    const pool: ModelPool = new ModelPool({
      threads: 1,
      contextTokens: 512,
      gpu: 'off',
      library,
      program,
      free: () => free(pool),
      ...more,
    });
    pools.push(pool);
    return pool;
  };
  /** A machine with memory for so many models. */
  const roomFor = (count: number) => (pool: ModelPool) => (count + 0.5 - pool.loaded.length) * least;
  const names = (pool: ModelPool) => pool.loaded.map(({ file }) => path.basename(file));
  const pid = (chat: ChatProcess) => Promise.resolve(chat.pid);

  it('loads a model once, each in a process of its own, and unloads what was used least recently', async () => {
    const pool = open(roomFor(2));
    const [a, b, c] = files;
    const first = await pool.use(a, pid, never);
    assert.notEqual(await pool.use(b, pid, never), first);
    assert.equal(await pool.use(a, pid, never), first);
    await pool.use(c, pid, never);
    assert.deepEqual(names(pool), ['a.gguf', 'c.gguf']);
  });

  it('says how much a model needs when it never fits', async () => {
    const pool = open(roomFor(0));
    const refused = pool.use(files[0], pid, never);
    await assert.rejects(
      refused,
      (error) => error instanceof RuntimeError && /needs about 0\.\d GB/.test(error.message),
    );
  });

  it('gives memory back when nobody asks', async () => {
    const pool = open(roomFor(2), { idleMs: 20 });
    await pool.use(files[0], pid, never);
    while (pool.loaded.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('lets requests of one model run at once, those of another wait, and nobody overtake them', async () => {
    const opened: string[] = [];
    const pool = open(roomFor(9), {
      open: (params) => {
        opened.push(params.file);
        return ChatProcess.open(params, program);
      },
    });
    const order: string[] = [];
    const gates = new Map<string, () => void>();
    const run = (name: string, file: string, signal = never) =>
      pool.use(
        file,
        () => {
          order.push(name);
          return new Promise<void>((resolve) => gates.set(name, resolve));
        },
        signal,
      );
    const until = async (count: number) => {
      while (order.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const [a, b] = files;
    const works = [run('a1', a), run('a2', a)];
    await until(2);
    const abort = new AbortController();
    const gone = run('b0', b, abort.signal);
    works.push(run('b1', b), run('a3', a));
    abort.abort();
    await assert.rejects(gone, { name: 'AbortError' });
    gates.get('a1')?.();
    gates.get('a2')?.();
    await until(3);
    assert.deepEqual(order, ['a1', 'a2', 'b1']);
    gates.get('b1')?.();
    await until(4);
    gates.get('a3')?.();
    await Promise.all(works);
    assert.deepEqual(opened, [a, b]);
  });
});
