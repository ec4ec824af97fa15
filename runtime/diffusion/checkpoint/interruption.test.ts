import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openModelFolder } from '../../models';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { convertCheckpoint, type ConvertOptions, type ConvertReport } from './convertCheckpoint';

const script = path.join(__dirname, '..', 'test', 'interruptedConversion.ts');

describe('interrupted conversion', function () {
  this.timeout(60_000);
  let root: string;
  let source: string;
  let out: string;
  let partial: string;
  /** What the conversion makes when nothing comes between. */
  let whole: ConvertReport;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-interrupted-'));
    source = path.join(root, 'source');
    await writeRandomCheckpoint(source, { family: 'coda', type: 'BF16', hidden: 64, layers: 4, intermediate: 128 });
    whole = await convertCheckpoint(source, path.join(root, 'whole'), { id: 'm', quantise: 'int8', inlineLimit: 0 });
  });
  beforeEach(async () => {
    out = path.join(await mkdtemp(path.join(root, 'to-')), 'model');
    partial = `${out}.partial`;
  });
  after(() => rm(root, { recursive: true, force: true }));

  const convert = (options: Partial<ConvertOptions> = {}) =>
    convertCheckpoint(source, out, { id: 'm', quantise: 'int8', inlineLimit: 0, ...options });

  /** Converts in another process until it ends as kill -9 ends it. */
  function kill(folder: string, after: number): void {
    const args = ['--import', 'tsx', script, source, folder, String(after), 'kill'];
    const { signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(signal, 'SIGKILL', stderr);
  }

  /** What a process leaves that is killed in the middle; made once, because processes take their time. */
  async function killed(): Promise<void> {
    const made = path.join(root, 'killed');
    if (!(await readdir(root)).includes('killed.partial')) kill(made, 12);
    for (const end of ['partial', 'partial-lock']) await cp(`${made}.${end}`, `${out}.${end}`, { recursive: true });
  }

  const besides = () => readdir(path.dirname(out));
  const entries = async () => (await readFile(path.join(partial, 'conversion.journal'), 'utf8')).split('\n').length - 2;

  /** The model folder is whole, has the bytes of an undisturbed conversion, and nothing is left beside it. */
  async function isWhole(report: ConvertReport): Promise<void> {
    assert.deepEqual(report.files, whole.files);
    await openModelFolder(out);
    assert.deepEqual(await besides(), ['model']);
    assert.ok(!(await readdir(out)).includes('conversion.journal'));
  }

  it('leaves nothing under the name when it is killed, and goes on by tensor', async () => {
    await killed();
    assert.deepEqual(await besides(), ['model.partial', 'model.partial-lock']);
    const kept = await entries();
    assert.ok(kept > 3, `${kept} tensors`);
    const progress: number[] = [];
    const report = await convert({ onProgress: (done, total) => progress.push(done / total) });
    assert.ok(report.resumedBytes > 0);
    assert.deepEqual(
      progress,
      [...progress].sort((a, b) => a - b),
    );
    assert.equal(progress.at(-1), 1);
    await isWhole(report);
  });

  it('can be killed again and again', async () => {
    // Each one comes a little further: the reports of what is there already count too.
    for (const after of [4, 9, 18]) kill(out, after);
    await isWhole(await convert());
  });

  it('keeps what is done when it is aborted', async () => {
    const abort = new AbortController();
    let reports = 0;
    const onProgress = () => {
      if (++reports === 12) abort.abort();
    };
    const stopped = convert({ signal: abort.signal, onProgress });
    await assert.rejects(stopped, { name: 'AbortError' });
    assert.deepEqual(await besides(), ['model.partial']);
    const report = await convert();
    assert.ok(report.resumedBytes > 0);
    await isWhole(report);
  });

  it('does nothing when it is aborted before', async () => {
    await assert.rejects(convert({ signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.deepEqual(await besides(), []);
  });

  describe('starts over', () => {
    beforeEach(killed);

    it('when the source has changed', async () => {
      const changed = path.join(path.dirname(out), 'changed');
      await writeRandomCheckpoint(changed, {
        family: 'coda',
        type: 'BF16',
        hidden: 64,
        layers: 4,
        intermediate: 128,
        seed: 2,
      });
      const report = await convertCheckpoint(changed, out, { id: 'm', quantise: 'int8', inlineLimit: 0 });
      assert.equal(report.resumedBytes, 0);
      assert.notDeepEqual(report.files, whole.files);
      await openModelFolder(out);
    });

    it('when the options are others, and leaves nothing of the old ones', async () => {
      const report = await convert({ quantise: 'int4', weights: { blockSize: 128 } });
      assert.equal(report.resumedBytes, 0);
      await openModelFolder(out);
      await convert({ inlineLimit: 1e9 });
      assert.deepEqual((await readdir(out)).sort(), [
        'config.json',
        'model.onnx',
        'tokenizer.json',
        'whetstone-model.json',
      ]);
    });

    it('when the journal is garbage', async () => {
      await writeFile(path.join(partial, 'conversion.journal'), 'garbage\n');
      const report = await convert();
      assert.equal(report.resumedBytes, 0);
      await isWhole(report);
    });
  });

  describe('goes on from what is sound', () => {
    let kept: number;
    beforeEach(async () => {
      await killed();
      kept = (await stat(path.join(partial, 'model.onnx.data'))).size;
    });
    const data = () => path.join(partial, 'model.onnx.data');
    const resumedLess = async () => {
      const report = await convert();
      assert.ok(report.resumedBytes > 0 && report.resumedBytes < kept, `${report.resumedBytes} of ${kept}`);
      await isWhole(report);
    };

    it('when the data was cut off', async () => {
      await truncate(data(), kept - 20_000);
      await resumedLess();
    });

    it('when a byte of the data was changed', async () => {
      const handle = await open(data(), 'r+');
      const at = kept - 20_000;
      const byte = new Uint8Array(1);
      await handle.read(byte, 0, 1, at);
      await handle.write(Uint8Array.of(byte[0]! ^ 1), 0, 1, at);
      await handle.close();
      await resumedLess();
    });

    it('when the last line of the journal is torn', async () => {
      const journal = path.join(partial, 'conversion.journal');
      await truncate(journal, (await stat(journal)).size - 30);
      await resumedLess();
    });

    it('when there is more data than the journal says', async () => {
      await appendFile(data(), Buffer.alloc(100_000, 1));
      await isWhole(await convert());
    });
  });

  it('refuses a second process while one converts, and takes over when that one was killed', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, source, out, '12', 'hold'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      await assert.rejects(convert(), {
        kind: 'in-use',
        message: new RegExp(`Another process \\(${child.pid}, since .* is writing ${out}`),
      });
      assert.deepEqual(await besides(), ['model.partial', 'model.partial-lock']);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const report = await convert();
    assert.ok(report.resumedBytes > 0);
    await isWhole(report);
  });

  it('gives the old model its name back after a crash between the two renames', async () => {
    await convert({ id: 'old' });
    await rename(out, `${out}.replaced`);
    await mkdir(partial);
    await assert.rejects(convert({ signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.equal((await openModelFolder(out)).manifest.id, 'old');
    await convert({ id: 'new' });
    assert.equal((await openModelFolder(out)).manifest.id, 'new');
    assert.deepEqual(await besides(), ['model']);
  });
});
