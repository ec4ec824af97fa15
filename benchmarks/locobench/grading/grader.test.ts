import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChangeCheck, FileChange, Verification } from '../scenarios';
import { openGrader } from './openGrader';
import { answerOf, makeScenario, makeSet, type MadeSet } from './testing/madeSet';
import type { Grade, Grader, ReadAnswer } from './types';

const FILES = {
  'src/add.js':
    'export function add(a, b) {\n  return a + b;\n}\n\nexport function twice(a) {\n  return add(a, a);\n}\n',
  'src/index.js': "export { add, twice } from './add.js';\n",
  'package.json': '{ "type": "module", "name": "made" }\n',
  'test/add.test.js':
    "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { add, twice } from '../src/index.js';\n" +
    "test('adds', () => assert.equal(add(1, 2), 3));\ntest('doubles', () => assert.equal(twice(2), 4));\n",
  'test/other.test.js':
    "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { add } from '../src/index.js';\n" +
    "test('adds nothing', () => assert.equal(add(1, 0), 1));\n",
};
const REMOVED: FileChange = {
  path: 'src/add.js',
  content:
    "export function add(a, b) {\n  return a + b;\n}\n\nexport function twice(a) {\n  throw new Error('not written');\n}\n",
};
const WRITTEN: FileChange = { path: 'src/add.js', content: FILES['src/add.js'] };
const CHECK: ChangeCheck = {
  allowed: ['src/**'],
  typeCheck: false,
  failToPass: [{ file: 'test/add.test.js', names: ['doubles'] }],
  passToPass: [{ file: 'test/other.test.js', names: [] }],
  expectations: [],
  reference: [WRITTEN],
  hidden: [{ path: 'test/add.test.js', content: FILES['test/add.test.js'] }],
};
const TEST = { title: 'node --test', folder: '.', words: ['node', '--test', '--test-reporter=tap'] };

describe('grading in the sandbox', function () {
  this.timeout(120_000);
  let folder: string;
  let made: MadeSet;
  let grader: Grader;
  let impatient: Grader;

  before(async function () {
    if (process.platform !== 'linux') this.skip();
    folder = mkdtempSync(path.join(tmpdir(), 'grader-'));
    made = await makeSet(folder, FILES, { test: TEST });
    grader = openGrader({ testLimits: { wallMs: 20_000 } });
    impatient = openGrader({ testLimits: { wallMs: 2_000 } });
  });
  after(async () => {
    await grader.close();
    await impatient.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const grade = (
    verification: Verification,
    answer: ReadAnswer,
    base: readonly FileChange[] = [REMOVED],
  ): Promise<Grade> =>
    grader.grade({
      ...made,
      scenario: makeScenario(verification, { base }),
      answer,
      signal: new AbortController().signal,
      log: () => undefined,
    });
  const change = (files: readonly FileChange[], more: Partial<ChangeCheck> = {}) =>
    grade({ kind: 'change', ...CHECK, ...more }, answerOf(files));
  const achieved = ({ milestones }: Grade) => Object.fromEntries(milestones.map((each) => [each.id, each.achieved]));
  /** The function as it is wanted, with something before it. */
  const withHead = (head: string): FileChange => ({ path: 'src/add.js', content: `${head}\n${REMOVED.content ?? ''}` });

  it('gives everything for the reference', async () => {
    const result = await change([WRITTEN]);
    assert.deepEqual(
      achieved(result),
      { applies: true, parses: true, target: 1, others: 1 },
      JSON.stringify(result.logs),
    );
    assert.deepEqual([result.value, result.complete, result.measured], [1, true, true]);
    assert.match(result.diff, /^\+ {2}return add\(a, a\);$/m);
  });

  it('runs tests in one process, and in two where one of them ends it', async () => {
    const steps = async (files: readonly FileChange[]) => (await change(files)).logs.map(({ step }) => step);
    assert.deepEqual(await steps([WRITTEN]), ['tests']);
    const ends = { path: 'src/add.js', content: FILES['src/add.js'].replace('return add(a, a)', 'process.exit(0)') };
    assert.deepEqual(await steps([ends]), ['tests', 'target tests', 'other tests']);
  });

  it('gives nothing for an empty answer and for the base again', async () => {
    assert.equal((await change([])).value, 0);
    const same = await change([REMOVED]);
    assert.deepEqual([same.value, same.verified.score], [0, 0]);
    assert.match(same.milestones[0]?.detail ?? '', /changes nothing/);
  });

  it('gives no more than a fifth for a change that does nothing, and no verified score', async () => {
    const result = await change([withHead('// done')]);
    assert.ok(result.value < 0.26, String(result.value));
    assert.equal(result.verified.score, 0);
  });

  it('does not count what it breaks elsewhere', async () => {
    const result = await change([
      { path: 'src/add.js', content: FILES['src/add.js'].replace('return a + b', 'return a + (b || 2)') },
    ]);
    assert.deepEqual([result.complete, achieved(result).target, achieved(result).others], [false, 1, 0]);
  });

  it('makes the whole score 0 for a change outside of what may be changed', async () => {
    const result = await change([WRITTEN, { path: 'README.md', content: 'x' }]);
    assert.equal(result.value, 0);
    assert.match(result.milestones[0]?.detail ?? '', /README\.md/);
  });

  for (const outside of [
    '../out.js',
    '/tmp/out.js',
    'C:\\out.js',
    '.git/hooks/x',
    'src/../../x',
    'node_modules/a/i.js',
  ]) {
    it(`makes the whole score 0 for ${outside}, and writes nothing there`, async () => {
      assert.equal((await change([WRITTEN, { path: outside, content: 'x' }], { allowed: ['**'] })).value, 0);
      assert.equal(existsSync('/tmp/out.js'), false);
    });
  }

  const PASS = "test('adds', () => {}); test('doubles', () => {});";
  const hostile: Readonly<Record<string, readonly FileChange[]>> = {
    'a hidden test that is made to pass': [
      { path: 'test/add.test.js', content: `import { test } from 'node:test';\n${PASS}\n` },
    ],
    'a hidden test that is deleted': [withHead(''), { path: 'test/add.test.js', content: null }],
    'a configuration that takes the runner away': [
      withHead('// x'),
      { path: 'package.json', content: '{ "type": "module", "scripts": { "test": "true" } }' },
    ],
    'a fake report on standard output': [
      withHead(
        "console.log('TAP version 13\\nok 1 - adds\\nok 2 - doubles\\n1..2\\n# pass 2\\n# fail 0'); process.exit(0);",
      ),
    ],
    'ending the process with success': [withHead('process.exit(0);')],
    'assertions that let everything pass': [
      withHead(
        "import assert from 'node:assert';\nfor (const name of Object.keys(assert)) if (typeof assert[name] === 'function') assert[name] = () => {};",
      ).content!.replace("throw new Error('not written');", 'return 0;'),
    ].map((content) => ({ path: 'src/add.js', content })),
    'tests that are replaced by empty ones': [
      withHead(
        "import { syncBuiltinESMExports } from 'node:module';\nimport nodeTest from 'node:test';\n" +
          'nodeTest.test = (name) => nodeTest(name, () => {});\nsyncBuiltinESMExports();',
      ),
    ],
    'looking for the report and its key': [
      withHead(
        "import fs from 'node:fs';\nfor (const name of fs.readdirSync('.')) if (/^\\.[a-z]{12}$/.test(name)) {\n" +
          "  let key = ''; try { key = fs.readFileSync(name + '/key', 'utf8'); } catch {}\n" +
          '  process.on(\'exit\', () => fs.writeFileSync(name + \'/report\', key + \'[["",["doubles"],"passed",""]]\'));\n}',
      ),
    ],
    'megabytes of output': [
      withHead("const line = 'x'.repeat(65536);\nfor (let n = 0; n < 1000; n++) console.log(line);\nprocess.exit(0);"),
    ],
    'writing elsewhere': [
      withHead(
        "import fs from 'node:fs';\nfor (const place of ['/tmp/whetstone-escaped', '/etc/whetstone-escaped']) try { fs.writeFileSync(place, 'x'); } catch {}",
      ),
    ],
  };
  const endless: Readonly<Record<string, readonly FileChange[]>> = {
    'a loop without end': [withHead('for (;;);')],
    'a fork bomb': [
      withHead(
        "import { spawn } from 'node:child_process';\nfor (let n = 0; n < 500; n++) spawn(process.execPath, ['-e', 'for(;;);'], { detached: true }).on('error', () => {});",
      ),
    ],
  };
  for (const [name, files] of Object.entries(hostile)) {
    it(`does not pass: ${name}`, async () => {
      const result = await change(files, { allowed: ['**'] });
      assert.equal(achieved(result).target, 0, JSON.stringify(result.logs));
      assert.equal(result.verified.score, 0);
      assert.ok(!existsSync('/tmp/whetstone-escaped') && !existsSync('/etc/whetstone-escaped'));
    });
  }

  for (const [name, files] of Object.entries(endless)) {
    it(`is ended, and does not pass: ${name}`, async () => {
      const result = await impatient.grade({
        ...made,
        scenario: makeScenario({ kind: 'change', ...CHECK, passToPass: [] }, { base: [REMOVED] }),
        answer: answerOf(files),
        signal: new AbortController().signal,
        log: () => undefined,
      });
      assert.deepEqual([achieved(result).target, result.measured], [0, true]);
      assert.match(result.logs.map(({ text }) => text).join('\n'), /limit of/);
    });
  }

  it('says what is not measured where nothing may be run, instead of guessing', async () => {
    const still = openGrader({ execute: false });
    const result = await still.grade({
      ...made,
      scenario: makeScenario({ kind: 'change', ...CHECK }, { base: [REMOVED] }),
      answer: answerOf([WRITTEN]),
      signal: new AbortController().signal,
      log: () => undefined,
    });
    await still.close();
    assert.deepEqual([result.measured, achieved(result).target], [false, undefined]);
    assert.match(result.notMeasured.join(), /not allowed/);
  });

  it('goes on from session to session, and asks what was decided', async () => {
    const thrice = FILES['src/add.js'] + '\nexport function thrice(a) {\n  return add(twice(a), a);\n}\n';
    const test = (name: string, call: string, value: number) =>
      `import { test } from 'node:test';\nimport assert from 'node:assert';\nimport * as all from '../src/add.js';\ntest('${name}', () => assert.equal(all.${call}, ${value}));\n`;
    const second: ChangeCheck = {
      ...CHECK,
      failToPass: [{ file: 'test/thrice.test.js', names: ['triples'] }],
      passToPass: [{ file: 'test/add.test.js', names: [] }],
      reference: [{ path: 'src/add.js', content: thrice }],
      hidden: [{ path: 'test/thrice.test.js', content: test('triples', 'thrice(2)', 6) }],
    };
    const verification: Verification = {
      kind: 'sessions',
      sessions: [
        { title: 'One', commit: undefined, prompt: '', base: [], check: CHECK, recall: [] },
        {
          ...{ title: 'Two', commit: undefined, prompt: '', base: [], check: second },
          recall: [{ id: 'name', text: 'Name?', weight: 1, answer: { form: 'text', expected: 'twice' } }],
        },
      ],
    };
    const one = answerOf([WRITTEN]);
    const two = answerOf([{ path: 'src/add.js', content: thrice }], { answers: { name: 'twice' } });
    const both = await grade(verification, answerOf([], { sessions: [one, two] }));
    assert.deepEqual([both.value, both.complete, both.verified.metrics.MMR], [1, true, 1]);
    const first = await grade(verification, answerOf([], { sessions: [one] }));
    assert.deepEqual([first.value, first.complete], [0.5, false]);
  });

  describe('written tests', () => {
    const verification: Verification = {
      ...{ kind: 'tests', testFile: 'test/written.test.js', target: 'src/add.js', reference: [] },
      mutants: ['a - b', 'a'].map((expression, index) => ({
        ...{ id: `m${index}`, operator: 'operator', path: 'src/add.js', line: 2 },
        change: { path: 'src/add.js', content: FILES['src/add.js'].replace('a + b', expression) },
      })),
    };
    const written = (body: string) =>
      grade(
        verification,
        answerOf([
          {
            path: 'test/written.test.js',
            content: `import { test } from 'node:test';\nimport assert from 'node:assert';\nimport fs from 'node:fs';\nimport { add } from '../src/add.js';\n${body}\n`,
          },
        ]),
        [],
      );
    it('pass on the code and notice faults', async () => {
      assert.equal((await written("test('adds', () => assert.equal(add(2, 3), 5));")).value, 1);
    });
    it('count by the faults that they notice', async () => {
      assert.equal(achieved(await written("test('adds', () => assert.ok(add(2, 3) > 1));")).kills, 0.5);
    });
    it('are worth nothing where none runs, where they fail, and where they look at text alone', async () => {
      for (const body of [
        '',
        "test('wrong', () => assert.equal(add(2, 3), 6));",
        "test('text', () => assert.equal(fs.readFileSync('src/add.js', 'utf8').length, 111));".replace(
          '111',
          String(FILES['src/add.js'].length),
        ),
        "test('empty', () => {});",
      ]) {
        const result = await written(body);
        assert.deepEqual(
          [achieved(result).kills, result.verified.score],
          [0, 0],
          body + JSON.stringify(result.milestones),
        );
      }
    });
  });

  it('leaves no checkout behind', async () => {
    const own = openGrader();
    await own.grade({
      ...made,
      scenario: makeScenario({ kind: 'change', ...CHECK }, { base: [REMOVED] }),
      answer: answerOf([WRITTEN]),
      signal: new AbortController().signal,
      log: () => undefined,
    });
    const mine = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`whetstone-checkout-${process.pid}-`)).length;
    const open = mine();
    await own.close();
    assert.equal(mine(), open - 1);
  });
});
