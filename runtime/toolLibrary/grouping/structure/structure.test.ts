import assert from 'node:assert/strict';
import { madeTool } from '../../testing/madeTool';
import { structuralForm } from './structuralForm';
import { winnowed } from './winnowed';

const python = async (code: string) => structuralForm(madeTool({ name: 'tool', code }));
const typescript = async (code: string) =>
  structuralForm(madeTool({ name: 'tool', code, kind: 'typescript', path: 'tools.ts' }));
const mean =
  'def mean(values: list[float]) -> float:\n    """Mean."""\n    total = sum(values)\n    return total / len(values)\n';

describe('structuralForm', () => {
  it('is the same under other names, types and documentation in Python', async () => {
    const renamed =
      "@tool\ndef average(numbers):\n    # adds up\n    '''Average of numbers.'''\n    all = sum(numbers)\n    return all / len(numbers)\n";
    assert.equal((await python(mean))?.hash, (await python(renamed))?.hash);
  });
  it('differs by a constant, an operator, a helper, an attribute and a default', async () => {
    const base = 'def f(a, b=1):\n    return round(a * b, 2) + a.real\n';
    const original = await python(base);
    for (const [from, to] of [
      ['2', '3'],
      ['*', '/'],
      ['round', 'floor'],
      ['a.real', 'a.imag'],
      ['b=1', 'b=2'],
      ['a * b', 'b * a'],
    ] as const) {
      assert.notEqual((await python(base.replace(from, to)))?.hash, original?.hash, to);
    }
  });
  it('does not rename what an attribute or a keyword argument is called', async () => {
    const one = await python('def f(key):\n    return sorted([key], key=key).key\n');
    assert.equal((await python('def f(k):\n    return sorted([k], key=k).key\n'))?.hash, one?.hash);
    assert.notEqual((await python('def f(k):\n    return sorted([k], k=k).k\n'))?.hash, one?.hash);
  });
  it('knows recursion under any name', async () => {
    const one = await python('def f(n):\n    return n * f(n - 1)\n');
    assert.equal((await python('def fact(x):\n    return x * fact(x - 1)\n'))?.hash, one?.hash);
    assert.notEqual((await python('def fact(x):\n    return x * f(x - 1)\n'))?.hash, one?.hash);
  });
  it('reads loops, comprehensions and lambdas as giving names', async () => {
    const one = await python('def f(xs):\n    return [y for x in xs for y in map(lambda z: z + x, x)]\n');
    const other = await python('def g(a):\n    return [c for b in a for c in map(lambda d: d + b, b)]\n');
    assert.equal(one?.hash, other?.hash);
  });
  it('is the same for declarations and arrows of one expression in TypeScript', async () => {
    const one = await typescript(
      '/** Adds. */\nexport function add(a: number, b: number): number {\n  return a + b;\n}',
    );
    const other = await typescript('export const plus = (x: number, y: number): number => x + y;');
    assert.equal(one?.hash, other?.hash);
  });
  it('reads methods, which stand in no class here', async () => {
    const one = await typescript('  add(a: number, b: number): number {\n    return a + b;\n  }');
    const other = await typescript('export function add(x: number, y: number): number { return x + y; }');
    assert.equal(one?.hash, other?.hash);
    const method = await python('    def mean(self, values):\n        return sum(values)\n');
    assert.equal(method?.hash, (await python('def f(self, xs):\n    return sum(xs)\n'))?.hash);
  });
  it('shares pieces where one branch was added', async () => {
    const one = await python('def f(a, b):\n    c = a * b + 1\n    d = c - a\n    return round(c * d, 2)\n');
    const other = await python(
      'def f(a, b):\n    c = a * b + 1\n    if c > 50:\n        c = 50\n    d = c - a\n    return round(c * d, 2)\n',
    );
    const common = [...one!.pieces].filter((piece) => other!.pieces.has(piece)).length;
    assert.notEqual(one!.hash, other!.hash);
    assert.ok(common / one!.pieces.size > 0.4, `${common} of ${one!.pieces.size}`);
  });
  it('has one shape for code that differs in numbers and texts, and tells them in order', async () => {
    const one = await python('def f(a):\n    return a[1] + "x" + f"{a}y" + str(2.5)\n');
    const other = await python('def g(b):\n    return b[2] + \'z\' + f"{b}y" + str(.5)\n');
    assert.notEqual(one?.hash, other?.hash);
    assert.deepEqual(one?.constants, ['1', '"x"', '2.5']);
    assert.deepEqual(other?.constants, ['2', '"z"', '.5']);
    assert.notEqual((await python('def f(a):\n    return a[1] - "x" + str(2.5)\n'))?.shape, one.shape);
    const plain = await python('def f(a):\n    return a[1] + "x"\n');
    assert.equal((await python('def f(a):\n    return a[2] + "y"\n'))?.shape, plain?.shape);
  });
  it('says nothing of schemas, and of code without a function', async () => {
    assert.equal(await structuralForm(madeTool({ name: 'schema' })), undefined);
    assert.equal(await python('x = 1\n'), undefined);
    assert.notEqual(await python('def broken(:\n    return (\n'), null);
  });
});

describe('winnowed', () => {
  it('keeps a common piece of texts that share eight tokens in a row', () => {
    const shared = 'a b c d e f g h'.split(' ');
    const one = winnowed(['1', '2', '3', ...shared, '4', '5']);
    const other = winnowed(['9', ...shared, '8', '7', '6']);
    assert.ok([...one].some((piece) => other.has(piece)));
  });
  it('has one piece of a text that is shorter than a piece', () => assert.equal(winnowed(['a']).size, 1));
});
