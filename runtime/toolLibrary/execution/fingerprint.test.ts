import assert from 'node:assert/strict';
import { type CommandSandbox, openSandbox, SandboxUnavailableError } from '../../tools/sandbox';
import type { Fingerprint, ToolRecord } from '../types';
import { fingerprint } from './fingerprint';
import { FixtureFolder, tool } from './testing/toolFixture';

describe('fingerprint', function () {
  this.timeout(60_000);
  let sandbox: CommandSandbox;
  let folder: FixtureFolder;

  before(async function () {
    try {
      sandbox = await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      this.skip();
    }
  });

  afterEach(() => folder.remove());

  async function prints(files: Record<string, string>, tools: readonly ToolRecord[]): Promise<Fingerprint[]> {
    folder = await FixtureFolder.make(files);
    const found = await fingerprint(folder.collection(tools), { seed: 7, sandbox });
    return tools.map(({ id }) => found.get(id) ?? { status: 'skipped', reason: 'missing' });
  }

  const hash = (one: Fingerprint | undefined) => (one?.status === 'run' ? one.hash : assert.fail(JSON.stringify(one)));
  const reason = (one: Fingerprint | undefined) => (one?.status === 'skipped' ? one.reason : assert.fail('it was run'));

  it('is one for functions that answer alike, and another for one that does not', async () => {
    const [area, product, sum] = await prints(
      {
        'a.py': 'def area(w: float, h: float): return w * h\ndef add(w: float, h: float): return w + h\n',
        'b.py': 'def product(x: float, y: float):\n    result = x\n    result *= y\n    return result\n',
      },
      [
        tool('a.py', 'area(w: float, h: float)'),
        tool('b.py', 'product(x: float, y: float)'),
        tool('a.py', 'add(w: float, h: float)'),
      ],
    );
    assert.equal(hash(area), hash(product));
    assert.notEqual(hash(area), hash(sum));
  });

  it('finds parameters in another order, and says which argument each got', async () => {
    const [ratio, over] = await prints(
      {
        'a.ts':
          'export function ratio(a: number, b: number, s: string) { return s + a / (b * b + 1); }\nexport const over = (label: string, below: number, above: number) => label + above / (below * below + 1);\n',
      },
      [
        tool('a.ts', 'ratio(a: number, b: number, s: string)'),
        tool('a.ts', 'over(label: string, below: number, above: number)'),
      ],
    );
    assert.equal(hash(ratio), hash(over));
    const places = (one: Fingerprint | undefined) => (one?.status === 'run' ? (one.order ?? [0, 1, 2]) : []);
    const [a, b, s] = places(ratio);
    assert.deepEqual(places(over), [s, b, a]);
  });

  it('is the same again for the same seed', async () => {
    const files = { 'a.py': 'def f(x: str, n: int = 2): return x[:n] * n\n' };
    const tools = [tool('a.py', 'f(x: str, n: int = 2)')];
    const [once] = await prints(files, tools);
    await folder.remove();
    assert.deepEqual((await prints(files, tools))[0], once);
  });

  it('tries the words that a tool names', async () => {
    const text = (unit: string) => `def f(unit: str): return 3 if unit == '${unit}' else 1\n`;
    const named = (unit: string) => ({
      source: {
        path: `${unit}.py`,
        start: 0,
        end: 0,
        text: text(unit),
        exported: true,
        asynchronous: false,
        access: 'f',
      },
    });
    const [furlong, parsec] = await prints({ 'furlong.py': text('furlong'), 'parsec.py': text('parsec') }, [
      tool('furlong.py', 'f(unit: str)', named('furlong')),
      tool('parsec.py', 'f(unit: str)', named('parsec')),
    ]);
    assert.notEqual(hash(furlong), hash(parsec));
  });

  it('says why a tool has none', async () => {
    const python = `import random, datetime, subprocess
def chance(x: int): return random.random()
def clock(x: int): return datetime.date.today().year + x
def grows(x: int, seen=[]):
    seen.append(x)
    return len(seen)
def hangs(x: int):
    while True: pass
def raises(x: int): raise ValueError(x)
def starts(x: int): return subprocess.run(['true'])
def same(x: int): return 'ok'
`;
    const found = await prints(
      { 'a.py': python, 'b.py': 'import notthere\ndef f(x: int): return x\n', 'c.py': 'def f(x:\n' },
      [
        ...['chance', 'clock', 'grows', 'hangs', 'raises', 'starts', 'same'].map((name) =>
          tool('a.py', `${name}(x: int)`),
        ),
        tool('b.py', 'f(x: int)'),
        tool('c.py', 'f(x: int)'),
        tool('a.py', 'same(x: int = 1)', { effects: ['files'] }),
      ],
    );
    const reasons = found.map(reason);
    const patterns = [
      /depend on the clock/,
      /depend on the clock/,
      /what ran before/,
      /does not end/,
      /raises in 100 %/,
      /tried to use process/,
      /answered "ok" whatever/,
      /needs the package “notthere”/,
      /line 1 of c\.py does not parse/,
      /may do more than compute: files/,
    ];
    patterns.forEach((pattern, index) => assert.match(reasons[index] ?? '', pattern));
  });
});
