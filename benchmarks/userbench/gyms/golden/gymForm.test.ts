import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../../core/packageRoot';
import { runParity } from '../../../parity/runParity';
import { gymForms } from './gymForm';

const fixture = path.join(packageRoot(), 'benchmarks', 'userbench', 'gyms', 'golden', 'fixtures', 'gym_episodes.json');

describe("Golden episodes of UserRL's gyms", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'golden-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (place: string) => runParity(place, gymForms, new AbortController().signal);
  const changed = async (change: (golden: string) => string) => {
    writeFileSync(path.join(folder, 'gym_episodes.json'), change(readFileSync(fixture, 'utf8')));
    return run(folder);
  };

  it('agree in every value with the file in the repository', async () => {
    const { files, checks, failures } = await run(fixture);
    assert.deepEqual(failures, []);
    assert.equal(files, 1);
    assert.ok(checks > 500, `${checks} values`);
  });

  it('agree in every value with the file at hand', async function () {
    const all = path.join(packageRoot(), '..', 'shared', 'golden', 'userbench', 'gym_episodes.json');
    if (!existsSync(all)) {
      console.error(`    skipped: no golden files at ${all}`);
      this.skip();
    }
    assert.deepEqual((await run(all)).failures, []);
  });

  it('report a reward that is off by a millionth, with its step', async () => {
    const { failures } = await changed((text) => text.replace('"reward": 0.166667', '"reward": 0.166668'));
    assert.deepEqual(
      failures.map(({ key }) => key),
      ['steps.0.reward'],
    );
  });

  it('report a number of calls of models that differs', async () => {
    const { failures } = await changed((text) => text.replace('"llm_calls": 3', '"llm_calls": 1'));
    assert.deepEqual(
      failures.map(({ key, actual }) => [key, actual]),
      [['steps.6.llm_calls', 3]],
    );
  });

  it('mark as corrected what only the parser of literals changes', async () => {
    const { failures } = await changed((text) => text.replace('"stance": "Agree"', '"stance": "Agree", "sure": true'));
    assert.deepEqual(failures, []);
  });
});
