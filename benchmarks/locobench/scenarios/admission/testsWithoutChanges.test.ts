import assert from 'node:assert/strict';
import { TestsWithoutChanges, type TimedRun } from './testsWithoutChanges';

/** What each file takes alone: seconds of processor time; Infinity for one that is ended. */
const seconds: Readonly<Record<string, number>> = {
  'a.test.ts': 1,
  'b.test.ts': 2,
  'slow.test.ts': 50,
  'loop.test.ts': Infinity,
};

describe('Tests of the repository as it is', () => {
  let runs: string[];
  let tests: TestsWithoutChanges;

  beforeEach(() => {
    runs = [];
    tests = new TestsWithoutChanges((files): Promise<TimedRun> => {
      runs.push(files.join(' '));
      const processorSeconds = files.reduce((sum, file) => sum + (seconds[file] ?? 0), 0);
      const results = files.map((file) => ({ file, name: 'works', passed: true }));
      const outcome =
        processorSeconds === Infinity ? ({ kind: 'limit' } as const) : ({ kind: 'ran', results } as const);
      return Promise.resolve({ outcome, milliseconds: 0, processorSeconds });
    });
  });

  const of = async (...files: readonly string[]) => {
    const outcome = await tests.of(files, new AbortController().signal);
    return outcome.kind === 'ran' ? { ran: outcome.results.map(({ file }) => file), slow: outcome.slow } : outcome.kind;
  };

  it('run together, and each file once', async () => {
    await of('a.test.ts', 'b.test.ts');
    assert.deepEqual(await of('b.test.ts'), { ran: ['b.test.ts'], slow: [] });
    assert.deepEqual(runs, ['a.test.ts b.test.ts']);
  });

  it('run once for two who ask at the same time', async () => {
    await Promise.all([of('a.test.ts'), of('a.test.ts', 'b.test.ts')]);
    assert.deepEqual(runs, ['a.test.ts', 'b.test.ts']);
  });

  for (const slow of ['slow.test.ts', 'loop.test.ts']) {
    it(`leave ${slow} out, which takes too long, and keep the others`, async () => {
      assert.deepEqual(await of('a.test.ts', slow, 'b.test.ts'), { ran: ['a.test.ts', 'b.test.ts'], slow: [slow] });
      assert.equal(await of(slow), 'limit');
      assert.equal(runs.length, 4);
    });
  }
});
