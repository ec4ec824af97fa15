import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PartResult } from '../parts/part';
import { runJobs } from './runJobs';
import { testFileJobs } from './testFileJobs';

const worker = path.join(__dirname, '..', 'testWorker.ts');
const title = (text: string): RegExp => new RegExp(`^${text}$`);

describe('files of tests in processes of their own', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-jobs-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  interface Options {
    readonly limitMs?: number;
    readonly environment?: Readonly<Record<string, string>>;
  }

  /** Of files with these texts. */
  async function jobsOf(texts: Readonly<Record<string, string>>, { limitMs = 50_000, environment = {} }: Options = {}) {
    const files: string[] = [];
    for (const [name, text] of Object.entries(texts)) {
      files.push(path.join(folder, `${name}.test.ts`));
      await writeFile(files.at(-1)!, text);
    }
    const tests = { folders: [], ending: '.test.ts', environment: async () => environment };
    const part = { name: 'some', title: 'Some tests', work: { testFiles: tests } };
    const programs = { args: ['--import', 'tsx', worker], env: process.env, limitMs, givesWay: true };
    return testFileJobs(part, tests, files, programs);
  }

  /** Runs files with these texts, one after the other where there is one lane. @returns results by file, and what was printed */
  async function run(
    texts: Readonly<Record<string, string>>,
    { lanes = 1, ...options }: Options & { readonly lanes?: number } = {},
  ): Promise<{ readonly results: readonly PartResult[]; readonly printed: string }> {
    let printed = '';
    const ended = await runJobs(await jobsOf(texts, options), lanes, (text) => (printed += text));
    return { results: ended.map(({ result }) => result), printed };
  }

  it('give what passed, failed and was skipped, by full titles, with the failure in full', async () => {
    const { results, printed } = await run({
      mixed: `
        import assert from 'node:assert/strict';
        describe('a suite', () => {
          it('passes', () => {});
          it('fails', () => assert.equal(1 + 1, 3));
          it.skip('is skipped', () => {});
        });`,
      other: `it('stands alone', () => console.log('said by the test'));`,
    });
    assert.deepEqual(results, [
      {
        passed: 1,
        failed: ['a suite fails: Expected values to be strictly equal: 2 !== 3'],
        skipped: ['a suite is skipped'],
      },
      { passed: 1, failed: [], skipped: [] },
    ]);
    assert.match(
      printed,
      /=== Some tests: .*mixed\.test\.ts ===[\s\S]*✔ passes[\s\S]*2 !== 3[\s\S]*=== Some tests: .*other\.test\.ts ===\s+said by the test\s+✔ stands alone/,
    );
    assert.ok(!printed.includes('\u0001'));
  });

  it('keep what they have in common from one file to the next', async () => {
    const { results } = await run({
      first: `it('counts', () => { globalThis.whetstoneCount = 1; });`,
      second: `it('goes on', () => { if (globalThis.whetstoneCount !== 1) throw new Error('another process'); });`,
    });
    assert.deepEqual(
      results.map(({ passed }) => passed),
      [1, 1],
    );
  });

  it('run beside each other where there are lanes', async () => {
    const waits = (own: string, other: string): string => `
      import { existsSync, writeFileSync } from 'node:fs';
      it('meets ${other}', async () => {
        writeFileSync(${JSON.stringify(path.join(folder, own))}, '');
        while (!existsSync(${JSON.stringify(path.join(folder, other))})) await new Promise((end) => setTimeout(end, 10));
      });`;
    const { results } = await run({ left: waits('a', 'b'), right: waits('b', 'a') }, { lanes: 2 });
    assert.deepEqual(
      results.map(({ passed }) => passed),
      [1, 1],
    );
  });

  it('have what the part puts into their environment', async () => {
    const text = `it('sees it', () => { if (process.env.WHETSTONE_GIVEN !== 'yes') throw new Error('no'); });`;
    const { results } = await run({ environment: text }, { environment: { WHETSTONE_GIVEN: 'yes' } });
    assert.equal(results[0]?.passed, 1);
  });

  it('that end their process keep what was known, name the test, and do not harm the next file', async () => {
    const { results, printed } = await run({
      crash: `
        describe('a crash', () => {
          it('comes after this', () => {});
          it('comes here', () => { console.error('last words'); process.kill(process.pid, 'SIGKILL'); return new Promise(() => {}); });
          it('comes before this', () => {});
        });`,
      next: `it('passes', () => {});`,
    });
    assert.equal(results[0]?.passed, 1);
    assert.match(
      results[0].failed.join(),
      title('.*crash.test.ts ended its process \\(SIGKILL\\) in: a crash comes here'),
    );
    assert.deepEqual(results[1], { passed: 1, failed: [], skipped: [] });
    assert.match(printed, /last words/);
  });

  it('that end their process as if all were well have failed', async () => {
    const { results } = await run({ exit: `it('leaves', () => process.exit(0));` });
    assert.match(results[0]!.failed.join(), title('.*exit.test.ts ended its process \\(0\\) in: leaves'));
  });

  it('that do not end are ended', async () => {
    const hang = `
      it('passes', () => {});
      it('hangs', () => new Promise(() => setInterval(() => {}, 1000))).timeout(0);`;
    const { results } = await run({ hang }, { limitMs: 3000 });
    // A busy machine may not have come to the second test by then.
    assert.match(results[0]!.failed.join(), title('.*hang.test.ts took more than 3 s( in: (passes|hangs))?'));
  });

  it('that cannot be loaded, or hold no test, have failed', async () => {
    const { results, printed } = await run({ broken: `throw new Error('cannot begin');`, empty: `export {};` });
    assert.match(results[0]!.failed.join(), title('.*broken.test.ts cannot be loaded: cannot begin'));
    assert.match(printed, /Error: cannot begin/);
    assert.match(results[1]!.failed.join(), title('.*empty.test.ts: it has no tests'));
  });

  it('may not leave out others by `only`', async () => {
    const { results } = await run({ only: `it.only('alone', () => {}); it('left out', () => {});` });
    assert.match(results[0]!.failed.join(), title('.*only.test.ts cannot be loaded: `.only` forbidden .*'));
  });

  it('that throw after their end have failed', async () => {
    const { results } = await run({
      late: `it('ends', () => void setTimeout(() => { throw new Error('too late'); }, 300));`,
      slow: `it('waits', () => new Promise((resolve) => setTimeout(resolve, 1500)));`,
    });
    assert.equal(results.flatMap(({ failed }) => failed).length, 1);
  });

  it('fail where nobody waits for a promise that is rejected', async () => {
    const { results } = await run({
      rejected: `it('forgets', async () => { void Promise.reject(new Error('lost')); await new Promise((end) => setTimeout(end, 200)); });`,
    });
    assert.deepEqual(results[0]?.failed, ['forgets: lost']);
  });

  it('can be run again when all are over', async () => {
    const first = path.join(folder, 'first-time');
    const text = `
      import { existsSync, writeFileSync } from 'node:fs';
      it('passes the second time', () => {
        const again = existsSync(${JSON.stringify(first)});
        writeFileSync(${JSON.stringify(first)}, '');
        if (!again) throw new Error('too early');
      });`;
    const jobs = await jobsOf({ twice: text, once: `it('passes', () => {});` });
    const results = [];
    for (const job of [...jobs, jobs[0]!]) results.push(await job.run(() => undefined));
    assert.deepEqual(
      results.map(({ passed, failed }) => [passed, failed]),
      [
        [0, ['passes the second time: too early']],
        [1, []],
        [1, []],
      ],
    );
  });
});
