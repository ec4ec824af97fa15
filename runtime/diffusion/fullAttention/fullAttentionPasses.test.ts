import assert from 'node:assert/strict';
import { DiffusionModel, type FullAttentionModel } from '../model/diffusionModel';
import { rotaryRow } from '../onnx/transformerGraph';
import type { RandomModelOptions } from '../test/randomCheckpoint';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import { FullAttentionPasses } from './fullAttentionPasses';
import { gatherRows } from './gatherRows';

const go = () => Promise.resolve();
const tokens = (count: number, seed: number) => Array.from({ length: count }, (_, i) => 20 + ((i * seed) % 250));

const greatest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe('passes of a model with full attention', function () {
  this.timeout(60_000);
  for (const family of ['coda', 'llada'] as const) {
    describe(`${family}, logits ${family === 'coda' ? 'shifted' : 'at their own row'}`, () => {
      let files: RandomModel;
      let model: FullAttentionModel;
      let mask: number;
      before(async () => {
        const options: RandomModelOptions = { family, layers: 3, seed: 4 };
        files = await makeRandomModel('fp32', options);
        const opened = await DiffusionModel.open(files.folder, { threads: 1 });
        assert.ok(opened.hasFullAttention());
        model = opened;
        mask = opened.config.special.mask;
      });
      after(async () => {
        await model.dispose();
        await files.remove();
      });

      const pieces = [tokens(30, 37), tokens(6, 53), tokens(12, 71)];
      const lengths = [4, 3];
      const masks = () => Array.from({ length: 7 }, () => mask);
      const partly = () => [mask, 77, mask, 90, mask, mask, 33];
      const all = [0, 1, 2, 3, 4, 5, 6];
      const open = (cache: 'none' | 'prefix' | 'dual', refreshEvery = 0) =>
        new FullAttentionPasses(model, pieces, { cache, refreshEvery });

      /** Logits of the slots by the float64 computation over the whole text. */
      const expected = (slots: readonly number[], [first, second] = lengths): number[] => {
        const text = [...pieces[0]!, ...slots.slice(0, first), ...pieces[1]!, ...slots.slice(first), ...pieces[2]!];
        const rows = files.reference.fullLogits(text);
        const places = [
          ...Array.from({ length: first! }, (_, i) => 30 + i),
          ...Array.from({ length: second! }, (_, i) => 36 + first! + i),
        ];
        return places.flatMap((place) => rows[place - model.config.logitShift]!);
      };

      it('gives the logits of a float64 computation in one full pass', async () => {
        assert.ok(greatest(await open('none').logits(partly(), all, go, lengths), expected(partly())) < 1e-4);
      });

      for (const cache of ['prefix', 'dual'] as const) {
        it(`${cache}: equals the full pass at the state that was encoded, and drifts behind it`, async () => {
          const passes = open(cache);
          const encoded = Float32Array.from(await passes.logits(masks(), all, go, lengths));
          assert.ok(greatest(encoded, expected(masks())) < 1e-4);
          const cached = await passes.logits(masks(), all, go, lengths);
          assert.ok(greatest(cached, encoded) < 1e-4, `cached ${greatest(cached, encoded)}`);
          assert.deepEqual([passes.passes, passes.encodings], [2, 1]);
          const drift = greatest(await passes.logits(partly(), all, go, lengths), expected(partly()));
          console.log(`      ${cache}: logits drift by ${drift.toFixed(3)} when 3 of 7 slots are filled`);
          assert.ok(drift > 1e-3, 'a full attention context does change with what is filled in');
        });

        it(`${cache}: is exact again after a refresh`, async () => {
          const passes = open(cache, 2);
          for (let pass = 0; pass < 3; pass++) await passes.logits(masks(), all, go, lengths);
          assert.equal(passes.encodings, 1);
          const fresh = await passes.logits(partly(), all, go, lengths);
          assert.equal(passes.encodings, 2);
          assert.ok(greatest(fresh, expected(partly())) < 1e-4);
          const behind = await passes.logits(partly(), all, go, lengths);
          assert.ok(greatest(behind, expected(partly())) < 1e-4);
          assert.equal(passes.encodings, 2);
        });
      }

      it('gives rows of single slots, and of windows without any', async () => {
        const passes = open('dual');
        const whole = Float32Array.from(await passes.logits(partly(), all, go, lengths));
        const vocab = model.config.shape.vocab;
        const two = await passes.logits(partly(), [0, 4], go, lengths);
        assert.ok(greatest(two.subarray(0, vocab), whole.subarray(0, vocab)) < 1e-4);
        assert.ok(greatest(two.subarray(vocab), whole.subarray(4 * vocab, 5 * vocab)) < 1e-4);
        const emptied = partly().slice(4);
        const fresh = open('dual');
        const shorter = Float32Array.from(await fresh.logits(emptied, [0, 1, 2], go, [0, 3]));
        assert.ok(greatest(shorter, expected(emptied, [0, 3])) < 1e-4);
        assert.ok(greatest(await fresh.logits(emptied, [0, 1, 2], go, [0, 3]), shorter) < 1e-4);
      });

      it('moves what is behind a window when its length changes', async () => {
        const longer = Array.from({ length: 9 }, () => mask);
        const moved = await open('dual').logits(longer, [0], go, [6, 3]);
        const passes = open('dual');
        await passes.logits(masks(), all, go, lengths);
        const rotated = await passes.logits(longer, [0], go, [6, 3]);
        const drift = greatest(rotated, moved);
        assert.equal(passes.encodings, 1);
        console.log(`      logits drift by ${drift.toFixed(4)} when a window of 4 grows by 2`);
        assert.ok(drift > 1e-6 && drift < 1, `${drift}`);
      });

      it('rotates keys of the first layer exactly', async () => {
        const feed = async (start: number) => {
          const fed = pieces[2]!;
          const positions = fed.map((_, i) => start + i);
          const bias = new Float32Array(fed.length);
          const zeros = fed.map(() => 0);
          const pass = { tokens: fed, positions, previous: zeros, bias, rows: [0], past: model.noPast, present: true };
          return (await model.run(pass)).present;
        };
        const [near, far] = [await feed(40), await feed(47)];
        const { shape } = model.config;
        const empty = () => near.keys.map((keys) => new Float32Array(keys.length));
        const target = { count: near.count, keys: empty(), values: empty() };
        gatherRows(shape, near, [{ from: 0, count: near.count, delta: 7 }], target);
        assert.ok(greatest(target.keys[0]!, far.keys[0]!) < 1e-5);
        gatherRows(shape, far, [{ from: 0, count: near.count, delta: -7 }], target);
        assert.ok(greatest(target.keys[0]!, near.keys[0]!) < 1e-5);
        assert.ok(greatest(target.values[0]!, near.values[0]!) < 1e-5);
        assert.ok(greatest(near.keys[0]!, far.keys[0]!) > 0.01, 'the rows did move');
        assert.equal(rotaryRow(shape, 0).cos[0], 1);
      });

      it('keeps a context for a new start only if it was computed with masks', async () => {
        const passes = open('dual');
        await passes.logits(masks(), all, go, lengths);
        await passes.logits(partly(), all, go, lengths);
        passes.restart();
        assert.ok(passes.isEncoded);
        const other = open('dual');
        await other.logits(partly(), all, go, lengths);
        other.restart();
        assert.ok(!other.isEncoded);
      });

      it('refuses what is longer than the model takes, and stops when told to', async () => {
        const many = Array.from({ length: model.config.shape.positions }, () => mask);
        await assert.rejects(open('none').logits(many, [0], go, [many.length, 0]), { kind: 'bad-request' });
        const stop = () => Promise.reject(new DOMException('stopped', 'AbortError'));
        await assert.rejects(open('dual').logits(masks(), all, stop, lengths), { name: 'AbortError' });
      });
    });
  }
});
