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
    // As the reference would have recorded a verdict with a word of JSON: as no verdict.
    const { failures, corrected } = await changed((text) => {
      const golden = JSON.parse(text) as { episodes: { gym: string; mode: string; steps: GoldenStep[] }[] };
      const step = golden.episodes.find(({ gym, mode }) => gym === 'persuadegym' && mode === 'sync')?.steps.at(-1);
      assert.ok(step);
      step.llm_replies = [{ response: 'r', stance: 'Strongly Disagree', sure: true }];
      Object.assign(step.expected, {
        reward: 0,
        terminated: false,
        truncated: true,
        levels_changed: 0,
        judge_success: false,
      });
      Object.assign(step.expected, { current_stance: 'Neutral', current_score: 0.5, best_score: 0.8333 });
      return JSON.stringify(golden);
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(corrected.map(({ key, actual }) => [key, actual]).slice(0, 2), [
      ['steps.7.reward', 0.5],
      ['steps.7.terminated', true],
    ]);
  });
});

interface GoldenStep {
  llm_replies: unknown[];
  readonly expected: Record<string, unknown>;
}
