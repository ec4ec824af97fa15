import assert from 'node:assert/strict';
import type {
  DenoisingOptions,
  InfillParams,
  InfillResult,
  RewriteParams,
  RewriteSpan,
  RewrittenSpan,
} from '../../protocol';
import { InfillEngine } from '../engine';
import { makeRandomModel, type RandomModel } from '../test/randomModel';

const code = 'class A:\n    def f(self):\n        return self.x\n\n    def g(self, 🙂="日本"):\n        return ';
const behind = '\n\nprint(A().f())\n';

describe('engine with models of full attention', function () {
  this.timeout(120_000);
  const models = new Map<string, RandomModel>();
  let engine: InfillEngine;
  const families = ['coda', 'dream', 'dreamon', 'open-dcoder', 'llada'] as const;
  before(async () => {
    for (const [seed, family] of families.entries()) {
      models.set(family, await makeRandomModel('fp32', { family, seed: seed + 3 }));
    }
    engine = new InfillEngine({ threads: 1, modelsFolder: models.get('coda')!.root });
  });
  after(async () => {
    await engine.dispose();
    for (const model of models.values()) await model.remove();
  });

  const never = new AbortController().signal;
  const infill = (family: string, params: Partial<InfillParams> = {}, signal = never) =>
    engine.infill(
      {
        model: models.get(family)!.folder,
        session: 'file:///a/b.py',
        languageId: 'python',
        prefix: code,
        suffix: behind,
        snippets: [],
        extent: 'block',
        alternatives: 1,
        maxTokens: 24,
        length: { kind: 'found' },
        threshold: 0.9,
        copy: 'file',
        seed: 1,
        ...params,
      },
      signal,
    );

  const texts = (result: InfillResult) => result.suggestions.map(({ text }) => text);

  for (const family of families) {
    it(`${family}: infills, the same text for the same seed, within the tokens allowed`, async () => {
      const info = await engine.load(models.get(family)!.folder);
      assert.equal(info.family, family);
      assert.ok(info.longestPassMs !== undefined && info.longestPassMs > 0);
      const first = await infill(family);
      const again = await infill(family);
      assert.deepEqual(texts(again), texts(first));
      // The same numbers added up in another order: the context was fed once, and came from the cache then.
      again.suggestions.forEach(({ confidence }, i) => {
        assert.ok(Math.abs(confidence - first.suggestions[i]!.confidence) < 1e-5);
      });
      assert.equal(first.contextReused, 0);
      // Nothing changed, and the first request began with masks as this one does.
      assert.equal(again.contextReused, again.contextTokens);
      assert.equal(again.forwardPasses, first.forwardPasses);
      const length = family === 'dreamon' ? 'expand-delete' : 'fixed';
      assert.equal(first.length?.kind, length);
      for (const { text, tokens, confidence, chance } of first.suggestions) {
        assert.ok(tokens <= 24 && confidence > 0 && confidence <= 1 && chance >= 0 && chance <= 1);
        assert.ok(!text.includes('\ufffd'));
      }
    });
  }

  for (const family of ['coda', 'dreamon', 'llada'] as const) {
    it(`${family}: within a word, joins what stands behind the cursor and does not write it twice`, async () => {
      let found = 0;
      for (const [prefix, suffix, rest] of [
        ['def f(self):\n    return se', 'lf.x + self.y\n', 'lf'],
        ['value = comp', 'ute(alpha)\n', 'ute'],
        ['print(', ')\n', ')'],
        ['x =', ' 1\n', ''],
      ] as const) {
        for (const tokens of [1, 2, 6]) {
          const request = { prefix, suffix, alternatives: 3, length: { kind: 'fixed', tokens } } as const;
          const result = await infill(family, request);
          for (const text of texts(result)) {
            found++;
            assert.ok(!/[\ufffd\r]/.test(text), text);
            // What would begin with the rest of the word and end there is the word's rest written twice.
            const again = rest !== '' && text.startsWith(rest) && !/^[\w$]/.test(text.slice(rest.length));
            assert.ok(!(again && rest.length > 1), `${prefix}|${text}|${suffix}`);
          }
        }
      }
      assert.ok(found > 0);
    });
  }

  it('gives distinct suggestions', async () => {
    const found = texts(await infill('coda', { alternatives: 4, length: { kind: 'fixed', tokens: 6 } }));
    assert.ok(found.length >= 2, JSON.stringify(found));
    assert.equal(new Set(found).size, found.length);
    const single = texts(await infill('coda', { length: { kind: 'fixed', tokens: 6 } }));
    assert.equal(single[0], found[0]);
  });

  it('reveals by all orders and acceptances, with all caches', async () => {
    const orders = ['origin', 'maskgit_plus', 'topk_margin', 'entropy', 'entropy-bounded', 'p2'] as const;
    const length = { kind: 'fixed', tokens: 8 } as const;
    const slow: DenoisingOptions = { accept: { kind: 'none' } };
    // Between two pretokens: nothing is taken back behind the cursor, so the slots are those of the length.
    const between = { prefix: 'total = a', suffix: ' + b\n' };
    for (const order of orders) {
      const { forwardPasses } = await infill('llada', { ...between, length, denoising: { ...slow, order } });
      assert.ok(forwardPasses >= 1 && forwardPasses <= 9, `${order}: ${forwardPasses}`);
    }
    const passes = async (denoising: DenoisingOptions) =>
      (await infill('coda', { ...between, length, denoising })).forwardPasses;
    assert.equal(await passes(slow), 8);
    assert.equal(await passes({ ...slow, steps: 4 }), 4);
    // What is taken back before the cursor is written token by token, then all at once.
    assert.ok((await passes({ accept: { kind: 'threshold', value: 0 } })) <= 3);
    for (const cache of ['none', 'prefix', 'dual'] as const) {
      const { contextReused } = await infill('coda', { length, denoising: { ...slow, cache, refreshEvery: 2 } });
      assert.equal(contextReused, 0, 'another way of caching is another context');
    }
  });

  it('finds lengths only as the model can', async () => {
    const cases = [
      ['coda', 'delete-only'],
      ['coda', 'probed'],
      ['llada', 'expand-delete'],
    ] as const;
    for (const [family, kind] of cases) {
      await assert.rejects(infill(family, { length: { kind } }), { kind: 'model-unsupported' });
    }
    assert.equal((await infill('dreamon', { length: { kind: 'delete-only' } })).length?.kind, 'delete-only');
    const { suggestions, length } = await infill('coda', { length: { kind: 'fixed', tokens: 3 } });
    assert.deepEqual(length, { kind: 'fixed', tokens: 3 });
    assert.ok(suggestions.every(({ tokens }) => tokens <= 3));
    await assert.rejects(infill('dreamon', { denoising: { order: 'p2' }, length: { kind: 'expand-delete' } }), {
      kind: 'bad-request',
    });
  });

  it('writes the word before the cursor again, and goes on from it', async () => {
    for (const family of families) {
      const length = { kind: 'fixed', tokens: 8 } as const;
      const { suggestions } = await infill(family, { prefix: `${code}se`, length, alternatives: 3, extent: 'line' });
      // What is inserted begins behind "se": the constraint was met, or nothing is suggested.
      for (const { evidence } of suggestions) assert.ok(evidence.midWord);
    }
  });

  it('stops between passes when it is cancelled', async () => {
    const controller = new AbortController();
    const accept = { kind: 'none' } as const;
    const length = { kind: 'fixed', tokens: 60 } as const;
    const running = infill('coda', { length, denoising: { accept, cache: 'none' } }, controller.signal);
    setTimeout(() => controller.abort(), 1);
    await assert.rejects(running, { name: 'AbortError' });
  });

  for (const [what, prefix, suffix] of [
    ['an empty file', '', ''],
    ['non-BMP characters', 'x = "🙂', '🙂"\n'],
    ['lone surrogates', 'a\ud83d b', 'c\ude42 d'],
    ['CRLF', 'x = 1\r\ny = ', '\r\nz = 3\r\n'],
    ['one line of 100,000 characters', 'ab,'.repeat(33_000), 'ab,'.repeat(33_000)],
  ] as const) {
    it(`answers with well-formed text: ${what}`, async () => {
      for (const family of ['dreamon', 'llada']) {
        const { suggestions, contextTokens } = await infill(family, { prefix, suffix, alternatives: 2, maxTokens: 6 });
        assert.ok(contextTokens <= 1024 + 256 + 1, `${contextTokens}`);
        for (const { text } of suggestions)
          assert.ok(!/[\ud800-\udfff](?<![\ud800-\udbff][\udc00-\udfff])|\r|\ufffd/.test(text));
      }
    });
  }

  const text = `${code}self.y${behind}`;
  const rewrite = (family: string, spans: readonly RewriteSpan[], changes: Partial<RewriteParams> = {}) =>
    engine.rewrite(
      {
        model: models.get(family)!.folder,
        session: 'file:///a/b.py',
        languageId: 'python',
        text,
        spans,
        copy: 'off',
        seed: 1,
        temperature: 0,
        ...changes,
      },
      never,
    );
  const part = (of: string, keep: RewriteSpan['keep']): RewriteSpan => {
    const start = text.indexOf(of);
    assert.ok(start >= 0);
    return { start, end: start + of.length, keep, maxTokens: 64 };
  };
  const covers = (span: RewrittenSpan) => {
    assert.equal(span.tokens.map(({ start, end }) => span.text.slice(start, end)).join(''), span.text);
    for (const [index, { start, end, probability }] of span.tokens.entries()) {
      assert.equal(start, span.tokens[index - 1]?.end ?? 0);
      assert.ok(end > start && probability >= 0 && probability <= 1);
    }
    assert.ok(!/\ufffd|\r/.test(span.text));
  };

  for (const family of ['coda', 'dreamon', 'llada']) {
    it(`${family}: rewrites several spans in one run, keeping what shall stay`, async () => {
      const named = text.indexOf('def f(self)') + 4;
      const spans = [
        part('def f(self)', { kind: 'all-but', parts: [{ start: named, end: named + 1 }] }),
        part('eturn self.', { kind: 'share', ratio: 0.5 }),
        part('🙂="日本"', { kind: 'share', ratio: 1 }),
        part('self.y', { kind: 'nothing' }),
        part('print(A().f())', { kind: 'surest', ratio: 0.5 }),
      ];
      const result = await rewrite(family, spans, { temperature: 1.5, seed: 5 });
      result.spans.forEach(covers);
      const [named1, half, same, , surest] = result.spans;
      assert.ok(named1!.text.startsWith('def') && named1!.text.endsWith('(self)'), named1!.text);
      assert.equal(same!.text, '🙂="日本"');
      // A random model is sure of nothing, so no word is better than the old one.
      assert.equal(half!.text, 'eturn self.');
      assert.equal(surest!.text, 'print(A().f())');
      assert.ok([...half!.tokens, ...surest!.tokens].every(({ kept }) => kept));
      const again = await rewrite(family, spans, { temperature: 1.5, seed: 5 });
      assert.deepEqual(again.spans, result.spans);
    });

    it(`${family}: fills gaps of which each sees the others`, async () => {
      const gaps = ['self.x', 'self.y'].map((of) => ({ ...part(of, { kind: 'nothing' }), maxTokens: 6 }));
      const { spans, forwardPasses } = await rewrite(family, gaps, { denoising: { accept: { kind: 'none' } } });
      spans.forEach(covers);
      assert.ok(forwardPasses >= 1 && forwardPasses <= 40, `${forwardPasses}`);
      // What stands in front of the first gap is seen by the second one: all are in one run.
      const changed = text.replace('class A', 'class Zebra');
      const moved = gaps.map((gap) => ({ ...gap, start: gap.start + 4, end: gap.end + 4 }));
      const other = await rewrite(family, moved, { text: changed, denoising: { accept: { kind: 'none' } } });
      assert.notDeepEqual(other.spans[1], spans[1]);
    });

    it(`${family}: judges tokens in a bounded number of passes`, async () => {
      const cut = text.indexOf('本');
      for (const [start, end] of [
        [0, text.length],
        [text.indexOf('elf.x'), cut + 1],
        [7, 7],
      ] as const) {
        const request = { model: models.get(family)!.folder, session: 's', languageId: 'python', text, start, end };
        const { tokens, forwardPasses } = await engine.tokenConfidence(request, never);
        covers({
          text: text.slice(start, end),
          tokens: tokens.map((token) => ({ ...token, start: token.start - start, end: token.end - start })),
        });
        assert.ok(forwardPasses <= 4 * Math.ceil((end - start) / 100), `${forwardPasses}`);
      }
    });
  }

  it('refuses gaps that are too far from each other', async () => {
    const long = 'x = 1\n'.repeat(3000);
    const spans = [0, long.length].map((at) => ({
      start: at,
      end: at,
      keep: { kind: 'nothing' } as const,
      maxTokens: 4,
    }));
    await assert.rejects(rewrite('coda', spans, { text: long }), { kind: 'bad-request', message: /more than the/ });
  });
});
