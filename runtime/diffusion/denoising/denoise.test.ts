import assert from 'node:assert/strict';
import { randomNumbers } from '../infilling/distribution';
import { denoise, type DenoiseOptions } from './denoise';
import {
  a,
  b,
  c,
  d,
  expand,
  fixedOnly,
  forbidden,
  mask,
  never,
  remove,
  ScriptedPasses,
  slotsOf,
  written,
  type Asked,
  type Distribution,
} from './test/scriptedPasses';

/** Greatest probability, its lead, entropy: */
const still: readonly Distribution[] = [
  // 0.6, 0.25, -(0.6 ln 0.6 + 0.35 ln 0.35 + 0.05 ln 0.05) = 0.3065 + 0.3674 + 0.1498 = 0.8237
  [
    [a, 0.6],
    [b, 0.35],
    [c, 0.05],
  ],
  // 0.58, 0.16, 0.3159 + 0.3643 = 0.6803
  [
    [b, 0.58],
    [a, 0.42],
  ],
  // 0.55, 0.4, 0.3288 + 3 * 0.2846 = 1.1825
  [
    [c, 0.55],
    [a, 0.15],
    [b, 0.15],
    [d, 0.15],
  ],
];

const run = async (script: (asked: Asked) => Distribution, text: string, options: DenoiseOptions) => {
  const passes = new ScriptedPasses(script);
  const result = await denoise(passes, [{ slots: slotsOf(text) }], fixedOnly, options, never);
  return { passes, result, text: written(result.windows[0]!.tokens) };
};
const trace = async (options: DenoiseOptions, text = '___') => {
  const { passes, text: end, result } = await run(({ slot }) => still[slot]!, text, options);
  assert.equal(result.passes, passes.calls.length);
  return [...passes.calls.map(({ slots }) => slots), end].join(' ');
};

describe('denoising: what a step reveals', () => {
  it('maskgit_plus: the most probable slot first', async () => {
    assert.equal(await trace({ order: 'maskgit_plus' }), '___ a__ ab_ abc');
  });

  it('topk_margin: the greatest lead first', async () => {
    assert.equal(await trace({ order: 'topk_margin' }), '___ __c a_c abc');
  });

  it('entropy: the least entropy first; the default', async () => {
    assert.equal(await trace({ order: 'entropy' }), '___ _b_ ab_ abc');
    assert.equal(await trace({}), '___ _b_ ab_ abc');
  });

  it('entropy-bounded: as many as the bound allows', async () => {
    // Sums without the greatest part: 0; 0.6803; 0.6803 + 0.8237 = 1.504.
    const bounded = (entropyBound: number) => trace({ order: 'entropy-bounded', entropyBound });
    assert.equal(await bounded(0.1), '___ _b_ ab_ abc');
    assert.equal(await bounded(0.7), '___ ab_ abc');
    assert.equal(await bounded(1.6), '___ abc');
  });

  it('origin: each slot by chance', async () => {
    // With three steps for three slots the chances are 1/3, then 1/2, then 1.
    for (const seed of [1, 2, 3, 4]) {
      const random = randomNumbers(seed);
      let slots = '___';
      const expected: string[] = [];
      for (const chance of [1 / 3, 1 / 2, 1]) {
        const before = slots;
        slots = Array.from(slots, (letter, slot) => (letter === '_' && random() < chance ? 'abc'[slot] : letter)).join(
          '',
        );
        if (slots !== before) expected.push(before);
      }
      assert.equal(await trace({ order: 'origin', steps: 3, seed }), [...expected, 'abc'].join(' '));
    }
  });

  it('fewer steps reveal more at once', async () => {
    assert.equal(await trace({ order: 'maskgit_plus', steps: 2 }), '___ ab_ abc');
    assert.equal(await trace({ order: 'entropy', steps: 2 }), '___ ab_ abc');
    assert.equal(await trace({ order: 'topk_margin', steps: 2 }), '___ a_c abc');
    assert.equal(await trace({ order: 'topk_margin', steps: 1 }), '___ abc');
    assert.equal(await trace({ order: 'entropy-bounded', steps: 1 }), '___ abc');
  });

  it('the reference schedule reveals as it does, without passes that reveal nothing', async () => {
    // 3 (1 - 0.667) = 0.999; then 3 (1 - 0.334 / 0.667) = 1.4978; then the rest.
    const reference = { kind: 'reference', epsilon: 1e-3 } as const;
    assert.equal(await trace({ order: 'maskgit_plus', schedule: reference }), '___ a__ abc');
  });

  it('by threshold: all that are sure enough, at least one', async () => {
    const by = (value: number) => trace({ order: 'maskgit_plus', accept: { kind: 'threshold', value } });
    assert.equal(await by(0.99), '___ a__ ab_ abc');
    assert.equal(await by(0.575), '___ ab_ abc');
    assert.equal(await by(0.5), '___ abc');
  });

  it('by threshold: probability counts, and the order adds its own choice', async () => {
    // The least entropy has slot 1; at least 0.59 probable is only slot 0.
    assert.equal(await trace({ order: 'entropy', accept: { kind: 'threshold', value: 0.59 } }), '___ ab_ abc');
  });

  it('by factor', async () => {
    // 2 * 0.4 = 0.8; 3 * 0.42 = 1.26; 4 * 0.45 = 1.8.
    const by = (value: number) => trace({ order: 'maskgit_plus', accept: { kind: 'factor', value } });
    assert.equal(await by(0.5), '___ a__ ab_ abc');
    assert.equal(await by(1.3), '___ ab_ abc');
    assert.equal(await by(2), '___ abc');
  });

  it('origin takes what is accepted as well, and at least one', async () => {
    const text = await trace({ order: 'origin', steps: 300, accept: { kind: 'threshold', value: 0.99 }, seed: 3 });
    assert.equal(text, '___ a__ ab_ abc');
  });

  it('asks only for empty slots, and leaves the others as they are', async () => {
    const { passes, result } = await run(({ slot }) => still[slot]!, '_d_', { order: 'maskgit_plus' });
    assert.deepEqual(
      passes.calls.map(({ slots, wanted }) => [slots, wanted]),
      [
        ['_d_', [0, 2]],
        ['ad_', [2]],
      ],
    );
    const [first, kept, last] = result.windows[0]!.choices;
    assert.ok(Math.abs(first!.probability - 0.6) < 1e-6);
    assert.equal(first!.other?.token, b);
    assert.equal(kept, undefined);
    assert.ok(Math.abs(last!.probability - 0.55) < 1e-6);
  });

  it('costs no pass when nothing is empty', async () => {
    const { passes, text } = await run(() => [], 'abc', {});
    assert.deepEqual([passes.calls.length, text], [0, 'abc']);
    const none = await denoise(passes, [], fixedOnly, {}, never);
    assert.deepEqual(none, { windows: [], passes: 0 });
  });

  it('fills several windows in one run', async () => {
    const passes = new ScriptedPasses(({ slot }) => [[[a, b, c, d][slot]!, 0.9 - slot / 10]]);
    const windows = [{ slots: slotsOf('__') }, { slots: slotsOf('d') }, { slots: slotsOf('_') }];
    const { windows: filled } = await denoise(passes, windows, fixedOnly, { steps: 1 }, never);
    assert.deepEqual(
      filled.map(({ tokens }) => written(tokens)),
      ['ab', 'd', 'd'],
    );
    assert.deepEqual(passes.calls[0]?.lengths, [2, 1, 1]);
  });

  it('never chooses the mask or what is forbidden, however probable', async () => {
    const { text } = await run(
      () => [
        [mask, 0.5],
        [forbidden, 0.2],
        [remove, 0.1],
        [expand, 0.1],
        [d, 0.001],
      ],
      '__',
      {},
    );
    assert.equal(text, 'dd');
  });

  it('measures the order on the scaled and filtered distribution', async () => {
    // Slot 0: 0.5, 0.5 -> entropy 0.6931. Slot 1: 0.7 and three times 0.1 -> 0.2497 + 3 * 0.2303 = 0.9405; cut to its
    // first token at 0.65 -> 0.
    const script = ({ slot }: Asked): Distribution =>
      slot === 0
        ? [
            [a, 0.5],
            [b, 0.5],
          ]
        : [
            [c, 0.7],
            [a, 0.1],
            [b, 0.1],
            [d, 0.1],
          ];
    const order = async (topP: number) => (await run(script, '__', { order: 'entropy', topP })).passes.calls[1]?.slots;
    assert.equal(await order(1), 'a_');
    assert.equal(await order(0.65), '_c');
  });

  it('draws slots by chance where an order temperature is given', async () => {
    // Surenesses 0.9 and 1/3 at temperature 0.4: the first is drawn with chance 1 / (1 + exp(-(0.9 - 1/3) / 0.4)) = 0.8048.
    const thirds: Distribution = [a, b, c].map((token) => [token, 1 / 3]);
    const script = ({ slot }: Asked): Distribution =>
      slot === 1
        ? thirds
        : [
            [d, 0.9],
            [b, 0.1],
          ];
    let first = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const passes = new ScriptedPasses(script);
      const options = { order: 'maskgit_plus', orderTemperature: 0.4, seed } as const;
      await denoise(passes, [{ slots: [mask, mask] }], fixedOnly, options, never);
      if (passes.calls[1]?.slots === 'd_') first++;
    }
    assert.ok(Math.abs(first / 2000 - 0.8048) < 0.03, String(first));
  });

  it('gives the same text for the same seed, and others for others', async () => {
    const flat = (): Distribution => [a, b, c, d].map((token) => [token, 0.25]);
    for (const order of ['origin', 'maskgit_plus', 'topk_margin', 'entropy', 'entropy-bounded', 'p2'] as const) {
      const draw = async (seed: number) => (await run(flat, '________', { order, temperature: 1, seed })).text;
      assert.equal(await draw(5), await draw(5), order);
      const texts = new Set<string>();
      for (let seed = 0; seed < 6; seed++) texts.add(await draw(seed));
      assert.ok(texts.size > 3, order);
    }
  });

  it('stops where its checkpoint throws', async () => {
    const passes = new ScriptedPasses(() => [[a, 1]]);
    const stopped = {
      logits: async (...args: Parameters<ScriptedPasses['logits']>) => {
        if (passes.calls.length === 2) await args[2]();
        return passes.logits(...args);
      },
    };
    const stop = () => Promise.reject(new Error('cancelled'));
    await assert.rejects(denoise(stopped, [{ slots: slotsOf('____') }], fixedOnly, {}, stop), /cancelled/);
    assert.equal(passes.calls.length, 2);
  });

  it('refuses options that make no sense', async () => {
    const refuses = (options: DenoiseOptions, message: RegExp, kind = 'bad-request') =>
      assert.rejects(
        run(() => [[a, 1]], '_', options),
        { kind, message },
      );
    await refuses({ steps: 0 }, /steps/);
    await refuses({ temperature: NaN }, /temperature/);
    await refuses({ topP: 1.5 }, /topP/);
    await refuses({ topK: 0 }, /topK/);
    await refuses({ order: 'p2', length: { kind: 'delete-only' } }, /p2/, 'bad-request');
    await refuses({ length: { kind: 'delete-only' } }, /delete-only/, 'model-unsupported');
    await refuses({ length: { kind: 'expand-delete', maxSlots: 4 } }, /expand-delete/, 'model-unsupported');
  });
});
