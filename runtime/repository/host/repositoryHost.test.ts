/** The real process that keeps indexes, with what goes wrong. */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { bundledProgram } from '../../testing/bundledProgram';
import * as protocol from './protocol';
import { KeptIndex } from './keptIndex';

describe('process of the repository index', function () {
  this.timeout(60_000);
  let entry: string;
  let folder: string;
  let root: string;
  let child: ChildProcess;
  let connection: MessageConnection;

  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const start = async (trusted = true): Promise<void> => {
    child = fork(entry, ['--idle-ms', '0'], {
      env: { ...process.env, WHETSTONE_HOME: path.join(folder, 'home') },
      serialization: 'advanced',
      execArgv: [],
    });
    connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.listen();
    await connection.sendRequest(protocol.configureRepositories, { roots: [root], trusted });
  };
  const stop = async (): Promise<void> => {
    connection.dispose();
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  };
  const question = (changes: Partial<protocol.PiecesParams> = {}): protocol.PiecesParams => ({
    ...{ root, path: 'order.ts', languageId: 'typescript', budget: 4000 },
    ...{ before: "import { priceOf } from './price';\nconst price = priceOf(", after: ');\n', ...changes },
  });
  const ask = (changes?: Partial<protocol.PiecesParams>) =>
    connection.sendRequest(protocol.repositoryPieces, question(changes));
  /** Bounded by mocha: a first look takes a moment, and until then answers say so. */
  const best = async (wanted: RegExp): Promise<string> => {
    for (;;) {
      const { pieces } = await ask();
      const text = pieces.at(-1)?.text ?? '';
      if (wanted.test(text)) return text;
      await sleep(50);
    }
  };

  before(async () => {
    entry = await bundledProgram('runtime/repository/host/main.ts', {
      'runtime/parseWorker': 'runtime/repository/parsing/parseWorker.ts',
      parseWorker: 'runtime/repository/parsing/parseWorker.ts',
    });
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'whetstone-index-host-'));
    root = path.join(folder, 'repository');
    write('order.ts', "import { priceOf } from './price';\nconst price = 0;\n");
    write('price.ts', 'export function priceOf(item: string): number {\n  return item.length;\n}\n');
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers without Git, and at once while the files are being read', async () => {
    await start();
    const { state } = await ask();
    assert.ok(state === 'building' || state === 'ready', state);
    await best(/function priceOf\(item: string\)/);
  });

  it('follows a file that was saved', async () => {
    await start();
    await best(/priceOf\(item/);
    write('price.ts', 'export function priceOf(item: string, tax: number): number {\n  return item.length * tax;\n}\n');
    await connection.sendNotification(protocol.repositoryChanged, { root, paths: ['price.ts'] });
    await best(/tax: number/);
  });

  it('follows a file that changed without anybody telling', async () => {
    await start();
    await best(/priceOf\(item/);
    write('price.ts', 'export function priceOf(item: string, silently: number): number {\n  return silently;\n}\n');
    await best(/silently: number/);
  });

  it('makes a damaged index anew', async () => {
    await start();
    await best(/priceOf\(item/);
    await stop();
    const indexes = path.join(folder, 'home', 'repositories');
    for (const name of readdirSync(indexes)) {
      if (name.endsWith('.db')) writeFileSync(path.join(indexes, name), 'no database '.repeat(1000));
      else rmSync(path.join(indexes, name));
    }
    await start();
    await best(/priceOf\(item/);
  });

  it('says that it is broken where an index cannot be kept, and goes on', async () => {
    mkdirSync(path.join(folder, 'home'));
    writeFileSync(path.join(folder, 'home', 'repositories'), 'a file in the folder’s place');
    await start();
    for (let time = 0; time < 2; time++)
      assert.deepEqual({ ...(await ask()), ms: 0 }, { state: 'broken', pieces: [], ms: 0 });
  });

  it('reads nothing of a workspace that is not trusted, nor of other folders', async () => {
    await start(false);
    await assert.rejects(ask(), /trusted/);
    await connection.sendRequest(protocol.configureRepositories, { roots: [root], trusted: true });
    await assert.rejects(ask({ root: folder }), /no folder/);
    await assert.rejects(ask({ path: '../secret.ts' }), /must lie in the root/);
  });

  it('stops when it is cancelled', async () => {
    await start();
    await best(/priceOf\(item/);
    const source = new CancellationTokenSource();
    // It waits behind these, so that it cannot be answered before the cancellation is read.
    const others = Array.from({ length: 50 }, () => connection.sendRequest(protocol.repositoryPieces, question()));
    const asked = connection.sendRequest(protocol.repositoryPieces, question(), source.token);
    source.cancel();
    await assert.rejects(asked, { code: -32800 });
    await Promise.all(others);
  });

  it('does not read a repository with too many files', async () => {
    await start();
    const logged: string[] = [];
    const options = { root, folder: path.join(folder, 'db'), during: (work: () => Promise<void>) => work() };
    const kept = new KeptIndex({ ...options, log: (message) => logged.push(message), mostFiles: 1 });
    while (kept.state === 'building') {
      await kept.get();
      await sleep(20);
    }
    assert.equal(kept.state, 'too-large');
    assert.equal(await kept.get(), undefined);
    assert.match(logged.join('\n'), /2 files to read/);
    await kept.close();
  });
});
