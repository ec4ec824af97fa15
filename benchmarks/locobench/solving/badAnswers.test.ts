/** Whole runs of models that answer badly: each answer is graded 0 with a reason that a person can read, none of them is an error. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { LoadedBenchmark } from '../../core/runs/benchmark';
import { RunMachine } from '../../core/runs/testing/runMachine';
import type { RunRecord } from '../../core/runs/types';
import { openGrader } from '../grading/openGrader';
import { makeScenario, makeSet } from '../grading/testing/madeSet';
import { estimatedTokens, type Question, type Verification } from '../scenarios';
import { coreScenario } from './locobenchContent';
import { promptSolver } from './promptSolver';
import { verifiedScorer } from './verifiedScorer';

const files = { 'src/a.js': 'export const a = 1;\n', 'secret.js': 'export const s = 1;\n' };
const change: Verification = {
  ...{ kind: 'change', allowed: ['src/**'], typeCheck: false, failToPass: [], passToPass: [], hidden: [] },
  expectations: [{ kind: 'defined', path: 'src/a.js', name: 'wanted' }],
  reference: [{ path: 'src/a.js', content: 'export const wanted = 1;\n' }],
};
const question: Question = {
  ...{ id: 'q', text: 'Which files?', weight: 1 },
  answer: { form: 'set', expected: ['src/a.js'], of: 'paths' },
};
const right = 'export const wanted = 1;\n';
const whole = (file: string) => `\`\`\`js path=${file}\n${right}\`\`\``;

describe('bad answers in a run', function () {
  this.timeout(20_000);
  let machine: RunMachine;
  let said: string;

  beforeEach(async () => {
    machine = await RunMachine.start();
    machine.script = () => ({ text: [said], usage: { input: 10, output: 5 } });
  });
  afterEach(() => machine.close());

  async function run(verification: Verification): Promise<RunRecord> {
    const made = await makeSet(path.join(machine.folder, 'set'), files, {});
    const context = {
      files: [{ path: 'src/a.js', tokens: 1, role: 'target' as const, distance: 0 }],
      ...{ tokens: 1, targetTokens: 1 },
    };
    const scenario = makeScenario(verification, { facts: { context } });
    const { id, task_category: category, difficulty, title } = scenario;
    const entry = {
      ...{ id, category, difficulty, title, language: 'javascript', tokens: 1 },
      cluster: 'c',
      hash: 'h',
    };
    const grader = openGrader({ execute: false });
    const benchmark: LoadedBenchmark = {
      ...{ name: 'locobench', set: { name: 'made', folder: made.folder }, commit: undefined },
      scenarios: [coreScenario(scenario, entry)],
      solver: promptSolver({ ...made, tokens: estimatedTokens }),
      scorer: verifiedScorer({ ...made, grader }),
      close: () => grader.close(),
    };
    try {
      return await machine.work(await machine.plan(benchmark), benchmark);
    } finally {
      await benchmark.close();
    }
  }

  const content = z.object({ problems: z.array(z.object({ kind: z.string(), message: z.string() })) });
  async function graded(verification: Verification, answer: string) {
    said = answer;
    const { id, counts } = await run(verification);
    const { record, score, solution } = await machine.store.sample(id, 0);
    assert.deepEqual([counts.scored, counts.error], [1, 0], record.reason);
    const milestones = score?.milestones.map(({ detail }) => detail ?? '').join(' ') ?? '';
    const problems = content.parse(solution?.content).problems.map(({ kind, message }) => `${kind}: ${message}`);
    return { value: record.value, why: [milestones, ...problems].join(' ') };
  }

  it('give the whole score to the right one, so that the others fail of themselves', async () =>
    assert.equal((await graded(change, whole('src/a.js'))).value, 1));

  const changes: readonly [what: string, answer: string, why: RegExp][] = [
    ['nothing', '', /empty: The answer is empty/],
    ['blanks', ' \n\t\n', /empty/],
    ['prose', 'I would rename the constant, and then test it.', /no-answer: The answer has neither files/],
    ['code without a path', '```js\nexport const wanted = 1;\n```', /ambiguous: .*nothing says which file/],
    ['half a JSON object', '{"files": {"src/a.js": "export', /broken-json/],
    [
      'a patch that does not apply',
      '```diff\n--- a/src/a.js\n+++ b/src/a.js\n@@ -1 +1 @@\n-other\n+x\n```',
      /does-not-apply/,
    ],
    ['a path above the repository', whole('../../outside.js'), /path-outside: .*no path inside the repository/],
    ['an absolute path', whole('/tmp/whetstone-outside.js'), /path-outside/],
    ['a right file beside one outside', `${whole('src/a.js')}\n${whole('../outside.js')}`, /path-outside/],
    ['a file that must not be changed', `${whole('src/a.js')}\n${whole('secret.js')}`, /secret\.js/],
    ['zeros and control characters', '\u0000\u0001\u001b[2J\u0000', /no-answer/],
  ];
  for (const [what, answer, why] of changes) {
    it(`gives 0 for ${what}, and says why`, async () => {
      const { value, why: told } = await graded(change, answer);
      assert.equal(value, 0);
      assert.match(told, why);
      assert.ok(!existsSync('/tmp/whetstone-outside.js') && !existsSync(path.join(machine.folder, 'outside.js')));
    });
  }

  const answers: readonly [what: string, answer: string][] = [
    ['nothing', ''],
    ['prose', 'Surely src/a.js, I think.'],
    ['another form', '{"answers": {"q": {"path": 7}}}'],
    ['a list in a list', '{"answers": {"q": [["src/a.js"]]}}'],
    ['another key', '{"answers": {"p": ["src/a.js"]}}'],
    ['null', '{"answers": {"q": null}}'],
    ['a prototype', '{"__proto__": {"q": ["src/a.js"]}, "constructor": 1}'],
  ];
  for (const [what, answer] of answers) {
    it(`gives 0 for ${what} in the place of an answer to a question`, async () => {
      const { value, why } = await graded({ kind: 'answers', questions: [question] }, answer);
      assert.equal(value, 0);
      assert.ok(why.trim().length > 0, 'no reason is told');
    });
  }
});
