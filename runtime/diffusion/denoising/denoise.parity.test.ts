import assert from 'node:assert/strict';
import { FullAttentionPasses } from '../fullAttention/fullAttentionPasses';
import { randomNumbers } from '../infilling/distribution';
import { DiffusionModel, type FullAttentionModel } from '../model/diffusionModel';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import { denoise, type DenoiseOptions } from './denoise';
import { DenoisingVocabulary } from './denoisingVocabulary';
import { referenceGrowth, referenceLoop, type TextLogits } from './test/referenceLoop';
import type { WindowPasses } from './windowPasses';

const never = () => Promise.resolve();
const prefix = Array.from({ length: 12 }, (_, at) => 20 + ((at * 37) % 250));
const suffix = Array.from({ length: 7 }, (_, at) => 20 + ((at * 53) % 250));

/** A small random model of a family, and the float64 computation of the same weights. */
class Pair {
  private constructor(
    private readonly files: RandomModel,
    readonly model: FullAttentionModel,
    readonly vocabulary: DenoisingVocabulary,
  ) {}

  static async open(family: 'coda' | 'llada' | 'dreamon', seed: number): Promise<Pair> {
    const files = await makeRandomModel('fp32', { family, seed });
    const model = await DiffusionModel.open(files.folder, { threads: 1 });
    assert.ok(model.hasFullAttention());
    return new Pair(files, model, new DenoisingVocabulary(model.config.shape.vocab, model.config.special));
  }

  get passes(): FullAttentionPasses {
    return new FullAttentionPasses(this.model, [prefix, suffix], { cache: 'none', refreshEvery: 0 });
  }

  /** Logits moved to the tokens that they speak of. */
  readonly logitsOf: TextLogits = (text) => {
    const rows = this.files.reference.fullLogits(text);
    return this.model.config.logitShift === 1 ? [rows[0]!, ...rows.slice(0, -1)] : rows;
  };

  get barred(): ReadonlySet<number> {
    const { mask, forbidden } = this.model.config.special;
    return new Set([mask, ...forbidden]);
  }

  async close(): Promise<void> {
    await this.model.dispose();
    await this.files.remove();
  }
}

describe('denoising with a real model against the published loop in float64', function () {
  this.timeout(120_000);
  for (const family of ['coda', 'llada'] as const) {
    describe(family, () => {
      let pair: Pair;
      before(async () => (pair = await Pair.open(family, 3)));
      after(() => pair.close());

      const cases: readonly (DenoiseOptions & { readonly epsilon?: number; readonly slots: number })[] = [
        { slots: 7, steps: 7 },
        { slots: 7, steps: 3 },
        { slots: 7, steps: 7, entropyBound: 8, temperature: 0.3 },
        { slots: 6, steps: 6, topP: 0.5 },
        { slots: 6, steps: 4, temperature: 0.7, seed: 9 },
        { slots: 6, steps: 6, epsilon: 1e-3, topP: 0.8 },
        { slots: 5, steps: 9, epsilon: 1e-3 },
      ];
      for (const order of ['origin', 'maskgit_plus', 'topk_margin', 'entropy', 'entropy-bounded', 'p2'] as const) {
        it(`${order}: the same tokens`, async () => {
          const { mask, expand, delete: remove } = pair.vocabulary.special;
          for (const { slots: count, epsilon, ...options } of cases) {
            if (order === 'p2' && epsilon !== undefined) continue;
            const slots = new Array<number>(count).fill(mask);
            const schedule = epsilon === undefined ? undefined : ({ kind: 'reference', epsilon } as const);
            const { windows } = await denoise(
              pair.passes,
              [{ slots }],
              pair.vocabulary,
              { ...options, order, schedule },
              never,
            );
            const barred = new Set([...pair.barred, ...[expand, remove].filter((id) => id !== undefined)]);
            const expected = referenceLoop([...prefix, ...slots, ...suffix], pair.logitsOf, {
              order,
              steps: options.steps!,
              mask,
              barred,
              temperature: options.temperature ?? 0,
              topP: options.topP ?? 1,
              epsilon,
              bound: options.entropyBound ?? 0.1,
              random: randomNumbers(options.seed ?? 0),
            });
            assert.deepEqual(
              windows[0]!.tokens,
              expected.slice(prefix.length, prefix.length + count),
              JSON.stringify(options),
            );
          }
        });
      }
    });
  }

  describe('dreamon', () => {
    it('grows and shrinks as published', async () => {
      const grown: number[] = [];
      for (const seed of [1, 2, 3]) {
        const pair = await Pair.open('dreamon', seed);
        const { mask, expand, delete: remove } = pair.vocabulary.special;
        assert.ok(expand !== undefined && remove !== undefined);
        // Random weights hardly ever want these two: both computations are given the same push.
        const pushed = (token: number) => (token === expand ? 2.2 : token === remove ? 1.6 : 0);
        const vocab = pair.vocabulary.size;
        const inner = pair.passes;
        const passes: WindowPasses = {
          logits: async (...args) => (await inner.logits(...args)).map((value, at) => value + pushed(at % vocab)),
        };
        const slots = new Array<number>(5).fill(mask);
        const length = { kind: 'expand-delete', maxSlots: 9 } as const;
        const { windows } = await denoise(passes, [{ slots }], pair.vocabulary, { length }, never);
        const expected = referenceGrowth(
          [...prefix, ...slots, ...suffix],
          (text) => pair.logitsOf(text).map((row) => row.map((value, id) => value + pushed(id))),
          { mask, barred: pair.barred, expand, delete: remove, maxSlots: 9 },
        );
        assert.deepEqual(
          windows[0]!.tokens,
          expected.slice(prefix.length, expected.length - suffix.length),
          `seed ${seed}`,
        );
        grown.push(windows[0]!.tokens.length);
        await pair.close();
      }
      assert.ok(new Set(grown).size > 1 && grown.some((count) => count !== 5), `lengths ${grown.join(', ')}`);
    });
  });
});
