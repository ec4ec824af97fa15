import assert from 'node:assert/strict';
import { merge, mergedTool, refusal, rendered } from '../testing/rendered';

const value = { x: { from: 'x' } };

describe('forms of functions that are merged', () => {
  for (const [name, files, target, member, after] of [
    [
      'what a file exports without a name',
      {
        'a.ts': 'export const f = (x: number) => x;\n',
        'b.ts': 'export default function (x: number) {\n  return x + 0;\n}\n',
      },
      ['a.ts', 'f'],
      ['b.ts', 'default'],
      "import { f } from './a';\n\n/** @deprecated Use f of a.ts. */\nexport default function (x: number) {\n  return f(x);\n}\n",
    ],
    [
      'a function that is exported without its name',
      {
        'a.ts': 'export const f = (x: number) => x;\n',
        'b.ts': 'const old = (x: number) => x + 0;\nexport default old;\n',
      },
      ['a.ts', 'f'],
      ['b.ts', 'default'],
      "import { f } from './a';\n\n/** @deprecated Use f of a.ts. */\nconst old = (x: number) => f(x);\nexport default old;\n",
    ],
    [
      'a function that answers and is exported without a name',
      { 'my-sum.ts': 'export default (x: number) => x;\n', 'b.ts': 'export const old = (x: number) => x + 0;\n' },
      ['my-sum.ts', 'default'],
      ['b.ts', 'old'],
      "import { default as mySum } from './my-sum';\n\n/** @deprecated Use the default export of my-sum.ts. */\nexport const old = (x: number) => mySum(x);\n",
    ],
    [
      'a static method',
      {
        'a.ts': 'export const f = (x: number) => x;\n',
        'b.ts':
          'export class B {\n  /** Old. */\n  static old(x: number): number {\n    return x + 0;\n  }\n\n  other() {\n    return B.old(1);\n  }\n}\n',
      },
      ['a.ts', 'f'],
      ['b.ts', 'B.old'],
      "import { f } from './a';\n\nexport class B {\n  /** @deprecated Use f of a.ts. */\n  static old(x: number): number {\n    return f(x);\n  }\n\n  other() {\n    return B.old(1);\n  }\n}\n",
    ],
    [
      'a static method of Python',
      {
        'a.py': 'def f(x):\n    return x\n',
        'b.py':
          'class B:\n    """B."""\n\n    @staticmethod\n    def old(x):\n        y = x\n        return y\n\n    def other(self):\n        return self.old(1)\n',
      },
      ['a.py', 'f'],
      ['b.py', 'B.old'],
      'from a import f\n\nclass B:\n    """B."""\n\n    @staticmethod\n    def old(x):\n        """.. deprecated:: Use f of a.py."""\n        return f(x)\n\n    def other(self):\n        return self.old(1)\n',
    ],
    [
      'functions that are awaited',
      { 'a.py': 'async def f(x):\n    return x\n', 'b.py': 'async def old(x):\n    return x\n' },
      ['a.py', 'f'],
      ['b.py', 'old'],
      'from a import f\n\nasync def old(x):\n    """.. deprecated:: Use f of a.py."""\n    return await f(x)\n',
    ],
    [
      'async arrows',
      {
        'a.ts': 'export async function f(x: number) {\n  return x;\n}\n',
        'b.ts': 'export const old = async (x: number) => x;\n',
      },
      ['a.ts', 'f'],
      ['b.ts', 'old'],
      "import { f } from './a';\n\n/** @deprecated Use f of a.ts. */\nexport const old = async (x: number) => f(x);\n",
    ],
    [
      'decorators that only register',
      { 'a.py': 'def f(x):\n    return x\n', 'b.py': '@mcp.tool(name="old")\ndef old(x):\n    return x\n' },
      ['a.py', 'f'],
      ['b.py', 'old'],
      'from a import f\n\ndef old(x):\n    """.. deprecated:: Use f of a.py."""\n    return f(x)\n',
    ],
  ] as const) {
    it(name, async () => {
      const done = await rendered(files, [merge(target, [[mergedTool(member[0], member[1]), value]])]);
      assert.equal(done.get(member[0]), after);
    });
  }
});

describe('forms of functions that are left', () => {
  const python = 'def f(x):\n    return x\n';
  const script = 'export const f = (x: number) => x;\n';
  for (const [name, file, text, access, reason] of [
    ['a generator of Python', 'b.py', 'async def old(x):\n    yield x\n', 'old', /generator, whose values/],
    ['a generator', 'b.ts', 'export function* old(x: number) {\n  yield x;\n}\n', 'old', /generator, whose values/],
    [
      'a static generator',
      'b.ts',
      'export class B {\n  static *old(x: number) {\n    yield x;\n  }\n}\n',
      'B.old',
      /generator, whose values/,
    ],
    [
      'overloads of Python',
      'b.py',
      '@overload\ndef old(x: int): ...\n@typing.overload\ndef old(x: str): ...\ndef old(x):\n    return x\n',
      'old',
      /several signatures/,
    ],
    [
      'overloads',
      'b.ts',
      'export function old(x: number): number;\nexport function old(x: string): string;\nexport function old(x: unknown) {\n  return x;\n}\n',
      'old',
      /several signatures/,
    ],
    [
      'overloads of a method',
      'b.ts',
      'export class B {\n  static old(x: number): number;\n  static old(x: unknown) {\n    return x;\n  }\n}\n',
      'B.old',
      /several signatures/,
    ],
    ['a decorator that may do anything', 'b.py', '@retry(3)\ndef old(x):\n    return x\n', 'old', /decorator retry/],
    [
      'a decorator of a static method',
      'b.ts',
      'export class B {\n  @log\n  static old(x: number) {\n    return x;\n  }\n}\n',
      'B.old',
      /decorator log/,
    ],
    [
      'a method of an object',
      'b.py',
      'class B:\n    def old(self, x):\n        return x\n',
      'B.old',
      /takes its object or class/,
    ],
    [
      'a method of a class',
      'b.py',
      'class B:\n    @classmethod\n    def old(cls, x):\n        return x\n',
      'B.old',
      /takes its object or class/,
    ],
    ['a method', 'b.ts', 'export class B {\n  old(x: number) {\n    return x;\n  }\n}\n', 'B.old', /takes its object/],
    [
      'a static method that uses its class',
      'b.ts',
      'export class B {\n  static old(x: number) {\n    return this.y + x;\n  }\n}\n',
      'B.old',
      /uses this/,
    ],
    ['an accessor', 'b.ts', 'export class B {\n  static get old() {\n    return 1;\n  }\n}\n', 'B.old', /like a value/],
    [
      'a parameter with the name of the other function',
      'b.py',
      'from a import f\n\ndef old(x, f):\n    return x\n',
      'old',
      /has the name/,
    ],
  ] as const) {
    it(name, async () => {
      const isPython = file === 'b.py';
      const one = merge([isPython ? 'a.py' : 'a.ts', 'f'], [[mergedTool(file, access), value]]);
      assert.match((await refusal({ 'a.py': python, 'a.ts': script, [file]: text }, one)) ?? 'merged', reason);
    });
  }

  it('a function that is not awaited does not become one that is', async () => {
    const files = { 'a.py': 'async def f(x):\n    return x\n', 'b.py': 'def old(x):\n    return x\n' };
    const one = merge(['a.py', 'f'], [[mergedTool('b.py', 'old'), value]]);
    assert.match((await refusal(files, one)) ?? 'merged', /has to be awaited/);
  });
});
