import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSandbox, type CommandSandbox } from '../../../../runtime/tools/sandbox';
import { packageRoot } from '../../../core/packageRoot';
import { TypeChecker } from './typeCheck';
import { newErrors, readTypeErrors } from './typeErrors';

describe('TypeChecker', function () {
  this.timeout(60_000);
  let folder: string;
  let sandbox: CommandSandbox;
  const modules = path.join(packageRoot(), 'node_modules');

  before(async function () {
    if (process.platform !== 'linux') this.skip();
    sandbox = await openSandbox();
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'types-')));
    symlinkSync(modules, path.join(folder, 'node_modules'));
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      '{ "compilerOptions": { "strict": true, "types": [], "lib": ["es2022"] } }',
    );
    // An error that was there before.
    writeFileSync(path.join(folder, 'old.ts'), "export const old: number = 'x';\n");
    writeFileSync(path.join(folder, 'a.ts'), 'export const a = 1;\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const stateOf = (content: string) => ({ key: content, changes: [{ path: 'a.ts', content }] });
  const placeOf = (words: readonly string[], within = sandbox) => ({
    sandbox: within,
    checkout: { folder, readable: [modules], dependencies: true },
    tool: { title: 'tsc', folder: '.', words },
  });
  const check = (words: readonly string[], content: string) =>
    new TypeChecker().check(
      placeOf(words),
      { key: 'base', changes: [] },
      stateOf(content),
      new AbortController().signal,
    );
  const TSC = ['npx', '--no-install', 'tsc', '--noEmit', '-p', '.'];

  it('counts only errors that the base has not, wherever they moved', async () => {
    const right = await check(TSC, '\n\nexport const a = 2;\n');
    assert.deepEqual(right.kind === 'checked' && right.errors, [], right.log);
    const wrong = await check(TSC, "export const a: number = 'x';\n");
    assert.match((wrong.kind === 'checked' && wrong.errors.join()) || '', /^a\.ts: TS2322: /, wrong.log);
  });

  it('checks a state once, whether answers start from it or come to it, and starts from what it knows of the snapshot', async () => {
    const runs: (string | undefined)[] = [];
    const counted: CommandSandbox = {
      containment: sandbox.containment,
      run: (request, signal) => {
        runs.push(request.files?.map((each) => each.path).join());
        return sandbox.run(request, signal);
      },
    };
    const types = new TypeChecker();
    const [one, two, three] = ["export const a: number = '1';\n", 'export const a = 2;\n', 'export const a = 3;\n'].map(
      stateOf,
    );
    const wanted = async (base = one!, state = two!) => {
      const outcome = await types.check(placeOf(TSC, counted), base, state, new AbortController().signal);
      return outcome.kind === 'checked' && outcome.errors.length;
    };
    assert.deepEqual(
      [await wanted(one, two), await wanted(two, one), await wanted(one, one), await wanted(two, three)],
      [0, 1, 0, 0],
    );
    assert.deepEqual(runs, ['', ...[1, 2, 3].map(() => 'a.ts,.whetstone.tsbuildinfo')]);
  });

  it('is not measured where the checker does not run', async () => {
    const outcome = await check(['npx', '--no-install', 'no-such-checker'], 'export const a = 2;\n');
    assert.equal(outcome.kind, 'not-measured');
  });
});

describe('readTypeErrors', () => {
  it('reads what checkers and compilers print', () => {
    const lines = [
      "src/a.ts(1,2): error TS2304: Cannot find name 'b'.",
      "src/a.ts:1:2 - error TS2304: Cannot find name 'b'.",
      'src/a.py:3: error: Incompatible types  [assignment]',
      'src/a.c:1:2: error: expected ‘;’',
      './a.go:1:2: undefined: b',
      'src/a.rs:1:2: error[E0425]: cannot find value',
      'A.java:5: error: cannot find symbol',
    ];
    assert.equal(readTypeErrors(lines.join('\n'), '/x').total, lines.length);
    assert.equal(readTypeErrors('All is well.\nFound 0 errors: none', '/x').total, 0);
  });

  it('counts repeated errors as often as they stand', () => {
    const one = readTypeErrors('a.ts(1,2): error TS1: x', '');
    const two = readTypeErrors('a.ts(1,2): error TS1: x\na.ts(9,9): error TS1: x', '');
    assert.deepEqual([newErrors(one, two), newErrors(two, one)], [['a.ts: TS1: x'], []]);
  });
});
