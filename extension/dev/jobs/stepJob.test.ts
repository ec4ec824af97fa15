import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Part, PartResult } from '../parts/part';
import { stepJob } from './stepJob';

const never = (): Promise<PartResult> => assert.fail('A step runs in a process of its own.');
const part: Part = { name: 'some', title: 'Some checks', work: { steps: [{ name: 'first', run: never }] } };

describe('a step in a process of its own', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-step-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs a program that gets what a step gets: `name`, `index`, `file`. */
  async function run(
    text: string,
    limitMs = 30_000,
  ): Promise<{ readonly result: PartResult; readonly printed: string }> {
    const program = path.join(folder, 'step.cjs');
    await writeFile(
      program,
      `const [name, index, file] = process.argv.slice(2); const fs = require('node:fs');\n${text}`,
    );
    let printed = '';
    const job = stepJob(part, 'first', 0, { program, folder, limitMs, givesWay: false });
    return { result: await job.run((said) => (printed += said)), printed };
  }

  it('gives its result, and what it printed', async () => {
    const { result, printed } = await run(`
      console.log('this is', name, index);
      fs.writeFileSync(file, JSON.stringify({ passed: 2, failed: ['one'], skipped: ['another'] }));`);
    assert.deepEqual(result, { passed: 2, failed: ['one'], skipped: ['another'] });
    assert.equal(printed, 'this is some 0\n');
  });

  it('has failed when it ends before its result, and does not take an older one', async () => {
    const { result, printed } = await run(`console.error('out of memory'); process.exit(3);`);
    assert.deepEqual(result.failed, ['Some checks, first: it ended with 3 before its result']);
    assert.equal(printed, 'out of memory\n');
  });

  it('is ended with what it has started when it takes too long', async () => {
    const { result, printed } = await run(
      `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      console.log(child.pid);
      setInterval(() => {}, 1000);`,
      3000,
    );
    assert.deepEqual(result.failed, ['Some checks, first: it took more than 3 s']);
    const pid = Number(printed);
    assert.ok(pid > 0, printed);
    // It is killed at once, and gone when the system has taken note.
    while (existsSync(`/proc/${pid}`)) await new Promise((end) => setTimeout(end, 10));
  });
});
