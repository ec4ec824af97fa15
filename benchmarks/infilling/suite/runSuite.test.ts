import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PythonSandbox } from '../../../runtime/tools/sandbox';
import { ResultFile } from '../resultFile';
import { keptAnswerSchema, runSuite, type SuiteRun } from './runSuite';
import { infillingTask, listedAnswers, suiteTask } from './testing/outcomes';

const run: Omit<SuiteRun, 'tasks' | 'competitors'> = {
  sandbox: undefined,
  resultsOf: () => Promise.resolve(undefined),
  onProgress: () => undefined,
  signal: new AbortController().signal,
};
const tasks = ['a', 'b', 'c', 'd'].map((key) => suiteTask(key));

describe('a run of the suite', function () {
  this.timeout(20_000);

  it('judges answers', async () => {
    const model = listedAnswers('model', ['1', '(1', { chance: 0.4 }, { text: '12', chance: 0.9 }]);
    const outcomes = (await runSuite({ ...run, tasks, competitors: [model] })).get(model)!;
    assert.deepEqual(
      outcomes.map(({ exact, empty, syntaxValid, chance }) => [exact, empty, syntaxValid, chance]),
      [
        [true, false, true, undefined],
        [false, false, false, undefined],
        [false, true, undefined, 0.4],
        [false, false, true, 0.9],
      ],
    );
    assert.deepEqual(
      outcomes.map(({ editSimilarity }) => editSimilarity),
      [1, 0.5, 0, 0.5],
    );
    assert.deepEqual([outcomes[0]!.forwardPasses, outcomes[0]!.ms, outcomes[0]!.passed], [3, 7, undefined]);
  });

  it('does not judge syntax without a grammar', async () => {
    const model = listedAnswers('model', ['1']);
    const cobol = [suiteTask('a', { language: 'cobol' })];
    const outcomes = (await runSuite({ ...run, tasks: cobol, competitors: [model] })).get(model)!;
    assert.equal(outcomes[0]!.syntaxValid, undefined);
  });

  it('runs the programs of tasks with tests only', async () => {
    const programs: string[] = [];
    const sandbox = {
      run: (program: string) => {
        programs.push(program);
        return Promise.resolve({ ended: 'exit', code: 42, stdout: '', stderr: '' });
      },
    } as unknown as PythonSandbox;
    const tested = suiteTask('b', {
      task: { ...infillingTask, test: 'def check(f): assert f() == 1', entry_point: 'f' },
    });
    const model = listedAnswers('model', ['2']);
    const outcomes = (await runSuite({ ...run, sandbox, tasks: [tasks[0]!, tested], competitors: [model] })).get(
      model,
    )!;
    assert.deepEqual(
      outcomes.map(({ passed }) => passed),
      [undefined, true],
    );
    assert.equal(programs.length, 1);
    assert.match(programs[0]!, /^def f\(\):\n {4}return 2\n\ndef check/);
  });

  describe('with kept answers', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    });
    after(() => rm(folder, { recursive: true }));

    it('asks only for what is missing after an interruption', async () => {
      const resultsOf = () => ResultFile.open(path.join(folder, 'kept.jsonl'), { model: 1 }, keptAnswerSchema);
      const cancel = new AbortController();
      const first = listedAnswers('model', ['1', '2']);
      const onProgress: SuiteRun['onProgress'] = (_, outcomes) => {
        if (outcomes.length === 2) cancel.abort();
      };
      await assert.rejects(
        runSuite({ ...run, tasks, competitors: [first], resultsOf, onProgress, signal: cancel.signal }),
      );
      const second = listedAnswers('model', ['1']);
      const outcomes = (await runSuite({ ...run, tasks, competitors: [second], resultsOf })).get(second)!;
      assert.equal(second.asked.length, 2);
      assert.deepEqual(
        outcomes.map(({ exact }) => exact),
        [true, false, true, true],
      );
    });
  });
});
