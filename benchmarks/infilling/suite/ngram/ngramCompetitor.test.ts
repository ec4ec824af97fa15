import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TextTokenizer } from '../../../../runtime/diffusion';
import { writeRandomCheckpoint } from '../../../../runtime/diffusion/test/randomCheckpoint';
import { BadInputError } from '../../../core/badInputError';
import type { CompletionRequest } from '../competitor';
import { ngramCompetitors, type NgramOptions } from './ngramCompetitor';

/** Ids in the tokenizer of random checkpoints. */
const [EOF, FILE, PYTHON, TYPESCRIPT] = [2, 3, 8, 9];
const VOCAB = 320;

const files: readonly (readonly [language: number, text: string])[] = [
  [PYTHON, 'def area(self):\n    return self.width * self.height\n\ndef other():\n    pass\n'],
  [PYTHON, 'def area(box):\n    return self.width * self.height\n\ndef more():\n    pass\n'],
  [PYTHON, 'def show(self):\n    draw(self.border) + 1\n'],
  [TYPESCRIPT, 'function area(): number {\n  return this.width;\n}\n'],
];

describe('n-gram competitor', function () {
  this.timeout(20_000);
  let folder: string;
  let options: NgramOptions;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    await writeRandomCheckpoint(folder, { vocab: VOCAB });
    const tokenizer = await TextTokenizer.load(path.join(folder, 'tokenizer.json'), VOCAB);
    const encoded = files.map(([language, text]) => [FILE, language, ...tokenizer.encode(text).ids, EOF]);
    await writeFile(path.join(folder, 'train.bin'), new Uint8Array(Uint16Array.from(encoded.flat()).buffer));
    const starts = encoded.map((_, index) => encoded.slice(0, index).flat().length);
    await writeFile(path.join(folder, 'train.idx.npy'), npy(starts));
    const languages = new Set(['python', 'typescript']);
    const onProgress = (message: string) => progress.push(message);
    options = { corpus: folder, tokens: 1_000_000, cache: path.join(folder, 'cache'), languages, onProgress };
  });
  after(() => rm(folder, { recursive: true }));
  const progress: string[] = [];

  const signal = new AbortController().signal;
  const request = (prefix: string, suffix = '\n', languageId = 'python'): CompletionRequest => ({
    ...{ languageId, prefix, suffix, extent: 'line' },
  });

  it('writes what it has counted, from inside a word too, in the language of the task', async () => {
    const [model] = await ngramCompetitors(options, ['off']);
    const text = async (wanted: CompletionRequest) => (await model!.complete(wanted, signal)).text;
    assert.equal(await text(request('def area(self):\n    return self.w')), 'idth * self.height');
    assert.equal(await text(request('def area(self):\n    return sel')), 'f.width * self.height');
    assert.equal(await text(request('function area(): number {\n  return th', '\n', 'typescript')), 'is.width;');
    assert.equal(await text(request('def area(self):\n    return self.w', '\n', 'cobol')), '');
  });

  it('ends where the line goes on behind the cursor', async () => {
    const [model] = await ngramCompetitors(options, ['off']);
    const { text } = await model!.complete(request('def show(self):\n    draw(self.b', ') + 2\n'), signal);
    assert.equal(text, 'order');
  });

  it('mixes the copy prior in', async () => {
    const [plain, copying] = await ngramCompetitors(options, ['off', 'file']);
    const line = 'value = compute_zip_code(alpha, 7)\n';
    const own = `${line}y = 1\n${line}z = 2\nvalue = compute_zip_`;
    assert.equal((await copying!.complete(request(own), signal)).text, 'code(alpha, 7)');
    assert.notEqual((await plain!.complete(request(own), signal)).text, 'code(alpha, 7)');
    assert.deepEqual([plain!.name, copying!.name], ['5-gram', '5-gram + copy']);
    assert.notDeepEqual(plain!.settings, copying!.settings);
  });

  it('counts once, and what was counted gives the same answers', async () => {
    const counted = progress.length;
    assert.equal((await readdir(path.join(folder, 'cache'))).length, 2);
    const [model] = await ngramCompetitors(options, ['off']);
    assert.equal(progress.length, counted);
    const { text } = await model!.complete(request('def area(self):\n    return self.w'), signal);
    assert.equal(text, 'idth * self.height');
  });

  it('refuses a folder without corpus, and a language that is not in it', async () => {
    const refuses = (changes: Partial<NgramOptions>, message: RegExp) =>
      assert.rejects(
        ngramCompetitors({ ...options, ...changes }, ['off']),
        (error) => error instanceof BadInputError && message.test(error.message),
      );
    await refuses({ corpus: path.join(folder, 'cache') }, /holds no tokenised corpus.*--corpus/);
    await refuses({ languages: new Set(['rust']) }, /has no file in rust/);
  });
});

/** A one-dimensional int64 array in numpy's format, version 1. */
function npy(values: readonly number[]): Buffer {
  const header = `{'descr': '<i8', 'fortran_order': False, 'shape': (${values.length},), }`.padEnd(117) + '\n';
  const start = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.from([header.length, 0])]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(new BigInt64Array(values.map(BigInt)).buffer)]);
}
