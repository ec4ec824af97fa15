import assert from 'node:assert/strict';
import { denoise, type DenoiseOptions } from './denoise';
import {
  a,
  b,
  c,
  expand,
  never,
  remove,
  ScriptedPasses,
  slotsOf,
  vocabulary,
  written,
  type Asked,
  type Distribution,
} from './test/scriptedPasses';

const sure = (token: number, probability: number): Distribution => [
  [token, probability],
  [token === c ? b : c, 1 - probability],
];
const growing = (maxSlots: number, expandBudget?: number): DenoiseOptions => ({
  length: { kind: 'expand-delete', maxSlots, expandBudget },
});

describe('windows that find their length', () => {
  const run = async (
    script: (asked: Asked) => Distribution,
    texts: string | readonly string[],
    options: DenoiseOptions,
  ) => {
    const passes = new ScriptedPasses(script);
    const windows = [texts].flat().map((text) => ({ slots: slotsOf(text) }));
    const result = await denoise(passes, windows, vocabulary, options, never);
    return {
      passes,
      result,
      trace: [
        ...passes.calls.map(({ slots }) => slots),
        result.windows.map(({ tokens }) => written(tokens)).join('|'),
      ].join(' '),
    };
  };
  const script =
    (...steps: readonly (readonly Distribution[])[]) =>
    ({ call, slot }: Asked) =>
      steps[Math.min(call, steps.length - 1)]![slot]!;

  it('expand makes two masks of a slot, delete removes one, one step each', async () => {
    const { trace, result } = await run(
      script(
        [sure(a, 0.6), sure(expand, 0.9)],
        [sure(a, 0.7), sure(b, 0.6), sure(remove, 0.95)],
        [sure(a, 0.9), sure(b, 0.8)],
        [sure(a, 0.9), sure(b, 0.8)],
      ),
      '__',
      growing(64),
    );
    assert.equal(trace, '__ ___ __ a_ ab');
    assert.equal(result.windows[0]?.end?.token, remove);
  });

  it('does not expand a window that is as long as it may be', async () => {
    const greedy: Distribution = [
      [expand, 0.9],
      [a, 0.1],
    ];
    const { trace } = await run(() => greedy, '_', growing(4));
    assert.equal(trace, '_ __ ___ ____ a___ aa__ aaa_ aaaa');
  });

  it('does not expand more often than its budget allows, even when slots are deleted in between', async () => {
    // Grows and shrinks for ever, if it is let.
    const { trace } = await run(({ slots }) => sure(slots.length === 1 ? expand : remove, 0.9), '_', {
      length: { kind: 'expand-delete', maxSlots: 8, expandBudget: 3, deletesToRight: false },
    });
    assert.equal(trace, '_ __ _ __ _ __ _ c');
  });

  it('never expands in the last step', async () => {
    const { trace, result } = await run(
      () => [
        [expand, 0.9],
        [a, 0.1],
      ],
      '_',
      { ...growing(64), steps: 3 },
    );
    assert.equal(trace, '_ __ ___ aaa');
    assert.equal(result.passes, 3);
  });

  it('a delete takes the masks to its right with it, but no token that was there before', async () => {
    const steps = script(
      [sure(a, 0.6), sure(remove, 0.95), sure(a, 0.51), sure(b, 0.51), sure(b, 0.97)],
      [sure(a, 0.6), sure(remove, 0.95), sure(a, 0.51), sure(b, 0.51)],
      [sure(a, 0.9), sure(a, 0.8), sure(a, 0.7)],
    );
    const order = 'maskgit_plus';
    const all = await run(steps, '_____', { order, length: { kind: 'delete-only' } });
    assert.equal(all.trace, '_____ ____b _b ab');
    assert.equal(all.result.windows[0]?.end, undefined);
    const one = await run(steps, '_____', { order, length: { kind: 'delete-only', deletesToRight: false } });
    assert.equal(one.trace, '_____ ____b ___b a__b aa_b aaab');
  });

  it('a delete takes what the same pass revealed to its right', async () => {
    const distributions = [sure(a, 0.99), sure(remove, 0.95), sure(b, 0.97)];
    const { trace, result } = await run(script(distributions), '___', {
      accept: { kind: 'threshold', value: 0.9 },
      length: { kind: 'delete-only' },
    });
    assert.equal(trace, '___ a');
    assert.equal(result.windows[0]!.choices.length, 1);
  });

  it('given tokens stay, and stop a delete', async () => {
    const { trace } = await run(
      script([sure(remove, 0.99), sure(b, 0.5), sure(c, 1), sure(a, 0.6)], [sure(c, 1), sure(a, 0.9)]),
      '__c_',
      {
        length: { kind: 'delete-only' },
      },
    );
    assert.equal(trace, '__c_ c_ ca');
  });

  it('a window can vanish', async () => {
    const { trace, result } = await run(() => sure(remove, 0.9), '___', {
      length: { kind: 'delete-only' },
      order: 'maskgit_plus',
    });
    assert.equal(trace, '___ ');
    const [window] = result.windows;
    assert.deepEqual(window!.tokens, []);
    assert.equal(window!.end?.token, remove);
  });

  it('each window has its own length and budget', async () => {
    const { trace, passes } = await run(
      ({ slot, lengths }) =>
        slot < lengths[0]!
          ? [
              [expand, 0.9],
              [a, 0.1],
            ]
          : [
              [remove, 0.95],
              [b, 0.05],
            ],
      ['_', '__', '_'],
      { length: { kind: 'expand-delete', maxSlots: 3, expandBudget: 1 } },
    );
    assert.equal(trace, '____ __ _ __ a_ aa||');
    // The second window vanishes, then the third; only then the first one, the least sure, grows.
    assert.deepEqual(
      passes.calls.map(({ lengths }) => lengths),
      [
        [1, 2, 1],
        [1, 0, 1],
        [1, 0, 0],
        [2, 0, 0],
        [2, 0, 0],
      ],
    );
  });

  it('several growths in one step: the limit holds', async () => {
    const { passes } = await run(
      () => [
        [expand, 0.9],
        [a, 0.1],
      ],
      '____',
      { ...growing(6), accept: { kind: 'threshold', value: 0.5 } },
    );
    assert.deepEqual(
      passes.calls.map(({ lengths }) => lengths),
      [[4], [6]],
    );
  });

  it('chooses no control token when the length is fixed', async () => {
    const { trace } = await run(
      () => [
        [expand, 0.5],
        [remove, 0.4],
        [a, 0.1],
      ],
      '__',
      {},
    );
    assert.equal(trace, '__ a_ aa');
  });

  it('a window whose length is fixed neither grows nor shrinks beside others that do', async () => {
    const passes = new ScriptedPasses(({ slot }) => [
      [slot === 0 ? remove : expand, 0.7],
      [remove, 0.2],
      [b, 0.1],
    ]);
    const windows = [{ slots: slotsOf('__') }, { slots: slotsOf('_a_'), isFixed: true }];
    const result = await denoise(passes, windows, vocabulary, growing(3), never);
    assert.equal(written(result.windows[1]!.tokens), 'bab');
    assert.notEqual(result.windows[0]!.tokens.length, 2);
  });
});
