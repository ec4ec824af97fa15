import assert from 'node:assert/strict';
import type { RevealOrder } from '../../protocol';
import { randomNumbers } from '../infilling/distribution';
import { denoise, type DenoiseOptions } from './denoise';
import { DenoisingVocabulary } from './denoisingVocabulary';
import { mask, never } from './test/scriptedPasses';
import type { WindowPasses } from './windowPasses';

const size = 24;
const special = { mask, expand: 20, delete: 21, forbidden: [5, 6, 17, 22, 23] };
const vocabulary = new DenoisingVocabulary(size, special);
const orders: readonly RevealOrder[] = ['origin', 'maskgit_plus', 'topk_margin', 'entropy', 'entropy-bounded', 'p2'];

/** A model whose logits depend on all slots; control tokens and forbidden ones are favoured. */
class HashedPasses implements WindowPasses {
  readonly masked: number[] = [];

  constructor(
    private readonly seed: number,
    private readonly favour: number,
  ) {}

  async logits(
    slots: readonly number[],
    wanted: readonly number[],
    _signal: () => Promise<void>,
    lengths: readonly number[],
  ): Promise<Float32Array> {
    assert.equal(
      lengths.reduce((sum, length) => sum + length, 0),
      slots.length,
    );
    assert.ok(wanted.length > 0);
    assert.deepEqual(
      [...wanted].sort((x, y) => x - y),
      wanted,
    );
    this.masked.push(slots.filter((token) => token === mask).length);
    const logits = new Float32Array(wanted.length * size);
    for (const [row, slot] of wanted.entries()) {
      const random = randomNumbers(
        slots.reduce((hash, token) => Math.imul(hash ^ token, 0x01000193), this.seed + 977 * slot),
      );
      for (let token = 0; token < size; token++) {
        const wished = token === mask || token >= 20 || special.forbidden.includes(token);
        logits[row * size + token] = 8 * random() + (wished ? this.favour : 0);
      }
    }
    return logits;
  }
}

describe('denoising: what always holds', function () {
  this.timeout(60_000);
  const runs = 1000;
  const pick = <Value>(random: () => number, values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)]!;

  it(`in ${runs} random runs: no forbidden token, every slot filled, given tokens kept, lengths within their limits`, async () => {
    for (let seed = 0; seed < runs; seed++) {
      const random = randomNumbers(seed);
      const order = pick(random, orders);
      const length: DenoiseOptions['length'] =
        order === 'p2'
          ? { kind: 'fixed' }
          : pick(random, [
              { kind: 'fixed' },
              { kind: 'delete-only' },
              { kind: 'delete-only', deletesToRight: false },
              { kind: 'expand-delete', maxSlots: 12 },
              { kind: 'expand-delete', maxSlots: 9, expandBudget: 40, deletesToRight: false },
            ] as const);
      const options: DenoiseOptions = {
        order,
        length,
        accept: pick(random, [
          { kind: 'none' },
          { kind: 'threshold', value: 0.4 },
          { kind: 'factor', value: 1 },
        ] as const),
        steps: pick(random, [undefined, 1, 3, 20]),
        temperature: pick(random, [0, 0.5, 2]),
        topP: pick(random, [1, 0.9, 0]),
        orderTemperature: pick(random, [0, 0.1]),
        planner: pick(random, ['predicted', 'standing']),
        schedule:
          order === 'p2' ? undefined : pick(random, [{ kind: 'even' }, { kind: 'reference', epsilon: 1e-3 }] as const),
        seed,
      };
      const windows = Array.from({ length: 1 + Math.floor(3 * random()) }, () => ({
        slots: Array.from({ length: Math.floor(8 * random()) }, () =>
          random() < 0.2 ? 1 + Math.floor(4 * random()) : mask,
        ),
      }));
      const what = JSON.stringify({ options, windows });
      const passes = new HashedPasses(seed, pick(random, [0, 6]));
      const result = await denoise(passes, windows, vocabulary, options, never);
      assert.equal(result.windows.length, windows.length);
      for (const [at, { tokens, choices }] of result.windows.entries()) {
        const given = windows[at]!.slots.filter((token) => token !== mask);
        assert.ok(
          tokens.every((token) => token !== mask && token < 20 && !special.forbidden.includes(token)),
          what,
        );
        assert.deepEqual(
          tokens.filter((_, slot) => !choices[slot]),
          given,
          what,
        );
        for (const [slot, choice] of choices.entries()) {
          if (!choice) continue;
          assert.equal(choice.token, tokens[slot], what);
          assert.ok(choice.probability > 0 && choice.probability <= 1, what);
        }
        const before = windows[at]!.slots.length;
        if (length.kind === 'fixed') assert.equal(tokens.length, before, what);
        if (length.kind === 'delete-only') assert.ok(tokens.length <= before, what);
        if (length.kind === 'expand-delete') assert.ok(tokens.length <= Math.max(before, length.maxSlots), what);
      }
      assert.equal(result.passes, passes.masked.length, what);
      if (length.kind === 'fixed' && options.steps) assert.ok(result.passes <= options.steps, what);
    }
  });

  it('one slot a step when there are as many steps as slots', async () => {
    for (let seed = 0; seed < 100; seed++) {
      for (const order of ['maskgit_plus', 'topk_margin', 'entropy', 'p2'] as const) {
        for (const steps of [undefined, 9]) {
          const passes = new HashedPasses(seed, 0);
          const options = { order, steps, seed, temperature: (seed % 3) / 2 };
          await denoise(passes, [{ slots: new Array<number>(9).fill(mask) }], vocabulary, options, never);
          assert.deepEqual(passes.masked, [9, 8, 7, 6, 5, 4, 3, 2, 1], `${order} ${seed}`);
        }
      }
    }
  });

  it('ends after at most as many steps as there are slots and twice the growth, however greedy the model', async () => {
    for (let seed = 0; seed < 200; seed++) {
      const passes = new HashedPasses(seed, 9);
      const options: DenoiseOptions = {
        length: { kind: 'expand-delete', maxSlots: 16, expandBudget: 25, deletesToRight: seed % 2 === 0 },
        temperature: 1,
        seed,
      };
      await denoise(passes, [{ slots: new Array<number>(4).fill(mask) }], vocabulary, options, never);
      assert.ok(passes.masked.length <= 4 + 2 * 25, `${passes.masked.length} steps`);
    }
  });
});
