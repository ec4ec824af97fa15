import assert from 'node:assert/strict';
import { denoise, type DenoiseOptions } from './denoise';
import {
  a,
  b,
  c,
  d,
  fixedOnly,
  never,
  ScriptedPasses,
  slotsOf,
  written,
  type Distribution,
} from './test/scriptedPasses';

describe('path planning (P2)', () => {
  /** @param steps distributions of the slots in each pass */
  const run = async (steps: readonly (readonly Distribution[])[], text: string, options: DenoiseOptions = {}) => {
    const passes = new ScriptedPasses(({ call, slot }) => steps[Math.min(call, steps.length - 1)]![slot]!);
    const windows = [{ slots: slotsOf(text) }];
    const result = await denoise(passes, windows, fixedOnly, { order: 'p2', ...options }, never);
    return { trace: [...passes.calls.map(({ slots }) => slots), written(result.windows[0]!.tokens)].join(' '), passes };
  };

  const beginning: readonly Distribution[] = [
    [
      [a, 0.9],
      [b, 0.1],
    ],
    [
      [b, 0.6],
      [c, 0.4],
    ],
    [
      [c, 0.5],
      [d, 0.5],
    ],
  ];

  it('masks again what the model is no longer sure of, and fills it anew', async () => {
    // Masks that stay after each of three steps: 2, 1, 0. Step 1 keeps slot 0 (0.9). In step 2 slots 2 and 1 are the
    // surest (0.8, 0.7), so slot 0 is masked again. Step 3 fills it with d.
    const { trace, passes } = await run(
      [
        beginning,
        [
          [
            [d, 0.4],
            [a, 0.3],
            [b, 0.3],
          ],
          [
            [b, 0.7],
            [c, 0.3],
          ],
          [
            [c, 0.8],
            [d, 0.2],
          ],
        ],
        [
          [
            [d, 0.95],
            [a, 0.05],
          ],
          [
            [b, 0.9],
            [c, 0.1],
          ],
          [
            [c, 0.9],
            [d, 0.1],
          ],
        ],
      ],
      '___',
    );
    assert.equal(trace, '___ a__ _bc dbc');
    assert.deepEqual(
      passes.calls.map(({ wanted }) => wanted),
      [
        [0, 1, 2],
        [0, 1, 2],
        [0, 1, 2],
      ],
    );
  });

  const doubt: readonly Distribution[] = [
    [
      [d, 0.75],
      [a, 0.2],
      [b, 0.05],
    ],
    [
      [b, 0.7],
      [c, 0.3],
    ],
    [
      [c, 0.8],
      [d, 0.2],
    ],
  ];

  it('keeps the token of a slot that stays, even if another is more probable now', async () => {
    // 0.8 and 0.75 stay in step 2: slot 2, and slot 0 with its a.
    const { trace } = await run([beginning, doubt, doubt], '___');
    assert.equal(trace, '___ a__ a_c abc');
  });

  it('can judge by the token that stands there', async () => {
    // Its probability is 0.2 now, so that slots 2 (0.8) and 1 (0.7) stay.
    const { trace } = await run([beginning, doubt, doubt], '___', { planner: 'standing' });
    assert.equal(trace, '___ a__ _bc dbc');
  });

  it('never masks given tokens', async () => {
    const sure: Distribution = [[d, 1]];
    const { trace, passes } = await run(
      [
        [
          sure,
          sure,
          [
            [c, 0.2],
            [d, 0.8],
          ],
        ],
      ],
      'a_b',
    );
    assert.equal(trace, 'a_b adb');
    assert.deepEqual(passes.calls[0]?.wanted, [1]);
  });

  it('reveals equally many in each step, also where ten slots meet ten steps', async () => {
    // In floating point 10 * (1 - 9/10) is less than 1, and the last two slots would come together.
    const slots = '__________';
    const script: readonly Distribution[] = Array.from(slots, (_, slot) => [
      [a, 0.9 - slot / 100],
      [b, 0.1 + slot / 100],
    ]);
    const { passes } = await run([script], slots);
    assert.deepEqual(
      passes.calls.map(({ slots: each }) => each.split('_').length - 1),
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    );
    const fewer = await run([script], slots, { steps: 4 });
    // Masks that stay: floor(10 * 3/4) = 7, 5, floor(2.5) = 2, 0.
    assert.deepEqual(
      fewer.passes.calls.map(({ slots: each }) => each.split('_').length - 1),
      [10, 7, 5, 2],
    );
  });
});
