/** What becomes of runs of the real command line when providers, processes and disks fail. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { smallDisk } from '../runtime/testing/smallDisk';
import { askedNumber, squareOf } from './core/runs/testing/questionFolder';
import { bundledCommandLine } from './testing/commandLine';
import { readRunAnswer, RunFixture } from './testing/runFixture';

const questions = 12;
/** Of the run with a stop rule. */
const many = 120;

describe('faults of runs', function () {
  this.timeout(60_000);
  let test: RunFixture;

  before(bundledCommandLine);
  beforeEach(async () => void (test = await RunFixture.start(questions)));
  afterEach(() => test.close());

  it('waits as long as a provider asks for, and counts nothing as an error', async () => {
    const refusedAt = new Map<number, number>();
    const waited: number[] = [];
    test.script = (request) => {
      const number = askedNumber(request);
      const before = refusedAt.get(number);
      if (number % 4 !== 0) return squareOf(request);
      if (before !== undefined) waited.push(request.at - before);
      else {
        refusedAt.set(number, request.at);
        return squareOf(request, { fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } });
      }
      return squareOf(request);
    };
    const { run, models } = await test.run(0, ...test.begin('fake/right'));
    assert.deepEqual([run.state, run.counts.scored, models[0]?.value, models[0]?.errors], ['done', questions, 1, 0]);
    assert.equal(waited.length, 3);
    assert.ok(Math.min(...waited) >= 990, `it came back after ${Math.min(...waited).toFixed(0)} ms`);
  });

  it('asks a provider again that is overloaded for a moment', async () => {
    const seen = new Set<number>();
    test.script = (request) => {
      const number = askedNumber(request);
      if (seen.has(number)) return squareOf(request);
      seen.add(number);
      return squareOf(request, { fault: { kind: 'status', status: 503 } });
    };
    const { run, models } = await test.run(0, ...test.begin('fake/right'));
    assert.deepEqual([run.counts.scored, run.counts.error, models[0]?.value], [questions, 0, 1]);
    assert.equal(test.provider.requests.length, 2 * questions);
  });

  it('ends at once on Ctrl+C while a provider says nothing, keeps what is there, and says how to go on', async () => {
    test.script = (request, index) => squareOf(request, index < 5 ? {} : { fault: { kind: 'stall', after: 0 } });
    const command = await test.start(...test.begin('fake/right'));
    // Five answers, and four places that wait.
    while (test.provider.requests.length < 9) await sleep(5);
    const pressed = performance.now();
    command.kill('SIGINT');
    const { status, stdout, stderr } = await command.ended;
    assert.ok(performance.now() - pressed < 5000, 'it took more than five seconds');
    const { run } = readRunAnswer(stdout);
    assert.deepEqual([status, run.state, run.counts.scored, run.counts.waiting], [1, 'stopped', 5, questions - 5]);
    assert.match(stderr, new RegExp(`--resume ${run.id}`));
    test.script = (request) => squareOf(request);
    const ended = await test.run(0, '--resume', run.id);
    assert.deepEqual([ended.run.counts.scored, test.provider.requests.length], [questions, 9 + questions - 5]);
  });

  it('refuses a second process on a run that is under way, and the first loses nothing', async () => {
    let open: () => void = () => undefined;
    const after = new Promise<void>((resolve) => (open = resolve));
    test.script = (request) => squareOf(request, { after });
    const first = await test.start(...test.begin('fake/right'));
    while (test.provider.requests.length < 2) await sleep(5);
    const id = await test.newest();
    const second = await test.command('run', '--config', test.settings, '--json', '--resume', id);
    assert.deepEqual([second.status, second.stdout], [1, ''], second.stderr);
    assert.match(second.stderr, new RegExp(`Another window or command is working on the run ${id}`));
    open();
    const { status, stdout } = await first.ended;
    assert.deepEqual([status, readRunAnswer(stdout).run.counts.scored], [0, questions]);
    assert.equal(test.provider.requests.length, questions);
  });

  it('rests when its budget is used up, and goes on with a higher one: nothing is asked twice, nothing is left out', async () => {
    const first = await test.run(1, ...test.begin('fake/right'), '--budget', '0.0002', '--max-output', '20');
    const { id, state, spent, reason, counts } = first.run;
    assert.equal(state, 'over-budget');
    assert.match(reason ?? '', /budget does not hold the next answer.*Raise the budget, and resume/s);
    assert.ok(spent <= 200 && counts.scored > 0, JSON.stringify(first.run));
    assert.deepEqual([counts.refused, counts.waiting], [0, questions - counts.scored]);
    // As it is, it rests again at once.
    const again = await test.run(1, '--resume', id);
    assert.deepEqual([again.run.state, again.run.counts.scored], ['over-budget', counts.scored]);
    const { run } = await test.run(0, '--resume', id, '--budget', '1');
    assert.deepEqual([run.counts.scored, test.provider.requests.length], [questions, questions]);
  });

  it('says what to do when the disk is full, and goes on when there is room', async function () {
    const disk = smallDisk(4);
    if (disk === undefined) return this.skip();
    const full = await RunFixture.start(questions, path.join(disk.folder, 'state'));
    try {
      full.script = (request, index) => {
        if (index === 6) disk.fill();
        return squareOf(request);
      };
      const { status, stderr } = await full.command('run', '--config', full.settings, ...full.begin('fake/right'));
      assert.equal(status, 1, stderr);
      assert.match(stderr, /no room left on the disk.*Make room/s);
      disk.makeRoom();
      const id = await full.newest();
      assert.match(stderr, new RegExp(`--resume ${id}`));
      const { run, models } = await full.run(0, '--resume', id);
      assert.deepEqual([run.state, run.counts.scored, models[0]?.value], ['done', questions, 1]);
    } finally {
      await full.close();
      disk.remove();
    }
  });
});

describe('choices of runs', function () {
  this.timeout(60_000);
  let test: RunFixture;

  before(bundledCommandLine);
  afterEach(() => test.close());

  it('ends as soon as the models differ for certain, and leaves the rest out', async () => {
    test = await RunFixture.start(many);
    const { run } = await test.run(0, ...test.begin('fake/right', 'fake/wrong'), '--stop-when', '5');
    const { scored, skipped } = run.counts;
    assert.deepEqual([run.state, scored + skipped, test.provider.requests.length], ['done', 2 * many, scored]);
    assert.ok(scored <= many, `${scored} of ${2 * many} were asked`);
    const { samples } = shown.parse(
      JSON.parse((await test.command('show', '--run', run.id, '--state', 'skipped', '--json')).stdout),
    );
    assert.match(samples.rows[0]?.reason ?? '', /Every two models differ for certain/);
  });

  it('does samples anew by their numbers, and leaves the others as they are', async () => {
    test = await RunFixture.start(questions);
    test.script = (request) => ({ ...squareOf(request), text: ['I cannot say.'] });
    const { run } = await test.run(0, ...test.begin('fake/right'));
    test.script = (request) => squareOf(request);
    const { models } = await test.run(0, '--resume', run.id, '--rerun', '3,7,3');
    assert.deepEqual(
      [models[0]?.n, models[0]?.value, test.provider.requests.length],
      [questions, 2 / 12, questions + 2],
    );
    const { samples } = shown.parse(JSON.parse((await test.command('show', '--run', run.id, '--json')).stdout));
    assert.deepEqual(
      samples.rows.filter(({ value }) => value === 1).map(({ index, attempts }) => [index, attempts]),
      [
        [3, 2],
        [7, 2],
      ],
    );
  });

  const bad: readonly [what: string, args: readonly string[], message: RegExp][] = [
    ['samples without a run', ['--rerun', '3'], /name it with --resume/],
    ['samples that are no numbers', ['--resume', 'x', '--rerun', '3,a'], /Give numbers of samples/],
    ['a run that is not there', ['--resume', 'x', '--rerun', '3'], /There is no run x/],
  ];
  for (const [what, args, message] of bad) {
    it(`refuses ${what}`, async () => {
      test = await RunFixture.start(1);
      const { status, stdout, stderr } = await test.command('run', '--config', test.settings, '--json', ...args);
      assert.deepEqual([status, stdout], [2, ''], stderr);
      assert.match(stderr, message);
    });
  }

  it('refuses a sample that the run does not have, and changes nothing', async () => {
    test = await RunFixture.start(questions);
    const { run } = await test.run(0, ...test.begin('fake/right'));
    const { status, stderr } = await test.command(
      ...['run', '--config', test.settings, '--json', '--resume', run.id, '--rerun', `3,${questions}`],
    );
    assert.equal(status, 2, stderr);
    assert.match(stderr, /has no sample 12/);
    assert.equal((await test.run(0, '--resume', run.id)).run.counts.scored, questions);
    assert.equal(test.provider.requests.length, questions);
  });
});

const shown = z.object({
  samples: z.object({
    rows: z.array(
      z.object({
        index: z.number(),
        attempts: z.number(),
        value: z.number().optional(),
        reason: z.string().optional(),
      }),
    ),
  }),
});
