import assert from 'node:assert/strict';
import { DiffusionModel, type IsolatedContextModel } from '../model/diffusionModel';
import type { Quantisation } from '../onnx/graphOptions';
import type { RandomModelOptions } from '../test/randomCheckpoint';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import { ContextCache } from './contextCache';

const go = () => Promise.resolve();
const tokens = (count: number, seed: number) => Array.from({ length: count }, (_, i) => 12 + ((i * seed) % 250));
const prefix = [1, 8, ...tokens(60, 37)];
const suffix = [4, ...tokens(11, 53), 2];
const mask = 5;
const slots = [77, mask, mask, 90, mask, mask, mask, mask];
const rows = slots.map((_, slot) => slot);

/** Greatest absolute difference, and whether the best token of every row is the same. */
function compare(
  logits: Float32Array,
  expected: readonly (readonly number[])[],
): { difference: number; same: boolean } {
  const vocab = expected[0]?.length ?? 0;
  let difference = 0;
  let same = true;
  expected.forEach((row, i) => {
    const found = [...logits.subarray(i * vocab, (i + 1) * vocab)];
    found.forEach((value, j) => (difference = Math.max(difference, Math.abs(value - row[j]!))));
    same &&= found.indexOf(Math.max(...found)) === row.indexOf(Math.max(...row));
  });
  return { difference, same };
}

function greatest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

async function withModel(
  format: Quantisation,
  options: RandomModelOptions,
  body: (model: IsolatedContextModel, files: RandomModel) => Promise<void>,
): Promise<void> {
  const files = await makeRandomModel(format, options);
  const model = (await DiffusionModel.open(files.folder, { threads: 1 })).asIsolatedContext();
  try {
    await body(model, files);
  } finally {
    await model.dispose();
    await files.remove();
  }
}

async function cachedLogits(model: IsolatedContextModel, context: { prefix: number[]; suffix: number[] }) {
  const cache = new ContextCache(model);
  await cache.set(context, go);
  return cache.window(slots, rows, go);
}

describe('context cache', function () {
  this.timeout(60_000);
  for (const [name, options] of [
    ['one of two key heads shifted', {}],
    ['no key head shifted', { shiftedKeyHeads: 0 }],
    ['all key heads shifted', { shiftedKeyHeads: 2, seed: 3 }],
  ] as const) {
    it(`gives the logits of a float64 computation without cache: ${name}`, async () => {
      await withModel('fp32', options, async (model, { reference }) => {
        const expected = reference.windowLogits(prefix, suffix, slots).slice(0, rows.length);
        const cached = compare(await cachedLogits(model, { prefix, suffix }), expected);
        assert.ok(cached.difference <= 1e-4, `cached: ${cached.difference}`);
        assert.ok(cached.same);
        const cache = new ContextCache(model);
        await cache.set({ prefix, suffix }, go);
        const full = compare(await cache.uncachedWindow(slots, rows), expected);
        assert.ok(full.difference <= 1e-4, `full pass: ${full.difference}`);
        assert.ok(full.same);
      });
    });
  }

  it('causal rows see the rows before them only, and need not be told those behind', async () => {
    await withModel('fp32', {}, async (model, { reference }) => {
      const filled = [77, 90, 33];
      const all = [...filled, ...slots.slice(filled.length)];
      const expected = reference.windowLogits(prefix, suffix, all, true).slice(0, filled.length + 1);
      const cache = new ContextCache(model);
      const wanted = expected.map((_, row) => row);
      // Once with prefix rows in the same pass, once with all of the context cached, once without any cache.
      for (const start of [prefix.length - 4, prefix.length]) {
        await cache.set({ prefix: prefix.slice(0, start), suffix }, go);
        await cache.window(slots, rows, go);
        await cache.set({ prefix, suffix }, go);
        const found = compare(await cache.window(filled, wanted, go, 'causal'), expected);
        assert.ok(found.difference <= 1e-4, `${start}: ${found.difference}`);
        assert.ok(found.same);
      }
      const full = compare(await cache.uncachedWindow(filled, wanted, 'causal'), expected);
      assert.ok(full.difference <= 1e-4, `full pass: ${full.difference}`);
    });
  });

  it('gives the same logits for a prefix that was typed token by token', async () => {
    await withModel('fp32', {}, async (model) => {
      const whole = await cachedLogits(model, { prefix, suffix });
      const cache = new ContextCache(model);
      let logits = whole;
      for (let end = 40; end <= prefix.length; end++) {
        await cache.set({ prefix: prefix.slice(0, end), suffix }, go);
        logits = await cache.window(slots, rows, go);
      }
      assert.ok(greatest(logits, whole) <= 1e-4, String(greatest(logits, whole)));
    });
  });

  it('gives the same logits after a jump back, a change and several chunks', async () => {
    await withModel('fp32', { maxPrefixTokens: 400 }, async (model, { reference }) => {
      const long = [1, 8, ...tokens(330, 41)];
      const cache = new ContextCache(model);
      await cache.set({ prefix: long, suffix }, go);
      await cache.window(slots, rows, go);
      const changed = [...long.slice(0, 150), 99, 98, ...long.slice(170, 180)];
      const reused = await cache.set({ prefix: changed, suffix }, go);
      assert.equal(reused, 150 + suffix.length);
      const found = compare(
        await cache.window(slots, rows, go),
        reference.windowLogits(changed, suffix, slots).slice(0, rows.length),
      );
      assert.ok(found.difference <= 1e-4, String(found.difference));
    });
  });

  it('turns the suffix keys to their place when the prefix grows', async () => {
    await withModel('fp32', {}, async (model, { reference }) => {
      const cache = new ContextCache(model);
      await cache.set({ prefix: prefix.slice(0, 5), suffix }, go);
      await cache.window(slots, rows, go);
      const before = cache.passes;
      await cache.set({ prefix, suffix }, go);
      const encoding = cache.passes - before;
      const found = compare(
        await cache.window(slots, rows, go),
        reference.windowLogits(prefix, suffix, slots).slice(0, rows.length),
      );
      assert.ok(encoding <= 1, 'the suffix is not encoded again');
      assert.ok(found.difference <= 1e-4, String(found.difference));
    });
  });

  it('holds what it encoded when it is stopped between two passes', async () => {
    await withModel('fp32', { maxPrefixTokens: 400 }, async (model) => {
      const long = [1, 8, ...tokens(330, 41)];
      const cache = new ContextCache(model);
      let passes = 0;
      const stop = () => (++passes > 2 ? Promise.reject(new Error('stop')) : Promise.resolve());
      await assert.rejects(cache.set({ prefix: long, suffix }, stop), /stop/);
      const reused = await cache.set({ prefix: long, suffix }, go);
      assert.equal(reused, 128 + suffix.length);
      const whole = new ContextCache(model);
      await whole.set({ prefix: long, suffix }, go);
      const difference = greatest(await cache.window(slots, rows, go), await whole.window(slots, rows, go));
      assert.ok(difference <= 1e-5, String(difference));
    });
  });

  it('int8: logits do not depend on which rows share a pass', async () => {
    await withModel('int8', {}, async (model) => {
      const whole = await cachedLogits(model, { prefix, suffix });
      const cache = new ContextCache(model);
      for (let end = 50; end <= prefix.length; end += 4) {
        await cache.set({ prefix: prefix.slice(0, end), suffix }, go);
        await cache.window(slots, rows, go);
      }
      assert.ok(greatest(await cache.window(slots, rows, go), whole) <= 1e-3);
    });
  });

  it('int8: stays near the float64 computation', async () => {
    // Sizes of a real model: rounding errors of wide rows average out.
    const sizes = { hidden: 128, headDim: 32, intermediate: 256, layers: 3 };
    await withModel('int8', sizes, async (model, { reference }) => {
      const expected = reference.windowLogits(prefix, suffix, slots).slice(0, rows.length).flat();
      const found = await cachedLogits(model, { prefix, suffix });
      const error = Math.hypot(...expected.map((value, i) => value - found[i]!));
      assert.ok(error / Math.hypot(...expected) < 0.06, String(error / Math.hypot(...expected)));
    });
  });
});
