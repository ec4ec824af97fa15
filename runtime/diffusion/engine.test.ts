import assert from 'node:assert/strict';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InfillParams, InfillResult } from '../protocol';
import { InfillEngine } from './engine';
import { makeRandomModel, type RandomModel } from './test/randomModel';

const code = 'class A:\n    def f(self):\n        return self.x\n\n';

describe('infill engine', function () {
  this.timeout(60_000);
  let files: RandomModel;
  let engine: InfillEngine;
  before(async () => {
    files = await makeRandomModel('int8', { seed: 5, maxPrefixTokens: 300 });
    engine = new InfillEngine({ threads: 1, modelsFolder: files.root });
  });
  after(async () => {
    await engine.dispose();
    await files.remove();
  });

  const infill = (params: Partial<InfillParams>, signal = new AbortController().signal): Promise<InfillResult> =>
    engine.infill(
      {
        model: 'embedded',
        session: 's',
        languageId: 'python',
        prefix: code,
        suffix: '\n',
        snippets: [],
        extent: 'line',
        alternatives: 1,
        maxTokens: 16,
        length: { kind: 'found' },
        threshold: 0.9,
        copy: 'file',
        seed: 1,
        ...params,
      },
      signal,
    );

  it('loads a model once', async () => {
    const [first, second] = await Promise.all([engine.load('embedded'), engine.load('embedded')]);
    assert.equal(first, second);
    assert.deepEqual(engine.models(), [{ ...first, provider: 'cpu' }]);
    assert.equal(first.id, 'random');
  });

  it('gives the same answer with a warm cache as with a cold one', async () => {
    let prefix = code;
    for (const typed of 'x = retur') {
      prefix += typed;
      await infill({ prefix, session: 'typed' });
    }
    const warm = await infill({ prefix, session: 'typed' });
    const cold = await infill({ prefix, session: 'fresh' });
    assert.deepEqual(warm.suggestions, cold.suggestions);
    assert.equal(warm.contextReused, warm.contextTokens);
    assert.equal(cold.contextReused, 0);
  });

  it('needs no context pass for a character within a word', async () => {
    await infill({ prefix: `${code}x = ret`, session: 'word' });
    const result = await infill({ prefix: `${code}x = retu`, session: 'word' });
    assert.equal(result.contextReused, result.contextTokens);
  });

  it('frees the context of a closed session', async () => {
    await infill({ session: 'closed' });
    engine.closeSession('closed');
    assert.equal((await infill({ session: 'closed' })).contextReused, 0);
  });

  it('keeps only so many sessions', async () => {
    const small = new InfillEngine({ threads: 1, modelsFolder: files.root, sessions: 1 });
    const params = { model: 'embedded', languageId: 'python', prefix: code, suffix: '', snippets: [] } as const;
    const rest = {
      alternatives: 1,
      maxTokens: 2,
      length: { kind: 'found' },
      threshold: 0.9,
      copy: 'off',
      seed: 1,
    } as const;
    const ask = (session: string) =>
      small.infill({ ...params, ...rest, extent: 'line', session }, new AbortController().signal);
    await ask('a');
    await ask('b');
    assert.equal((await ask('a')).contextReused, 0);
    await small.dispose();
    await assert.rejects(ask('a'), { kind: 'unavailable' });
  });

  it('gives distinct suggestions, the same ones for the same seed', async () => {
    // Too short to be taken for a loop, which is what random weights write.
    const maxTokens = 6;
    const first = await infill({ maxTokens, alternatives: 4, prefix: `${code}x = se`, seed: 3 });
    const texts = first.suggestions.map(({ text }) => text);
    assert.equal(new Set(texts).size, texts.length);
    assert.ok(texts.length >= 2, JSON.stringify(texts));
    const second = await infill({ maxTokens, alternatives: 4, prefix: `${code}x = se`, seed: 3 });
    assert.deepEqual(second.suggestions, first.suggestions);
    const single = await infill({ maxTokens, alternatives: 1, prefix: `${code}x = se` });
    if (single.suggestions[0]) assert.deepEqual(single.suggestions[0], first.suggestions[0]);
  });

  it('bounds the tokens over several windows', async () => {
    for (const { tokens } of (await infill({ extent: 'block', maxTokens: 30 })).suggestions) assert.ok(tokens <= 30);
  });

  it('fills a fixed number of tokens', async () => {
    const result = await infill({ length: { kind: 'fixed', tokens: 5 }, extent: 'block', prefix: 'x =' });
    assert.ok(result.suggestions.every(({ tokens }) => tokens <= 5));
    assert.ok(result.forwardPasses <= 5 + 3);
  });

  it('stops between passes when it is cancelled, and goes on with the next request', async () => {
    const controller = new AbortController();
    // Of a length that is given, so that random weights go on for so long.
    const length = { kind: 'fixed', tokens: 200 } as const;
    const long = infill({ maxTokens: 200, length, extent: 'block', threshold: 1, session: 'stop' }, controller.signal);
    const next = infill({ session: 'next' });
    setTimeout(() => controller.abort(), 5);
    await assert.rejects(long, { name: 'AbortError' });
    assert.ok((await next).forwardPasses > 0);
  });

  for (const [what, prefix, suffix] of [
    ['an empty file', '', ''],
    ['the start of a file', '', 'x = 1\n'],
    ['non-BMP characters', 'x = "🙂', '🙂"\n'],
    ['lone surrogates', 'a\ud83d b', 'c\ude42 d'],
    ['CRLF', 'x = 1\r\ny = ', '\r\nz = 3\r\n'],
    ['one line of a megabyte', 'ab,'.repeat(350_000), 'ab,'.repeat(350_000)],
    ['binary data', String.fromCharCode(...Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), '\0\0\0'],
  ] as const) {
    it(`answers with well-formed text: ${what}`, async () => {
      const started = performance.now();
      const { suggestions, contextTokens } = await infill({ prefix, suffix, alternatives: 2, session: what });
      assert.ok(performance.now() - started < 5000);
      assert.ok(contextTokens <= 300 + 21);
      for (const { text } of suggestions) {
        assert.ok(!/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\r|\ufffd/.test(text), text);
      }
    });
  }

  it('has nothing to say between the halves of a character', async () => {
    const result = await infill({ prefix: 'x = "\ud83d', suffix: '\ude42"' });
    assert.deepEqual(result.suggestions, []);
  });

  for (const [what, change] of [
    ['no alternatives', { alternatives: 0 }],
    ['a threshold above one', { threshold: 2 }],
    ['a fixed length of nothing', { length: { kind: 'fixed', tokens: 0 } }],
    ['a relative model folder', { model: 'models/x' }],
  ] as const) {
    it(`refuses ${what}`, () => assert.rejects(infill(change), { kind: 'bad-request' }));
  }
});

describe('infill engine with a damaged model', () => {
  let files: RandomModel;
  beforeEach(async () => (files = await makeRandomModel('int8')));
  afterEach(() => files.remove());
  const load = async () => {
    const engine = new InfillEngine({ threads: 1, modelsFolder: files.root });
    try {
      return await engine.load('embedded');
    } finally {
      await engine.dispose();
    }
  };

  it('says that the model is missing, and loads it once it is there', async () => {
    const engine = new InfillEngine({ threads: 1, modelsFolder: path.join(files.root, 'elsewhere') });
    await assert.rejects(engine.load('embedded'), { kind: 'model-missing', message: /elsewhere/ });
    const other = new InfillEngine({ threads: 1, modelsFolder: files.root });
    await rm(path.join(files.folder, 'config.json'));
    await assert.rejects(other.load('embedded'), { kind: 'model-missing' });
    await files.remove();
    files = await makeRandomModel('int8');
    assert.equal((await other.load(files.folder)).id, 'random');
    await Promise.all([engine.dispose(), other.dispose()]);
  });

  it('says that the graph is damaged', async () => {
    await appendFile(path.join(files.folder, 'model.onnx'), 'x');
    await assert.rejects(load(), { kind: 'model-corrupt', message: /model\.onnx/ });
  });

  it('says that ONNX Runtime cannot load a graph whose hash is right', async () => {
    const { createHash } = await import('node:crypto');
    const { readFile } = await import('node:fs/promises');
    const file = path.join(files.folder, 'whetstone-model.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as { files: { name: string }[] };
    const sha256 = createHash('sha256').update('no graph').digest('hex');
    manifest.files = manifest.files.map((entry) =>
      entry.name === 'model.onnx' ? { ...entry, bytes: 8, sha256 } : entry,
    );
    await writeFile(file, JSON.stringify(manifest));
    await writeFile(path.join(files.folder, 'model.onnx'), 'no graph');
    await assert.rejects(load(), { kind: 'model-corrupt', message: /model\.onnx.*cannot load/ });
  });
});
