import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActivityEntry } from '../../webviews/activity/protocol';
import { ActivityLog, type ActivityChange, type ActivityLogOptions } from './activityLog';

const entry = (number: number, changes: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id: `e${number}`,
  time: 1_000 + number,
  file: 'a.ts',
  languageId: 'typescript',
  extent: 'line',
  model: 'm',
  ms: { context: 1, denoise: 2, total: 3 },
  forwardPasses: 1,
  tokens: 4,
  contextTokens: 5,
  contextReused: 0,
  outcome: 'shown',
  ...changes,
});

describe('ActivityLog', () => {
  let folder: string;
  let problems: string[];
  const logs: ActivityLog[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whetstone-activity-'));
    problems = [];
  });
  afterEach(async () => {
    // One that still had something to write would make its folder again.
    for (const log of logs.splice(0)) await log.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const file = (): string => join(folder, 'infillActivity.jsonl');
  const open = (options: ActivityLogOptions = {}): ActivityLog => {
    const log = new ActivityLog({ folder, onProblem: (message) => problems.push(message), ...options });
    logs.push(log);
    return log;
  };
  const ids = (log: ActivityLog): readonly string[] => log.entries().map(({ id }) => id);

  it('tells of new and changed entries, and of none that it does not have', () => {
    const log = open();
    const changes: ActivityChange[] = [];
    const registration = log.onChange((change) => changes.push(change));
    log.append(entry(1));
    log.update('e1', { outcome: 'accepted' });
    log.update('gone', { outcome: 'accepted' });
    registration.dispose();
    log.append(entry(2));
    assert.deepEqual(changes, [
      { entries: [entry(1)], removed: [] },
      { entries: [entry(1, { outcome: 'accepted' })], removed: [] },
    ]);
    assert.equal(log.summary().shown, 2);
  });

  it('keeps the newest only, and says which fell out', () => {
    const log = open({ capacity: 3 });
    const removed: string[] = [];
    log.onChange((change) => removed.push(...change.removed));
    for (let number = 1; number <= 5; number += 1) {
      log.append(entry(number));
    }
    assert.deepEqual(ids(log), ['e3', 'e4', 'e5']);
    assert.deepEqual(removed, ['e1', 'e2']);
  });

  it('finds its entries again, each in its last state', async () => {
    const log = open();
    log.append(entry(1));
    log.append(entry(2));
    await log.flush();
    log.update('e1', { outcome: 'dismissed' });
    await log.dispose();

    const next = open();
    await next.load();
    assert.deepEqual(next.entries(), [entry(1, { outcome: 'dismissed' }), entry(2)]);
    assert.deepEqual(problems, []);
  });

  it('keeps what was added before the history was read', async () => {
    const log = open();
    log.append(entry(1));
    await log.dispose();
    const next = open();
    next.append(entry(2));
    await next.load();
    next.append(entry(3));
    assert.deepEqual(ids(next), ['e1', 'e2', 'e3']);
    await next.dispose();
  });

  it('writes by itself after a pause', async () => {
    const log = open({ writeDelayMs: 10 });
    log.append(entry(1));
    for (let tries = 0; tries < 200 && (await readdir(folder)).length === 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.match(await readFile(file(), 'utf8'), /"id":"e1"/);
    await log.dispose();
  });

  it('lets two windows share the file', async () => {
    const [one, two] = [open(), open()];
    for (let number = 0; number < 20; number += 1) {
      (number % 2 === 0 ? one : two).append(entry(number));
      await Promise.all([one.flush(), two.flush()]);
    }
    const third = open();
    await third.load();
    assert.equal(third.entries().length, 20);
  });

  it('skips damaged lines, says how many, and goes on', async () => {
    const good = JSON.stringify(entry(1));
    await writeFile(file(), `${good}\nnot json\n{"id":"x"}\n\u0000\u0000\n${good.slice(0, 40)}`, 'utf8');
    const log = open();
    await log.load();
    assert.deepEqual(ids(log), ['e1']);
    assert.match(problems.join(), /4 damaged lines/);
    log.append(entry(2));
    await log.dispose();
    const next = open();
    await next.load();
    assert.deepEqual(ids(next), ['e1', 'e2'], 'the line that was cut short does not spoil the next one');
  });

  it('shortens a file that has grown, without leaving other files behind', async () => {
    const lines = Array.from({ length: 40 }, (_, number) => `${JSON.stringify(entry(number))}\n`);
    await writeFile(file(), lines.join(''), 'utf8');
    const log = open({ capacity: 10 });
    await log.load();
    assert.equal(ids(log).length, 10);
    assert.equal((await readFile(file(), 'utf8')).split('\n').filter(Boolean).length, 10);
    assert.deepEqual(await readdir(folder), ['infillActivity.jsonl']);
  });

  it('works in memory where it cannot write, and says so once', async () => {
    const blocked = join(folder, 'a file');
    await writeFile(blocked, '', 'utf8');
    const log = open({ folder: join(blocked, 'storage') });
    log.append(entry(1));
    await log.flush();
    log.append(entry(2));
    await log.flush();
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /in memory only/);
    assert.deepEqual(ids(log), ['e1', 'e2']);
  });

  it('says that its file cannot be read, and stays usable', async () => {
    await mkdir(file());
    const log = open();
    await assert.rejects(log.load(), { code: 'EISDIR' });
    log.append(entry(1));
    assert.deepEqual(ids(log), ['e1']);
  });

  it('works without a folder', async () => {
    const log = new ActivityLog();
    log.append(entry(1));
    await log.load();
    await log.dispose();
    assert.deepEqual(ids(log), ['e1']);
  });
});
