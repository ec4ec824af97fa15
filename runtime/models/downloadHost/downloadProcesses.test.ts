import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DownloadJournal } from '../downloads/downloadJournal';
import { followDownload } from '../downloads/followDownload';
import { holder } from '../../files';
import { runDownload, type DownloadRequest } from '../downloads/runDownload';
import { ModelsFolder } from '../modelsFolder';
import { bundledHosts, type BundledHosts } from '../test/bundledHosts';
import { hasty, ModelsTest, tiny } from '../test/modelsTest';
import { exitBusy } from './request';
import { startDownloadProcess } from './startDownloadProcess';

const weights = 'model.safetensors';

describe('processes that download', function () {
  this.timeout(60_000);
  let hosts: BundledHosts;
  let test: ModelsTest;
  let children: ChildProcess[];
  before(async () => {
    hosts = await bundledHosts();
  });
  beforeEach(async () => {
    children = [];
    test = await ModelsTest.start();
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await test.stop();
  });

  const request = (more: Partial<DownloadRequest> = {}): DownloadRequest => ({
    modelsFolder: test.models,
    model: tiny,
    precision: 'int8',
    keepSource: true,
    endpoint: test.hub.endpoint,
    patience: hasty,
    ...more,
  });
  const journal = () => new DownloadJournal(new ModelsFolder(test.models), tiny);
  const start = (more: Partial<DownloadRequest> = {}) => {
    const child = spawn(process.execPath, [hosts.download], { stdio: ['pipe', 'inherit', 'pipe'] });
    child.stdin.end(JSON.stringify(request(more)));
    children.push(child);
    const exit = new Promise<number | NodeJS.Signals | null>((resolve) =>
      child.once('exit', (code, signal) => resolve(code ?? signal)),
    );
    return { child, exit };
  };
  const until = async (what: string, condition: () => Promise<boolean> | boolean): Promise<void> => {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20)) if (await condition()) return;
    assert.fail(`It never came to: ${what}`);
  };
  const partialBytes = async (): Promise<number> => {
    const files = await readdir(journal().files).catch(() => []);
    const partial = files.find((name) => name.startsWith(weights) && name.endsWith('.partial'));
    return partial === undefined ? 0 : (await stat(path.join(journal().files, partial))).size;
  };
  const ranges = () => test.hub.requests.flatMap(({ server, range }) => (server === 'cdn' ? [range] : []));

  it('fetch a model once when two are started at the same time', async () => {
    test.hub.bytesPerSecond = 200_000;
    const runs = [start(), start()];
    const exits = await Promise.all(runs.map(({ exit }) => exit));
    assert.deepEqual(exits.sort(), [0, exitBusy]);
    assert.equal(test.hub.bytesSent(weights), test.files.get(weights)!.length);
    assert.equal((await test.manager().show(tiny)).state, 'installed');
  });

  it('go on after kill -9 without fetching a byte twice', async () => {
    test.hub.bytesPerSecond = 100_000;
    const killed = start();
    await until('a part of the weights', async () => (await partialBytes()) > 20_000);
    killed.child.kill('SIGKILL');
    assert.equal(await killed.exit, 'SIGKILL');
    const there = await partialBytes();
    const interrupted = await test.manager().show(tiny);
    assert.deepEqual([interrupted.state, interrupted.download?.active], ['partial', false]);
    test.hub.bytesPerSecond = undefined;
    assert.equal(await start().exit, 0);
    assert.deepEqual(ranges(), [undefined, `bytes=${there}-`]);
    assert.equal((await test.manager().show(tiny)).state, 'installed');
  });

  it('let one that follows go on when the other is killed', async () => {
    test.hub.bytesPerSecond = 100_000;
    const first = start();
    await until('a lock', async () => (await holder(journal().lock)) !== undefined);
    const said: string[] = [];
    const followed = test.manager().download(request(), { log: (message) => said.push(message) });
    await until('a part of the weights', async () => (await partialBytes()) > 20_000);
    first.child.kill('SIGKILL');
    await first.exit;
    assert.equal((await followed).phase, 'done');
    assert.match(said.join('\n'), /follows it[^]*this one goes on/);
    assert.equal(ranges().length, 2);
  });

  it('are left running by whoever started them, and obey a request to cancel', async () => {
    test.hub.bytesPerSecond = 50_000;
    const status = await startDownloadProcess(request(), { entry: hosts.download });
    assert.equal(status.active, true);
    assert.notEqual(status.pid, process.pid);
    await until('a part of the weights', async () => (await partialBytes()) > 0);
    await test.manager().cancel(tiny);
    assert.equal((await test.manager().show(tiny)).download?.phase, 'cancelled');
    await test.manager().cancel(tiny, true);
    assert.equal((await test.manager().show(tiny)).state, 'available');
    await assert.rejects(test.manager().cancel(tiny), { kind: 'model-missing' });
  });

  it('say why they could not start', async () => {
    await assert.rejects(startDownloadProcess(request({ model: 'nothing' }), { entry: hosts.download }), {
      kind: 'crashed',
      message: /it ended with 1/,
    });
    await startDownloadProcess(request({ endpoint: 'ftp://x' }), { entry: hosts.download });
    const failed = await followDownload(journal());
    assert.deepEqual([failed?.phase, failed?.error?.kind], ['failed', 'bad-request']);
  });

  it('keep what is there when the disk is full, and go on when there is room', async function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip();
    const small = path.join(test.folder, 'small');
    await mkdir(small);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', small]);
    if (mounted.status !== 0) this.skip();
    try {
      const models = path.join(small, 'models');
      await mkdir(models);
      await copyFile(path.join(test.models, 'catalogue.json'), path.join(models, 'catalogue.json'));
      const bytes = test.files.get(weights)!;
      test.hub.fault('cdn', /blob/, async (_, response, seen) => {
        response.writeHead(200, { 'content-length': bytes.length });
        await test.hub.pour(seen, response, bytes.subarray(0, 30_000));
        await sleep(300);
        // Room was checked: something else fills the disk meanwhile.
        await writeFile(path.join(small, 'filler'), Buffer.alloc(16 << 20)).catch(() => undefined);
        await test.hub.pour(seen, response, bytes.subarray(30_000));
        response.end();
      });
      const run = () => runDownload(request({ modelsFolder: models }));
      const status = await run();
      assert.equal(status.error?.kind, 'disk-full', status.error?.message);
      assert.equal(await holder(path.join(models, '.downloads', tiny, 'lock')), undefined);
      await rm(path.join(small, 'filler'));
      const again = await run();
      assert.equal(again.phase, 'done', again.error?.message);
      assert.match(ranges().at(-1) ?? '', /^bytes=\d+-$/);
    } finally {
      assert.equal(spawnSync('umount', [small]).status, 0);
    }
  });
});
