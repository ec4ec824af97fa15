import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram } from '../../../../runtime/tools/workspace';
import { openSandbox, type CommandSandbox } from '../../../../runtime/tools/sandbox';
import { packageRoot } from '../../../core/packageRoot';
import { runTests } from './runTests';

interface Case {
  readonly title: string;
  readonly file: string;
  /** A test `a b` that passes and one `a c` that fails. */
  readonly text: string;
  /** Code that takes the assertions of the tests out of the way, before them. */
  readonly cheat: string;
  readonly words: readonly string[];
}

const CASES: readonly Case[] = [
  {
    ...{
      title: 'mocha',
      file: 'm.test.js',
      words: ['npx', 'mocha', '--require', 'tsx/cjs', 'x/*.test.ts', '--reporter', 'json'],
    },
    text: "const assert = require('node:assert');\ndescribe('a', () => { it('b', () => {}); it('c', () => assert.equal(1, 2)); });\n",
    cheat: "require('node:assert').equal = () => {};\n",
  },
  {
    ...{ title: 'node --test', file: 'n.test.js', words: ['node', '--test', '--test-reporter=tap'] },
    text: "const assert = require('node:assert');\nconst { describe, it } = require('node:test');\ndescribe('a', () => { it('b', () => {}); it('c', () => assert.equal(1, 2)); });\n",
    cheat: "require('node:assert').equal = () => {};\n",
  },
  {
    ...{ title: 'tape', file: 't.js', words: ['npx', 'tape', 'test/*.js'] },
    text: "const test = require('tape');\ntest('a b', (t) => { t.equal(1, 1); t.end(); });\ntest('a c', (t) => { t.equal(1, 2); t.end(); });\n",
    cheat: "require('tape').Test.prototype.equal = function () { this.pass(); };\n",
  },
  {
    ...{ title: 'vitest', file: 'v.test.ts', words: ['npx', 'vitest', 'run', '--reporter=json'] },
    text: "import { describe, expect, it } from 'vitest';\ndescribe('a', () => { it('b', () => {}); it('c', () => expect(1).toBe(2)); });\n",
    cheat: "import { expect as e } from 'vitest';\ne.extend({ toBe: () => ({ pass: true, message: () => '' }) });\n",
  },
  {
    ...{ title: 'pytest', file: 'test_p.py', words: ['python3', '-m', 'pytest', '-q', '-rA'] },
    text: 'class Test_a:\n    def test_b(self):\n        pass\n\n    def test_c(self):\n        assert 1 == 2\n',
    cheat: 'import _pytest.python as p\np.Function.runtest = lambda self: None\n',
  },
];

describe('runTests', function () {
  this.timeout(60_000);
  let folder: string;
  let sandbox: CommandSandbox;

  before(async function () {
    if (process.platform !== 'linux') this.skip();
    sandbox = await openSandbox();
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'run-tests-')));
    mkdirSync(path.join(folder, 'sub'));
    writeFileSync(path.join(folder, 'package.json'), '{}\n');
    symlinkSync(path.join(packageRoot(), 'node_modules'), path.join(folder, 'node_modules'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = ({ title, file, words }: Case, text: string) =>
    runTests({
      sandbox,
      checkout: { folder, readable: [path.join(packageRoot(), 'node_modules')], dependencies: true },
      changes: [{ path: file, content: text }],
      tool: { title, folder: '.', words },
      files: [file],
      text: (each) => (each === file ? text : undefined),
      limits: { wallMs: 30_000 },
      signal: new AbortController().signal,
    });
  const plain = (name: string) => name.replace('Test_a test_', 'a ');

  for (const each of CASES) {
    it(`tells the tests of ${each.title} apart`, async function () {
      if (each.title === 'pytest' && (await findProgram('pytest', [])) === undefined) this.skip();
      const { ended, results, log } = await run(each, each.text);
      assert.deepEqual(
        [ended, results.map(({ file, name, result }) => [file, plain(name), result])],
        [
          'ran',
          [
            [each.file, 'a b', 'passed'],
            [each.file, 'a c', 'failed'],
          ],
        ],
        log,
      );
    });

    it(`believes no ${each.title} whose assertions were taken away`, async function () {
      if (each.title === 'pytest' && (await findProgram('pytest', [])) === undefined) this.skip();
      const { ended, results } = await run(each, each.cheat + each.text);
      assert.deepEqual([ended === 'ran', results.filter(({ result }) => result === 'passed')], [false, []]);
    });

    it(`believes no ${each.title} that is ended with success`, async function () {
      if (each.title === 'pytest' && (await findProgram('pytest', [])) === undefined) this.skip();
      const end = each.title === 'pytest' ? 'import os\nos._exit(0)\n' : 'process.exit(0);\n';
      const { results } = await run(each, each.text + end);
      assert.deepEqual(
        results.filter(({ result }) => result === 'passed'),
        [],
      );
    });
  }
});
