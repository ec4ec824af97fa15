import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import { packageRoot } from '../../core/packageRoot';
import { runParity } from '../../parity/runParity';
import { weekendTripData } from '../environments/travel/testing/weekendTrip';
import { travelgymForm } from './travelgymForm';

const fixture = path.join(packageRoot(), 'benchmarks/userbench/golden/fixtures/travelgym_episodes.json');

describe("TravelGym's golden episodes", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'golden-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (place: string) => runParity(place, [travelgymForm], new AbortController().signal);
  const written = (text: string) => {
    const place = path.join(folder, 'episodes.json');
    writeFileSync(place, text);
    return run(place);
  };
  /** The fixture, with a text in it replaced. */
  const changed = (from: string | RegExp, to: string) => {
    const text = readFileSync(fixture, 'utf8');
    const other = text.replace(from, to);
    assert.notEqual(other, text, `the file holds ${from}`);
    return written(other);
  };

  it('agree in every value, on both paths', async () => {
    const { failures, checks } = await run(fixture);
    assert.deepEqual(failures, []);
    assert.equal(checks, 3703);
  });

  it('tell apart what our own rules correct, and nothing else', async () => {
    const { corrected } = await run(fixture);
    const keys = corrected.map(({ case: name, key }) => `${name}: ${key.replace(/^steps\.\d+\./, '')}`);
    assert.deepEqual(
      [...new Set(keys)],
      [
        'happy-single-choice by our rules: option_count',
        'happy-single-choice by our rules: options',
        'reveal-fails by our rules: active_elicited_preferences',
        'reward-normalised by our rules: option_count',
        'reward-normalised by our rules: options',
      ],
    );
  });

  it('agree with all episodes that are at hand', async function () {
    const all = path.join(packageRoot(), '..', 'shared', 'golden', 'userbench', 'travelgym_episodes.json');
    if (!existsSync(all)) {
      console.error(`    skipped: no golden file at ${all}`);
      this.skip();
    }
    assert.deepEqual((await run(all)).failures, []);
  });

  it('report a wrong reward by path, step and key', async () => {
    const { failures } = await changed('"reward": 1.95,', '"reward": 1.94,');
    assert.deepEqual(
      failures.map(({ case: name, key, expected }) => [name, key, expected]),
      [['async reward-shaping', 'steps.3.reward', 1.94]],
    );
  });

  it('report a wrong text of the user under both rules', async () => {
    const { failures } = await changed('"text": "I lift at dawn."', '"text": "I lift at noon."');
    assert.deepEqual(
      failures.map(({ case: name, key }) => [name, key]),
      [
        ['sync happy-single-choice', 'steps.2.text'],
        ['happy-single-choice by our rules', 'steps.2.text'],
      ],
    );
  });

  it('report a corrected value too, where it is not what the correction gives', async () => {
    const { failures, corrected } = await changed(
      /"active_elicited_preferences": 2,/g,
      '"active_elicited_preferences": 3,',
    );
    const ours = failures.filter(({ case: name }) => name === 'reveal-fails by our rules');
    assert.deepEqual(
      ours.map(({ key, expected, actual }) => [key, expected, actual]),
      [1, 2].map((step) => [`steps.${step}.active_elicited_preferences`, 2, 1]),
    );
    assert.ok(!corrected.some(({ key }) => key === 'steps.1.active_elicited_preferences'));
  });

  it('go on where the reference ends too early over an aspect that is not of the task', async () => {
    const step = (action: string, expected: object) => ({ action, llm_replies: [], expected });
    const ended = { raises: 'episode_complete' };
    const best = { remaining_best: ['H2', 'F1'], answered_initials: ['H', 'C'] };
    const { failures, corrected } = await written(
      JSON.stringify({
        scenarios: { weekend: weekendTripData },
        episodes: [
          {
            name: 'foreign',
            mode: 'sync',
            scenario: 'weekend',
            config: {},
            steps: [
              step('[answer] H1', { feedback_code: 'answer_correct', terminated: false, truncated: false }),
              step('[answer] C7', {
                feedback_code: 'answer_wrong',
                terminated: true,
                truncated: false,
                episode_complete: true,
                state: best,
              }),
              step('[answer] F2', ended),
              step('[answer] F1', ended),
            ],
          },
        ],
      }),
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(
      corrected.map(({ key, actual }) => [key, actual]),
      [
        ['steps.1.terminated', false],
        ['steps.1.episode_complete', false],
        ['steps.2.raises', null],
        ['steps.2.feedback_code', 'answer_correct'],
        ['steps.2.terminated', true],
      ],
    );
  });

  it('refuse an episode of a scenario that is not there', async () => {
    await assert.rejects(changed('"scenario": "demo:a"', '"scenario": "demo:z"'), BadInputError);
  });
});
