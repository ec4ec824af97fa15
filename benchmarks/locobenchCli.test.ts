import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from './core/packageRoot';
import { makeScenario, makeSet } from './locobench/grading/testing/madeSet';
import { runCommandLine } from './testing/commandLine';

const fixtures = path.join(packageRoot(), 'benchmarks', 'locobench', 'golden', 'fixtures');
const record = z.record(z.string(), z.unknown());
const caseForm = z.object({
  scenario: record,
  solution_raw: record,
  environment_dependent: z.object({ compilation: record, unit_pass_rate: z.number() }),
  metrics: record,
  breakdown: record,
  dimensions: record,
  LCBS: z.number(),
});

describe('whetstone locobench and parity', function () {
  this.timeout(120_000);

  const golden = caseForm.parse(JSON.parse(readFileSync(path.join(fixtures, '13-python-empty-file.json'), 'utf8')));
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'locobench-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (name: string, value: unknown) => {
    const place = path.join(folder, name);
    writeFileSync(place, typeof value === 'string' ? value : JSON.stringify(value));
    return place;
  };
  const score = (scenario: unknown, solution: unknown, ...more: readonly string[]) =>
    runCommandLine([
      ...['locobench', 'score', '--scenario', file('scenario.json', scenario)],
      ...['--solution', file('solution.json', solution), ...more],
    ]);
  const refused = async (scenario: unknown, solution: unknown, message: RegExp, ...more: readonly string[]) => {
    const { status, stdout, stderr } = await score(scenario, solution, '--mode', 'ref', ...more);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, message);
  };

  it('prints the published score under the published names, with the floors beside', async () => {
    const measured = file('measured.json', golden.environment_dependent);
    const { status, stdout, stderr } = await score(
      ...([golden.scenario, golden.solution_raw, '--mode', 'ref', '--measured', measured, '--json'] as const),
    );
    assert.deepEqual([status, stderr], [0, '']);
    const answer = caseForm
      .pick({ metrics: true, breakdown: true, dimensions: true, LCBS: true })
      .extend({ floors: z.array(z.object({ id: z.string(), LCBS: z.number() })) })
      .parse(JSON.parse(stdout));
    assert.ok(Math.abs(answer.LCBS - golden.LCBS) < 1e-9);
    assert.deepEqual(Object.keys(answer.metrics), Object.keys(golden.metrics));
    assert.deepEqual(Object.keys(answer.breakdown), Object.keys(golden.breakdown));
    const [empty, keywords] = answer.floors;
    assert.deepEqual([empty?.id, keywords?.id], ['empty', 'keywords']);
    // That words in comments, of which nothing compiles, pass an answer that compiles, is what the floors are there to show.
    assert.ok(keywords!.LCBS > answer.LCBS && answer.LCBS > empty!.LCBS);
  });

  it('takes the fields of a compilation without a frame around them', async () => {
    const { compilation, unit_pass_rate } = golden.environment_dependent;
    const measured = file('measured.json', { ...compilation, unit_pass_rate });
    const { stdout } = await score(
      golden.scenario,
      golden.solution_raw,
      '--mode',
      'ref',
      '--measured',
      measured,
      '--json',
    );
    const { LCBS } = z.object({ LCBS: z.number() }).parse(JSON.parse(stdout));
    assert.ok(Math.abs(LCBS - golden.LCBS) < 1e-9);
  });

  it('leaves what was not measured open instead of guessing it', async () => {
    const { status, stdout, stderr } = await score(golden.scenario, golden.solution_raw, '--mode', 'ref', '--json');
    assert.equal(status, 0);
    const { metrics, LCBS } = z.object({ metrics: record, LCBS: z.null() }).parse(JSON.parse(stdout));
    assert.deepEqual([metrics.COMPILE, metrics.UNIT, LCBS], [null, null, null]);
    assert.match(stderr, /--measured FILE/);
  });

  it('grades by facts where no mode is given, with what solves nothing beside', async () => {
    const made = await makeSet(path.join(folder, 'set'), { 'src/a.js': 'export const a = 1;\n' }, {});
    mkdirSync(path.join(made.folder, 'scenarios'));
    writeFileSync(path.join(made.folder, 'set.json'), JSON.stringify(made.set));
    const reference = [{ path: 'src/a.js', content: 'export const wanted = 1;\n' }];
    const scenario = makeScenario({
      ...{
        kind: 'change',
        allowed: ['src/**'],
        typeCheck: false,
        failToPass: [],
        passToPass: [],
        hidden: [],
        reference,
      },
      expectations: [{ kind: 'defined', path: 'src/a.js', name: 'wanted' }],
    });
    const place = path.join(made.folder, 'scenarios', 'made.json');
    writeFileSync(place, JSON.stringify(scenario));
    const scored = async (solution: unknown) => {
      const { status, stdout, stderr } = await runCommandLine([
        ...['locobench', 'score', '--scenario', place, '--solution', file('answer.json', solution), '--json'],
      ]);
      assert.equal(status, 0, stderr);
      const floor = z.object({ id: z.string(), value: z.number(), verified: z.number() });
      return z.object({ value: z.number(), verified: z.number(), floors: z.array(floor) }).parse(JSON.parse(stdout));
    };
    const right = await scored({ 'src/a.js': 'export const wanted = 1;\n' });
    assert.deepEqual([right.value, right.verified], [1, 5]);
    assert.deepEqual(
      right.floors.map(({ id, verified }) => [id, verified]),
      [
        ['empty', 0],
        ['unchanged', 0],
        ['keywords', 0],
      ],
    );
    const wrong = await scored('Nothing has to be done.');
    assert.deepEqual([wrong.value, wrong.verified], [0, 0]);
  });

  it('has no verified score for published scenarios, and says which there is', async () => {
    const { status, stderr } = await score(golden.scenario, golden.solution_raw);
    assert.equal(status, 2);
    assert.match(stderr, /no facts to grade by.*--mode ref/s);
  });

  it('refuses scenarios, answers and recorded values of another form, and says what is missing', async () => {
    const { task_category: _category, ...without } = golden.scenario;
    await refused(without, golden.solution_raw, /task_category/);
    await refused({ ...golden.scenario, task_prompt: 3 }, golden.solution_raw, /task_prompt: has to be a text/);
    await refused('{"id": ', golden.solution_raw, /scenario\.json: not JSON/);
    await refused(golden.scenario, {}, /has no files/);
    await refused(golden.scenario, ['a.py'], /no JSON object/);
    await refused(golden.scenario, { 'a.py': 'x'.repeat(1_100_000) }, /at most 1,048,576/);
    const measured = (value: unknown) => ['--measured', file('measured.json', value)];
    await refused(golden.scenario, golden.solution_raw, /no recorded values/, ...measured({}));
    await refused(golden.scenario, golden.solution_raw, /faster_than_5s/, ...measured({ success: true }));
    await refused(golden.scenario, golden.solution_raw, /unit_pass_rate/, ...measured({ unit_pass_rate: 2 }));
  });

  it('compares golden files: 0 where all agree, 1 with the place where one does not, 2 where there is none', async () => {
    const report = z.object({ files: z.number(), checks: z.number(), failures: z.array(record) });
    const right = await runCommandLine(['parity', fixtures, '--json']);
    assert.deepEqual([right.status, right.stderr], [0, '']);
    assert.deepEqual(report.parse(JSON.parse(right.stdout)).failures, []);

    const place = file('case.json', { ...golden, id: 'mine', LCBS: 1 });
    const wrong = await runCommandLine(['parity', folder, '--json']);
    assert.equal(wrong.status, 1);
    const [failure, ...others] = report.parse(JSON.parse(wrong.stdout)).failures;
    assert.deepEqual(others, []);
    assert.deepEqual([failure?.file, failure?.case, failure?.key, failure?.expected], [place, 'mine', 'LCBS', 1]);

    const none = await runCommandLine(['parity', path.join(folder, 'missing'), '--json']);
    assert.deepEqual([none.status, none.stdout], [2, '']);
  });
});
