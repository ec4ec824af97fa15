import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type CommandSandbox, openSandbox, SandboxUnavailableError } from '../../tools/sandbox';
import { canonicalValue } from './canonicalValue';
import { openRunners, type BothOutcomes, type Runners } from './openRunners';
import { FixtureFolder } from './testing/toolFixture';
import type { Callee, CaseArguments } from './types';

const SIGNAL = new AbortController().signal;

describe('Runners of tools', function () {
  this.timeout(60_000);
  let sandbox: CommandSandbox;
  let folder: FixtureFolder | undefined;
  let runners: Runners | undefined;

  before(async function () {
    try {
      sandbox = await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      this.skip();
    }
  });

  afterEach(async () => {
    await runners?.close();
    await folder?.remove();
  });

  async function open(files: Record<string, string>, callSeconds = 0.3): Promise<void> {
    folder = await FixtureFolder.make(files);
    runners = await openRunners({ seed: 1, sandbox, limits: { callSeconds, patience: 1 } });
  }

  const callee = (path: string, access: string, names: readonly string[], more: Partial<Callee> = {}): Callee => ({
    ...{ language: path.endsWith('.py') ? 'python' : 'javascript', root: folder?.root ?? '', path, access },
    parameters: names.map((name) => ({ name, schema: {} })),
    ...more,
  });

  async function run(
    ...jobs: readonly (readonly [Callee, readonly CaseArguments[]])[]
  ): Promise<readonly BothOutcomes[]> {
    assert.ok(runners);
    return runners.run(
      jobs.map(([one, cases]) => ({ callee: one, cases })),
      SIGNAL,
    );
  }

  const results = (outcome: BothOutcomes | undefined) =>
    outcome?.first.kind === 'run' ? outcome.first.results : [outcome?.first.problem];

  it('stop at the first result that is not as expected, in the order of the cases, floats that are near aside', async () => {
    await open({
      'a.py': 'def third(value): return value / 3 if value < 9 else "large"\n',
      'a.mjs': 'export const third = (value) => (value < 9 ? value / 3 : "large");\n',
    });
    assert.ok(runners);
    const cases = [1, 2, 4, 10, 5, 12].map((value) => ({ value }));
    const expected = ['0.333333334', undefined, '1.33333333', '3.333333333', '1.666666667', '4.0'];
    const jobs = ['a.py', 'a.mjs'].map((file) => ({ callee: callee(file, 'third', ['value']), cases, expected }));
    for (const { first, second } of await runners.run(jobs, SIGNAL)) {
      for (const each of [first, second]) {
        assert.deepEqual(each.kind === 'run' && each.results, [
          ...['0.333333333', '0.666666667', '1.33333333', '"large"'],
          ...['!notRun', '!notRun'],
        ]);
      }
    }
    const others = jobs.map((job) => ({ ...job, expected: ['0.4'] }));
    for (const { first } of await runners.run(others, SIGNAL)) {
      assert.equal(first.kind === 'run' && first.results[1], '!notRun');
    }
  });

  it('tell how much processor time the calls of a job took', async () => {
    await open({
      'a.py': 'def count(value):\n    for _ in range(value): pass\n    return value\n',
      'a.mjs': 'export const count = (value) => { for (let at = 0; at < value; at++); return value; };\n',
    });
    const slow = [{ value: 3_000_000 }];
    const quick = [{ value: 3 }];
    const outcomes = await run(
      ...['a.py', 'a.mjs'].flatMap((file) =>
        [slow, quick].map((cases) => [callee(file, 'count', ['value']), cases] as const),
      ),
    );
    const seconds = outcomes.map(({ first }) => (first.kind === 'run' ? first.seconds : undefined) ?? -1);
    assert.ok(seconds.every((each) => each >= 0));
    assert.ok((seconds[0] ?? 0) > (seconds[1] ?? 0), String(seconds));
  });

  it('write one text for one value, in Python, in JavaScript and here', async () => {
    const values = [
      null,
      true,
      3,
      -12,
      0.1,
      1 / 3,
      1e20,
      1.5e-7,
      123456.789,
      'a"\n\u00e9\u{1f600}',
      [1, [2.5]],
      { b: 1, a: 'x' },
    ];
    const same = values.map((value) => ({ value }));
    await open({ 'a.py': 'def same(value): return value\n', 'a.mjs': 'export const same = (value) => value;\n' });
    const [python, javascript] = await run(
      [callee('a.py', 'same', ['value']), same],
      [callee('a.mjs', 'same', ['value']), same],
    );
    const here = values.map(canonicalValue);
    // JSON writes 1e20 as 100000000000000000000, which Python reads as a whole number.
    const whole = here.map((text) => (text === '1e20' ? '100000000000000000000' : text));
    assert.deepEqual(results(python), whole);
    assert.deepEqual(results(javascript), here);
  });

  it('end what hangs, floods, dies or takes all memory, and go on', async () => {
    await open({
      'a.py': `import ctypes
def hangs(x):
    while True:
        try:
            while True: pass
        except Exception: pass
def floods(x):
    while True: print('x' * 1000)
def dies(x): ctypes.string_at(0)
def memory(x): return len('a' * (1 << 33))
def fine(x): return x + 1
`,
      'b.mjs': `export const hangs = (x) => { for (;;); };
export const never = (x) => new Promise(() => undefined);
export const floods = (x) => { for (;;) console.log('x'.repeat(1000)); };
export const fine = (x) => x + 1;
`,
    });
    const names = ['hangs', 'floods', 'dies', 'memory', 'fine'];
    const scripts = ['hangs', 'never', 'floods', 'fine'];
    const found = await run(
      ...names.map((name) => [callee('a.py', name, ['x']), [{ x: 1 }]] as const),
      ...scripts.map((name) => [callee('b.mjs', name, ['x']), [{ x: 1 }]] as const),
    );
    assert.deepEqual(
      found.map((one) => results(one)[0]),
      ['!timeout', '!output', '!died', '!MemoryError', '2', '!timeout', '!timeout', '!output', '2'],
    );
  });

  it('let nothing start, reach or write, and tell what was tried', async () => {
    await open({
      'a.py': `import os, socket, subprocess
def starts(x): return subprocess.run(['true'])
def forks(x): return os.fork()
def reaches(x): return socket.create_connection(('127.0.0.1', 80))
def writes(x): return open('/tmp/file', 'w')
`,
      'b.mjs': `import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
export const starts = (x) => spawnSync('true');
export const writes = (x) => writeFileSync('/tmp/file', 'x');
export const reaches = (x) => fetch('http://127.0.0.1');
`,
    });
    const before = await readdir('/tmp');
    const python = ['starts', 'forks', 'reaches', 'writes'].map((name) => callee('a.py', name, ['x']));
    const scripts = ['starts', 'writes', 'reaches'].map((name) => callee('b.mjs', name, ['x']));
    const found = await run(...[...python, ...scripts].map((one) => [one, [{ x: 1 }]] as const));
    assert.deepEqual(
      found.map(({ first }) => (first.kind === 'run' ? first.tried : [])),
      [['process'], ['process'], ['network'], ['files'], ['process'], ['files'], ['network']],
    );
    assert.equal(before.includes('file') || !(await readdir('/tmp')).includes('file'), true);
  });

  it('tell cycles, what cannot be written, changed arguments, printing and waiting', async () => {
    await open({
      'a.py': `def cycle(x):
    x.append(x)
    return x
def function(x): return lambda: x
def prints(x): print(x); return x
async def waits(x): return x
def numbers(x): return [float('nan'), float('-inf'), -0.0, {3, 1}, (1, 'a'), b'ab']
`,
      'b.mjs': `export const changes = (x) => { x.push(2); return x.length; };
export const waits = async (x) => x;
`,
    });
    const found = await run(
      [callee('a.py', 'cycle', ['x']), [{ x: [] }]],
      ...['function', 'prints', 'waits', 'numbers'].map((name) => [callee('a.py', name, ['x']), [{ x: 1 }]] as const),
      [callee('b.mjs', 'changes', ['x']), [{ x: [1] }]],
      [callee('b.mjs', 'waits', ['x']), [{ x: 1 }]],
    );
    assert.deepEqual(
      found.map((one) => results(one)[0]?.replace(/#\w+/, '#')),
      [
        '[<cycle>] ~changed{"x":[<cycle>]}',
        '<function>',
        '1 ~printed#',
        'async 1',
        '[nan,-inf,0.0,set{1,3},(1,"a"),bytes:6162]',
        '2 ~changed{"x":[1,2]}',
        'async 1',
      ],
    );
  });

  it('load relative imports, files of one name, circular imports, and files that stand for others', async () => {
    await open({
      'one/helper.py': 'def value(): return 1\n',
      'one/tool.py': 'from .helper import value\ndef f(): return value()\n',
      'two/helper.py': 'def value(): return 2\n',
      'two/tool.py': 'from helper import value\ndef f(): return value()\n',
      'c/a.ts': `import { b } from './b';\nexport const a = (n: number): number => (n <= 0 ? 0 : 1 + b(n - 1));\n`,
      'c/b.ts': `import { a } from './a.js';\nexport function b(n: number): number { return n <= 0 ? 0 : 1 + a(n - 1); }\n`,
    });
    const texts = new Map([
      ['one/helper.py', 'from .fresh import seven\ndef value(): return seven\n'],
      ['one/fresh.py', 'seven = 7\n'],
    ]);
    const scripts = new Map([
      ['c/b.ts', `import { ten } from './fresh/ten';\nexport const b = (n: number): number => ten * n;\n`],
      ['c/fresh/ten.ts', 'export const ten: number = 10;\n'],
    ]);
    const found = await run(
      [callee('one/tool.py', 'f', []), [{}]],
      [callee('two/tool.py', 'f', []), [{}]],
      [callee('c/a.ts', 'a', ['n']), [{ n: 5 }]],
      [callee('one/tool.py', 'f', [], { files: { texts } }), [{}]],
      [callee('c/a.ts', 'a', ['n'], { files: { texts: scripts } }), [{ n: 5 }]],
    );
    assert.deepEqual(
      found.map((one) => results(one)[0]),
      ['1', '2', '5', '7', '41'],
    );
  });

  it('say why a file does not load', async () => {
    await open({
      'a.py': 'import notthere\n',
      'b.py': 'def f(:\n',
      'c.py': 'raise KeyError("x")\n',
      'd.py': 'while True: pass\n',
      'e.ts': 'export const f = (a: number => a;\n',
      'f.mjs': `import 'notthere';\nexport const f = () => 1;\n`,
      'g.mjs': `import './gone.mjs';\nexport const f = () => 1;\n`,
    });
    assert.ok(runners);
    await runners.close();
    runners = await openRunners({ seed: 1, sandbox, limits: { loadSeconds: 1 } });
    const names = ['a.py', 'b.py', 'c.py', 'd.py', 'e.ts', 'f.mjs', 'g.mjs'];
    const found = await run(...names.map((name) => [callee(name, 'f', []), [{}]] as const));
    const patterns = [
      /needs the package “notthere”/,
      /line 1 of b\.py does not parse/,
      /raised KeyError when it was loaded/,
      /does not end when it is loaded/,
      /e\.ts does not parse/,
      /needs the package “notthere”, which is not installed/,
      /imports gone\.mjs, which is not there/,
    ];
    patterns.forEach((pattern, index) => assert.match(results(found[index])[0] ?? '', pattern));
  });

  it('run the other language where an interpreter is missing, and say what to install', async () => {
    await open({ 'a.py': 'def f(): return 1\n', 'b.mjs': 'export const f = () => 1;\n' });
    const without: CommandSandbox = {
      containment: sandbox.containment,
      run: (request, signal) => {
        const missing = 'program' in request.command && request.command.program === 'python3';
        return sandbox.run(missing ? { ...request, command: { program: 'python-3', args: [] } } : request, signal);
      },
    };
    await runners?.close();
    runners = await openRunners({ seed: 1, sandbox: without });
    const [python, javascript] = await run([callee('a.py', 'f', []), [{}]], [callee('b.mjs', 'f', []), [{}]]);
    assert.match(results(python)[0] ?? '', /python3 could not be started.*Install Python 3/);
    assert.deepEqual(results(javascript), ['1']);
  });

  it('end with their caller', async () => {
    await open({ 'a.py': 'def hangs(x):\n    while True: pass\n' }, 30);
    assert.ok(runners);
    const stop = new AbortController();
    const running = runners.run([{ callee: callee('a.py', 'hangs', ['x']), cases: [{ x: 1 }] }], stop.signal);
    setTimeout(() => stop.abort(), 500);
    await assert.rejects(running, { name: 'AbortError' });
  });
});
