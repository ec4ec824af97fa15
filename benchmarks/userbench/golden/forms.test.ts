import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../core/packageRoot';
import { runParity } from '../../parity/runParity';
import { derivedMetricsForm } from './derivedMetricsForm';
import { scoringForm } from './scoringForm';

const fixtures = path.join(packageRoot(), 'benchmarks', 'userbench', 'golden', 'fixtures');
const forms = [scoringForm, derivedMetricsForm];

describe("UserBench's golden files of scores", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'golden-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const run = (place: string) => runParity(place, forms, new AbortController().signal);

  /** A golden file with its siblings, a text in it replaced. */
  const changed = async (name: string, from: string, to: string) => {
    for (const each of [name, 'travelgym_episodes.json']) {
      const text = readFileSync(path.join(fixtures, each), 'utf8');
      assert.ok(each !== name || text.includes(from), `${name} holds ${from}`);
      writeFileSync(path.join(folder, each), each === name ? text.replace(from, to) : text);
    }
    return run(folder);
  };

  it('agree in every value with the files in the repository', async () => {
    const scoring = await run(path.join(fixtures, 'scoring.json'));
    assert.deepEqual([scoring.failures, scoring.checks], [[], 167]);
    const metrics = await run(path.join(fixtures, 'derived_metrics.json'));
    assert.deepEqual(metrics.failures, []);
    assert.ok(metrics.checks > 200, String(metrics.checks));
  });

  it('agree with all files that are at hand', async function () {
    const all = path.join(packageRoot(), '..', 'shared', 'golden', 'userbench');
    if (!existsSync(all)) {
      console.error(`    skipped: no golden files at ${all}`);
      this.skip();
    }
    assert.deepEqual((await run(all)).failures, []);
  });

  it('report a credit that is off by a ten-thousandth', async () => {
    const { failures } = await changed('scoring.json', '0.7814', '0.7815');
    assert.deepEqual(
      failures.map(({ key }) => key),
      ['turn_credits'],
    );
  });

  it('report a metric that is off, with its episode', async () => {
    const { failures } = await changed('derived_metrics.json', '0.18214285714285716', '0.1821');
    assert.deepEqual(
      failures.map(({ case: name, key }) => [name, key]),
      [['sync happy-single-choice', 'metrics.time_weighted_value']],
    );
  });

  it('compare pooled rates where all episodes of a mode are there', async () => {
    const { failures } = await changed('derived_metrics.json', '"episodes": 9', '"episodes": 6');
    // The file's rates are of nine: with six at hand they have to differ.
    assert.ok(failures.some(({ case: name }) => name === 'pooled async'));
  });
});
