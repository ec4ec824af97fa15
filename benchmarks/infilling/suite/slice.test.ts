/** Holds the quality of what ships: the embedded model, on tasks that are in the repository, against its baseline. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { defaultThreads } from '../../../runtime/host/threadCount';
import { openEngine } from '../../core/openEngine';
import { packageRoot } from '../../core/packageRoot';
import { checkAgainst, readBaseline } from './baselineFile';
import { engineCompetitor } from './engineCompetitor';
import { runSuite, type Outcome } from './runSuite';
import type { Competitor } from './competitor';
import { readSuiteTasks, sliceFile } from './suiteTasks';

describe('quality of the embedded model', function () {
  // Some 15 s of one core; other programs may have theirs.
  this.timeout(300_000);

  let outcomes: ReadonlyMap<Competitor, readonly Outcome[]>;
  before(async () => {
    const { tasks } = await readSuiteTasks([sliceFile()]);
    const embedded = { name: 'embedded', model: 'embedded' } as const;
    const engine = await openEngine(defaultThreads());
    try {
      outcomes = await runSuite({
        tasks,
        competitors: [
          await engineCompetitor({ ...embedded, engine, copy: 'file' }),
          await engineCompetitor({ ...embedded, engine, copy: 'off' }),
        ],
        sandbox: undefined,
        resultsOf: () => Promise.resolve(undefined),
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
    } finally {
      await engine.dispose();
    }
  });

  it('is not lower than the baseline beyond chance', async () => {
    const baseline = await readBaseline(path.join(packageRoot(), 'benchmarks', 'infilling', 'baseline.json'));
    assert.ok(baseline);
    const lower = checkAgainst(baseline, outcomes).filter((figure) => figure.lower);
    assert.deepEqual(lower, []);
  });

  it('is measured on every task of the baseline', async () => {
    const baseline = await readBaseline(path.join(packageRoot(), 'benchmarks', 'infilling', 'baseline.json'));
    for (const [{ name }, all] of outcomes) {
      const keys = Object.keys(baseline?.models[name]?.results ?? {});
      assert.deepEqual(keys.sort(), all.map(({ task }) => task.key).sort());
    }
  });
});
