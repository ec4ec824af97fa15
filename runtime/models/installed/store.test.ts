import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { convertCheckpoint, InfillEngine } from '../../diffusion';
import { holder, ProcessLock } from '../../files';
import { DownloadJournal } from '../downloads/downloadJournal';
import { ModelsFolder } from '../modelsFolder';
import { ModelsTest, tiny } from '../test/modelsTest';
import { markModelInUse } from './inUse';

describe('models folder of the manager', function () {
  this.timeout(20_000);
  let test: ModelsTest;
  /** A model folder elsewhere. */
  let elsewhere: string;
  beforeEach(async () => {
    test = await ModelsTest.start();
    elsewhere = path.join(test.folder, 'My Model 1.0');
    await convertCheckpoint(test.checkpoint, elsewhere, { id: 'x', quantise: 'int8' });
  });
  afterEach(() => test.stop());

  const state = async (id: string) => (await test.manager().show(id)).state;

  it('always has the embedded model, which cannot be removed', async () => {
    const manager = test.manager();
    const [embedded] = await manager.list();
    assert.deepEqual([embedded?.id, embedded?.state, embedded?.model], ['embedded', 'installed', 'embedded']);
    assert.equal(embedded?.fit.verdict, 'fits');
    await assert.rejects(manager.remove('embedded'), { kind: 'bad-request' });
    assert.equal((await manager.verify('embedded')).ok, true);
  });

  it('copies a model folder, verifies and removes it', async () => {
    const progress: number[] = [];
    const added = await test.manager().add(elsewhere, { onProgress: (done, total) => progress.push(done / total) });
    assert.deepEqual([added.id, added.state, added.origin], ['my-model-1.0', 'installed', 'copy']);
    assert.equal(progress.at(-1), 1);
    assert.deepEqual(
      progress,
      [...progress].sort((a, b) => a - b),
    );
    assert.equal((await test.manager().verify(added.id)).ok, true);
    await test.manager().remove(added.id);
    assert.equal(existsSync(path.join(test.models, added.id)), false);
    assert.ok(existsSync(path.join(elsewhere, 'model.onnx')), 'the source stays');
    assert.deepEqual(await readdir(path.join(test.models, '.work')), []);
    await assert.rejects(test.manager().show(added.id), { kind: 'model-missing' });
  });

  it('remembers where a model is, and forgets only that', async () => {
    const added = await test.manager().add(elsewhere, { id: 'far', how: 'reference' });
    assert.deepEqual([added.origin, added.folder, added.model], ['reference', elsewhere, elsewhere]);
    await rm(path.join(elsewhere, 'model.onnx'));
    assert.equal(await state('far'), 'broken');
    await test.manager().remove('far');
    assert.ok(existsSync(elsewhere));
    await assert.rejects(test.manager().show('far'), { kind: 'model-missing' });
  });

  it('converts a checkpoint, also as fp32, and leaves it as it was', async () => {
    const before = await readdir(test.checkpoint);
    const added = await test.manager().add(test.checkpoint, { id: 'own', precision: 'fp32' });
    assert.deepEqual([added.origin, added.precision, added.state], ['converted', 'fp32', 'installed']);
    assert.deepEqual(await readdir(test.checkpoint), before);
    await assert.rejects(test.manager().add(test.checkpoint, { id: 'own2', how: 'reference' }), {
      kind: 'bad-request',
    });
  });

  it('refuses what cannot be added, and leaves nothing of it', async () => {
    const manager = test.manager();
    const add = (folder: string, options = {}) => manager.add(folder, options);
    await assert.rejects(add(path.join(test.folder, 'gone')), { kind: 'model-missing' });
    await assert.rejects(add(test.folder), { kind: 'model-missing', message: /neither a model/ });
    await assert.rejects(add(test.models), { kind: 'bad-request', message: /in the models folder already/ });
    for (const id of ['embedded', '../x', 'A b', 'con', ''])
      await assert.rejects(add(elsewhere, { id }), { kind: 'bad-request' });
    await assert.rejects(add(elsewhere, { id: tiny }), { kind: 'bad-request', message: /catalogue/ });
    await add(elsewhere, { id: 'twice' });
    await assert.rejects(add(elsewhere, { id: 'twice' }), { kind: 'bad-request', message: /already/ });

    await truncate(path.join(elsewhere, 'model.onnx'), 100);
    await assert.rejects(add(elsewhere, { id: 'short' }), { kind: 'model-corrupt', message: /model\.onnx/ });
    await rm(path.join(elsewhere, 'model.onnx'));
    await symlink('/etc/passwd', path.join(elsewhere, 'model.onnx'));
    for (const how of ['copy', 'reference']) {
      await assert.rejects(add(elsewhere, { id: 'link', how }), { kind: 'model-corrupt' });
    }
    assert.deepEqual(await readdir(path.join(test.models, '.work')), []);
    assert.equal(existsSync(path.join(test.models, 'short')), false);
  });

  it('is cancelled in the middle of a copy', async () => {
    const stop = new AbortController();
    const adding = test.manager().add(elsewhere, { id: 'half', signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(adding, { name: 'AbortError' });
    await assert.rejects(test.manager().show('half'), { kind: 'model-missing' });
    assert.deepEqual(await readdir(path.join(test.models, '.work')), []);
  });

  it('tells what is damaged', async () => {
    const { id } = await test.manager().add(elsewhere);
    const file = path.join(test.models, id, 'model.onnx');
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(file, bytes);
    assert.equal(await state(id), 'installed', 'sizes alone are right');
    const report = await test.manager().verify(id);
    assert.equal(report.ok, false);
    assert.match(report.files.find(({ name }) => name === 'model.onnx')?.problem ?? '', /SHA-256/);
    await truncate(file, 10);
    const listed = await test.manager().show(id);
    assert.deepEqual([listed.state, listed.model], ['broken', undefined]);
    assert.match(listed.problem?.message ?? '', /model\.onnx has 10 bytes/);
    await writeFile(path.join(test.models, id, 'whetstone-model.json'), '{');
    assert.equal((await test.manager().show(id)).problem?.kind, 'model-corrupt');
    await test.manager().remove(id);
  });

  it('removes only what the manager put there, and follows no link', async () => {
    const manager = test.manager();
    await cp(elsewhere, path.join(test.models, 'by-hand'), { recursive: true });
    assert.equal((await manager.show('by-hand')).origin, 'unmanaged');
    await assert.rejects(manager.remove('by-hand'), { kind: 'bad-request', message: /not put there/ });

    await manager.add(elsewhere, { id: 'linked' });
    await rm(path.join(test.models, 'linked'), { recursive: true });
    await symlink(elsewhere, path.join(test.models, 'linked'));
    await assert.rejects(manager.remove('linked'), { kind: 'bad-request', message: /link/ });

    await manager.add(elsewhere, { id: 'inner' });
    await mkdir(path.join(test.folder, 'precious'));
    await writeFile(path.join(test.folder, 'precious', 'file'), 'x');
    await symlink(path.join(test.folder, 'precious'), path.join(test.models, 'inner', 'link'));
    await manager.remove('inner');
    assert.equal(await readFile(path.join(test.folder, 'precious', 'file'), 'utf8'), 'x');
    for (const id of ['nothing', '../precious', '.state']) {
      await assert.rejects(manager.remove(id), (error) => error instanceof Error && /model|id/.test(error.message));
    }
    assert.ok(existsSync(path.join(test.folder, 'precious', 'file')));
  });

  it('does not remove a model that some process has loaded, until that process is gone', async () => {
    const manager = test.manager();
    await manager.add(elsewhere, { id: 'loaded' });
    const folder = path.join(test.models, 'loaded');
    const release = await markModelInUse(folder);
    assert.equal((await manager.show('loaded')).inUse, true);
    await assert.rejects(manager.remove('loaded'), { kind: 'in-use', message: new RegExp(String(process.pid)) });
    await release();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    await writeFile(path.join(test.models, '.in-use', `loaded.${other.pid}`), '');
    await assert.rejects(manager.remove('loaded'), { kind: 'in-use' });
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
    await manager.remove('loaded');
    assert.deepEqual(await readdir(path.join(test.models, '.in-use')), []);
  });

  it('knows that an engine has a model loaded', async () => {
    const manager = test.manager();
    await manager.add(elsewhere, { id: 'engine' });
    const engine = new InfillEngine({ threads: 1, modelsFolder: test.models });
    await engine.load(path.join(test.models, 'engine'));
    await assert.rejects(manager.remove('engine'), { kind: 'in-use' });
    await engine.dispose();
    await manager.remove('engine');
  });

  it('marks nothing outside of a models folder', async () => {
    await (
      await markModelInUse(elsewhere)
    )();
    assert.equal(existsSync(path.join(test.folder, '.in-use')), false);
  });

  it('removes a download that was stopped, but not one that goes on', async () => {
    const manager = test.manager();
    const stop = new AbortController();
    test.hub.bytesPerSecond = 100_000;
    const request = await manager.downloadRequest(tiny);
    await manager.download(request, {
      signal: stop.signal,
      onStatus: ({ doneBytes }) => doneBytes > 20_000 && stop.abort(),
    });
    const listed = await manager.show(tiny);
    assert.equal(listed.state, 'partial');
    assert.ok(listed.bytes > 20_000);
    const journal = new DownloadJournal(new ModelsFolder(test.models), tiny);
    const lock = await ProcessLock.acquire(journal.lock);
    await assert.rejects(manager.remove(tiny), { kind: 'in-use' });
    await lock?.release();
    assert.equal(await holder(journal.lock), undefined);
    await manager.remove(tiny);
    assert.equal(await state(tiny), 'available');
    assert.equal(existsSync(journal.folder), false);
  });

  it('keeps the source where that is wished, and gives it up with the model', async () => {
    const manager = test.manager();
    assert.equal((await manager.download(await manager.downloadRequest(tiny, { keepSource: true }))).phase, 'done');
    const listed = await manager.show(tiny);
    assert.deepEqual([listed.state, listed.sourceKept, listed.download], ['installed', true, undefined]);
    await assert.rejects(manager.downloadRequest(tiny), { kind: 'bad-request', message: /already/ });
    // As fp32 it is made from what is here.
    const sent = test.hub.bytesSent('model.safetensors');
    await manager.download(await manager.downloadRequest(tiny, { precision: 'fp32' }));
    assert.equal((await manager.show(tiny)).precision, 'fp32');
    assert.equal(test.hub.bytesSent('model.safetensors'), sent);
    await manager.remove(tiny);
    assert.equal(existsSync(path.join(test.models, '.downloads', tiny)), false);
  });

  it('says that a folder cannot be written', async () => {
    await writeFile(path.join(test.folder, 'file'), '');
    const { ModelManager } = await import('../modelManager');
    const manager = new ModelManager({ modelsFolder: path.join(test.folder, 'file', 'models'), embedded: elsewhere });
    await assert.rejects(manager.add(elsewhere, { id: 'a' }), { kind: 'unavailable', message: /cannot be written/ });
    assert.equal((await manager.list())[0]?.state, 'installed');
  });
});
