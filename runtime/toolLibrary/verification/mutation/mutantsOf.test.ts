import assert from 'node:assert/strict';
import { mutantsOf } from './mutantsOf';

const OPTIONS = { seed: 1, most: 1000 };

describe('mutantsOf', () => {
  const lines = async (path: string, text: string, access: string) =>
    (await mutantsOf(path, text, access, OPTIONS)).map((each) => each.text);

  it('puts one fault at a time into a function of Python, and into what it uses', async () => {
    const text = `RATE = 3
def helper(x): return x + RATE
def f(a: int = 1):
    """Doubles 2."""
    if a < 0:
        raise ValueError('below 0')
    return helper(a)
def other(): return 99
`;
    const found = await lines('a.py', text, 'f');
    for (const part of ['RATE = 4', 'x - RATE', 'a: int = 2', 'a <= 0', 'a > 0', 'a < 1', 'return None']) {
      assert.ok(
        found.some((each) => each.includes(part)),
        part,
      );
    }
    for (const kept of ['Doubles 2.', "'below 0'", 'return 99'])
      assert.ok(
        found.every((each) => each.includes(kept)),
        kept,
      );
    assert.ok(found.every((each) => each !== text));
  });

  it('leaves types of TypeScript alone', async () => {
    const text = `export const f = (a: 1 | 2, b: string): number => { return a === 1 && b !== 'x' ? 5 : -a; };\n`;
    const found = await lines('a.ts', text, 'f');
    for (const part of ["a !== 1 && b !== 'x'", "|| b !== 'x'", "b === 'x'", "'~'", '? 6', '(a)', 'return undefined']) {
      assert.ok(
        found.some((each) => each.includes(part)),
        part,
      );
    }
    assert.ok(found.every((each) => each.includes('a: 1 | 2')));
  });

  it('chooses the same for the same seed', async () => {
    const text = 'def f(a):\n    return a + 1 + 2 + 3 + 4\n';
    const few = { seed: 5, most: 3 };
    const once = await mutantsOf('a.py', text, 'f', few);
    assert.equal(once.length, 3);
    assert.deepEqual(await mutantsOf('a.py', text, 'f', few), once);
  });
});
