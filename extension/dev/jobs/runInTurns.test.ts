import assert from 'node:assert/strict';
import type { PartResult } from '../parts/part';
import type { Job } from './job';
import { runInTurns } from './runInTurns';

const passes: PartResult = { passed: 1, failed: [], skipped: [] };
const fails: PartResult = { passed: 0, failed: ['too late'], skipped: [] };

describe('turns of a test run', () => {
  let printed: string;
  let running: string[];
  /** Names of those that ran at the same time, in the order in which each began. */
  let crowds: string[];
  beforeEach(() => {
    printed = '';
    running = [];
    crowds = [];
  });

  /** @param results one for each time that it is run */
  function job(name: string, results: readonly PartResult[], kind: Partial<Job> = {}): Job {
    const left = [...results];
    return {
      ...{ part: name, title: name, after: [], precedence: false, beside: false, again: false, ...kind },
      async run() {
        running.push(name);
        crowds.push(running.join('+'));
        // Another lane may begin meanwhile.
        await new Promise((resolve) => setTimeout(resolve, 10));
        running = running.filter((each) => each !== name);
        return left.shift() ?? assert.fail(`${name} was run once more`);
      },
    };
  }

  async function run(jobs: readonly Job[], lanes: number, besideEachOther = 2) {
    const { ended, again } = await runInTurns(jobs, { lanes, besideEachOther }, (text) => (printed += text));
    const failed = ended.filter(({ result }) => result.failed.length > 0).map(({ job: each }) => each.part);
    return { ended: ended.length, failed, again: again.map(({ job: each }) => each.part) };
  }

  const beside = { beside: true, again: true };

  it('in one lane let those stand beside each other that may, before all others', async () => {
    const jobs = [
      job('window', [passes], { precedence: true }),
      ...['a', 'b'].map((name) => job(name, [passes], beside)),
      job('bundle', [passes]),
    ];
    assert.deepEqual(await run(jobs, 1), { ended: 4, failed: [], again: [] });
    assert.deepEqual(crowds, ['a', 'a+b', 'window', 'bundle']);
    assert.doesNotMatch(printed, /by itself/);
  });

  it('run what failed beside others again by itself, and that decides', async () => {
    const jobs = [
      job('slow', [fails, passes], beside),
      job('broken', [fails, fails], beside),
      job('program', [fails], { beside: true }),
      job('alone', [fails], { again: true }),
    ];
    const result = await run(jobs, 1);
    assert.deepEqual(result, { ended: 4, failed: ['program', 'alone', 'broken'], again: ['slow', 'broken'] });
    assert.deepEqual(crowds.slice(-2), ['slow', 'broken']);
    assert.match(printed, /=== What failed beside others, by itself ===/);
  });

  it('do not run again what had nothing beside it', async () => {
    assert.deepEqual(await run([job('broken', [fails], beside)], 1, 1), { ended: 1, failed: ['broken'], again: [] });
  });

  it('run all side by side where there are lanes', async () => {
    const jobs = [
      job('window', [passes], { precedence: true }),
      job('a', [fails, passes], beside),
      job('b', [passes], beside),
    ];
    assert.deepEqual(await run(jobs, 2), { ended: 3, failed: [], again: ['a'] });
    assert.deepEqual(crowds, ['window', 'window+a', 'window+a+b', 'a']);
  });
});
