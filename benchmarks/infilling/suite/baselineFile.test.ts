import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import { baselineOf, checkAgainst, readBaseline, reasonsAgainst, writeBaseline } from './baselineFile';
import type { Outcome } from './runSuite';
import { listedAnswers, outcome, suiteTask } from './testing/outcomes';

const model = listedAnswers('model', []);
const tasks = Array.from({ length: 60 }, (_, i) => suiteTask(`task${i}`, { kind: i < 25 ? 'line' : 'block' }));

/** Of the tasks so many exact from the start on. */
const withExact = (exact: number): Outcome[] =>
  tasks.map((task, i) => outcome(task, { exact: i < exact, editSimilarity: i < exact ? 1 : 0.5 }));
const baseline = baselineOf(new Map([[model, withExact(20)]]));
const lower = (outcomes: Outcome[]) =>
  checkAgainst(baseline, new Map([[model, outcomes]]))
    .filter((figure) => figure.lower)
    .map(({ kind, measure }) => `${kind} ${measure}`);

describe('baseline of the suite', () => {
  it('passes the same, the better, and what chance explains', () => {
    assert.deepEqual(lower(withExact(20)), []);
    assert.deepEqual(lower(withExact(40)), []);
    // Five losses and no win: p = 0.0625.
    assert.deepEqual(
      lower(withExact(15)).filter((name) => name.endsWith('exactMatch')),
      [],
    );
  });

  it('fails what chance does not explain, by group', () => {
    // Six losses and no win: p = 0.03.
    assert.deepEqual(lower(withExact(14)), [
      'all exactMatch',
      'all editSimilarity',
      'line exactMatch',
      'line editSimilarity',
    ]);
    const broken = withExact(20).map((each, i) => (i < 30 || i >= 40 ? each : { ...each, syntaxValid: false }));
    assert.deepEqual(lower(broken), ['all syntaxValid', 'block syntaxValid']);
  });

  it('compares the tasks that both have, and says what it compared', () => {
    const figures = checkAgainst(baseline, new Map([[model, withExact(20).slice(0, 30)]]));
    const exact = figures.filter(({ measure }) => measure === 'exactMatch');
    // Five tasks of the other kind are too few.
    assert.deepEqual(
      exact.map(({ kind, n, now, baseline: before }) => [kind, n, now, before]),
      [
        ['all', 30, 20 / 30, 20 / 30],
        ['line', 25, 0.8, 0.8],
      ],
    );
  });

  it('refuses to compare nothing', () => {
    const other = listedAnswers('other', []);
    for (const outcomes of [new Map([[other, withExact(20)]]), new Map([[model, [outcome(suiteTask('new'))]]])]) {
      assert.throws(
        () => checkAgainst(baseline, outcomes),
        (error) =>
          error instanceof BadInputError && error.message.includes('Nothing can be compared: the baseline is of model'),
      );
    }
  });

  it('may be replaced by what is nowhere lower', () => {
    const next = (outcomes: Outcome[], by = model) => baselineOf(new Map([[by, outcomes]]));
    assert.deepEqual(reasonsAgainst(baseline, next(withExact(21))), []);
    assert.deepEqual(reasonsAgainst(baseline, next(withExact(19))), [
      'exactMatch of model goes down from 0.3333 to 0.3167',
      'editSimilarity of model goes down from 0.6667 to 0.6583',
    ]);
    assert.deepEqual(reasonsAgainst(baseline, next(withExact(30).slice(1))), ['model is measured on other tasks']);
    const renamed = next(withExact(30), listedAnswers('other', []));
    assert.deepEqual(reasonsAgainst(baseline, renamed), ['model is no longer in it']);
  });

  describe('as a file', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    });
    after(() => rm(folder, { recursive: true }));

    it('comes back as it was, one line a task', async () => {
      const file = path.join(folder, 'baseline.json');
      assert.equal(await readBaseline(file), undefined);
      await writeBaseline(file, baseline);
      assert.deepEqual(await readBaseline(file), baseline);
      assert.match(await readFile(file, 'utf8'), /\n *"task0": \[1, 1, 1\],\n *"task1": /);
    });

    it('is refused when it is something else', async () => {
      const file = path.join(folder, 'other.json');
      await writeFile(file, '{"format": 2}');
      await assert.rejects(readBaseline(file), BadInputError);
    });
  });
});
