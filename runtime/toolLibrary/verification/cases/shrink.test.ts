import assert from 'node:assert/strict';
import type { CallableTool, CaseArguments } from '../../execution';
import { shrink } from './shrink';

const tool = (schema: Record<string, unknown>, required = true): CallableTool => ({
  ...{ language: 'python', root: '/', path: 'a.py', access: 'f' },
  parameters: [{ name: 'x', schema, required }],
});
const failing = (fails: (x: unknown) => boolean) => (cases: readonly CaseArguments[]) =>
  Promise.resolve(cases.map(({ x }) => fails(x)));

describe('shrink', () => {
  it('finds the smallest number that still fails', async () => {
    const found = await shrink(
      { x: 93.75 },
      tool({ type: 'number' }),
      failing((x) => typeof x === 'number' && x >= 7),
    );
    assert.deepEqual(found, { x: 7 });
  });

  it('shortens texts and lists to what matters', async () => {
    const text = await shrink(
      { x: 'hello, big world' },
      tool({ type: 'string' }),
      failing((x) => typeof x === 'string' && x.includes('g')),
    );
    assert.deepEqual(text, { x: 'g' });
    const list = await shrink(
      { x: [5, 0, 9, 12, 4] },
      tool({ type: 'array', items: { type: 'integer' } }),
      failing((x) => Array.isArray(x) && x.some((each) => each > 8)),
    );
    assert.deepEqual(list, { x: [9] });
  });

  it('stays inside the schema', async () => {
    const bounded = tool({ type: 'integer', minimum: 3 });
    assert.deepEqual(
      await shrink(
        { x: 40 },
        bounded,
        failing(() => true),
      ),
      { x: 3 },
    );
    const chosen = tool({ enum: ['b', 'a'] });
    assert.deepEqual(
      await shrink(
        { x: 'b' },
        chosen,
        failing(() => true),
      ),
      { x: 'b' },
    );
  });

  it('leaves out what may be left out', async () => {
    assert.deepEqual(
      await shrink(
        { x: 4 },
        tool({ type: 'integer' }, false),
        failing(() => true),
      ),
      {},
    );
  });
});
