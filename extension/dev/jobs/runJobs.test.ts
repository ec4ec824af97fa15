import assert from 'node:assert/strict';
import type { PartResult } from '../parts/part';
import type { Job } from './job';
import { runJobs } from './runJobs';

/** Ends when it is told to. */
class Told implements Job {
  readonly title: string;
  readonly beside = false;
  readonly again = false;
  begun = false;
  private print: (text: string) => void = () => undefined;
  private finish: (result: PartResult) => void = () => undefined;

  constructor(
    readonly part: string,
    readonly after: readonly string[] = [],
    readonly precedence = false,
  ) {
    this.title = `job of ${part}`;
  }

  run(print: (text: string) => void): Promise<PartResult> {
    this.begun = true;
    this.print = print;
    return new Promise((resolve) => (this.finish = resolve));
  }

  say(text: string): void {
    this.print(text);
  }

  async end(result: Partial<PartResult> = {}): Promise<void> {
    this.finish({ passed: 1, failed: [], skipped: [], ...result });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('jobs of a test run', () => {
  let printed: string;
  const run = (jobs: readonly Job[], lanes: number) => runJobs(jobs, lanes, (text) => (printed += text));
  beforeEach(() => (printed = ''));

  it('begin in their order, as many as there are lanes', async () => {
    const [a, b, c] = [new Told('a'), new Told('b'), new Told('c')];
    const ended = run([a, b, c], 2);
    assert.deepEqual([a.begun, b.begun, c.begun], [true, true, false]);
    await b.end();
    assert.equal(c.begun, true);
    await a.end();
    await c.end();
    assert.deepEqual(
      (await ended).map(({ job }) => job.part),
      ['b', 'a', 'c'],
    );
  });

  it('wait for all jobs of the parts that come before, and let others pass', async () => {
    const [a1, a2, b, c] = [new Told('a'), new Told('a'), new Told('b', ['a', 'not chosen']), new Told('c')];
    const ended = run([a1, a2, b, c], 2);
    await a1.end();
    assert.deepEqual([b.begun, c.begun], [false, true]);
    await c.end();
    assert.equal(b.begun, false, 'an idle lane waits');
    await a2.end();
    assert.equal(b.begun, true);
    await b.end();
    assert.equal((await ended).length, 4);
  });

  it('with precedence have one lane more, and no other', async () => {
    const [a, b] = [new Told('a', [], true), new Told('b', [], true)];
    const [c, d] = [new Told('c'), new Told('d')];
    const ended = run([a, b, c, d], 1);
    assert.deepEqual([a.begun, b.begun, c.begun, d.begun], [true, false, true, false]);
    await a.end();
    assert.deepEqual([b.begun, d.begun], [true, false]);
    await c.end();
    assert.equal(d.begun, true);
    await b.end();
    await d.end();
    assert.equal((await ended).length, 4);
  });

  it('print each as a whole, when it has ended', async () => {
    const [a, b] = [new Told('a'), new Told('b')];
    const ended = run([a, b], 2);
    a.say('a1\n');
    b.say('b1\n');
    a.say('a2\n');
    assert.equal(printed, '');
    await a.end();
    await b.end();
    await ended;
    assert.equal(printed, '\n=== job of a ===\n\na1\na2\n\n=== job of b ===\n\nb1\n');
  });

  it('print at once where nothing runs beside them', async () => {
    const [a, b] = [new Told('a'), new Told('b')];
    const ended = run([a, b], 1);
    a.say('a1\n');
    assert.equal(printed, '\n=== job of a ===\n\na1\n');
    await a.end();
    await b.end();
    await ended;
  });

  it('give a failure beside what the others found', async () => {
    const [a, b] = [new Told('a'), new Told('b')];
    const ended = run([a, b], 2);
    await a.end({ passed: 0, failed: ['it broke'] });
    await b.end();
    assert.deepEqual(
      (await ended).map(({ result }) => [result.passed, result.failed]),
      [
        [0, ['it broke']],
        [1, []],
      ],
    );
  });

  it('that wait for each other are an error', async () => {
    await assert.rejects(
      run([new Told('a', ['b']), new Told('b', ['a'])], 2),
      /wait for each other: job of a, job of b/,
    );
  });
});
