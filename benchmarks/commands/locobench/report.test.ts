import assert from 'node:assert/strict';
import { Command } from 'commander';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { CommandOutput } from '../../core/commandOutput';
import { madeRecord, madeRun, madeScenarios } from '../../core/reports/testing/madeRun';
import { addReportCommands } from './report';

const scenarios = madeScenarios(6).map((each) => ({ ...each, title: each.id, difficulty: 'easy', hash: each.id }));

describe('whetstone locobench report and compare', () => {
  let folder: string;
  let text: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'report-'));
    text = '';
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = async (...args: readonly string[]) => {
    const stdout = new PassThrough();
    stdout.on('data', (part: Buffer) => (text += String(part)));
    const program = new Command().exitOverride();
    const records = (id: string) =>
      scenarios.map((each, i) =>
        madeRecord(each.id, 'a', { run: id, index: i, value: id === 'new' ? 0.9 : 0.1 + i / 100, complete: i > 2 }),
      );
    addReportCommands(program, new CommandOutput(stdout, process.stderr), async () => ({
      run: async (id) => madeRun(['a'], { id, name: id, created: id === 'new' ? 2 : 1 }),
      scenarios: async () => scenarios,
      scores: (id) => records(id).map((record) => ({ record, metrics: {} })),
      sample: async (id, index) => ({
        ...{ record: records(id)[index]!, solution: undefined, calls: [], log: '' },
        score: {
          ...{ value: 0.1, complete: false, metrics: {}, evidence: null },
          milestones: [{ id: 'm', text: 'the fault is found', weight: 1, achieved: false }],
        },
      }),
      result: async () => ({ solution: undefined, score: undefined }),
      close: async () => undefined,
    }));
    await program.parseAsync(args, { from: 'user' });
  };

  it('prints a file of the form wanted', async () => {
    await run('report', '--run', 'old', '--format', 'csv');
    assert.equal(text.trimEnd().split('\r\n').length, 7);
  });
  it('writes it, with milestones of what failed alone', async () => {
    const file = path.join(folder, 'r.xml');
    await run('report', '--run', 'old', '--format', 'junit', '--failed-only', '--out', file);
    const written = readFileSync(file, 'utf8');
    assert.equal(written.match(/<failure/g)?.length, 3);
    assert.ok(written.includes('the fault is found') && text === '');
  });
  it('says that a file cannot be written', () =>
    assert.rejects(
      run('report', '--run', 'old', '--format', 'html', '--out', path.join(folder, 'none', 'r.html')),
      /cannot be written \(ENOENT\)/,
    ));
  it('takes --json and --markdown for the form, and only one of them', async () => {
    await run('report', '--run', 'old', '--markdown');
    assert.match(text, /^# old/);
    text = '';
    await run('report', '--run', 'old', '--json');
    assert.equal(z.object({ form: z.string() }).parse(JSON.parse(text)).form, 'whetstone-run-report-1');
    await assert.rejects(run('report', '--run', 'old', '--json', '--markdown'), /Name one form/);
    await assert.rejects(run('report', '--run', 'old'), /Name one form/);
  });
  it('compares the later run with the earlier one', async () => {
    await run('compare', '--run', 'new', '--run', 'old', '--json');
    const { differences } = z
      .object({ differences: z.array(z.object({ model: z.string(), verdict: z.string() })) })
      .parse(JSON.parse(text));
    assert.deepEqual(differences, [{ model: 'a', verdict: 'a' }]);
  });
  it('wants two runs', () => assert.rejects(run('compare', '--run', 'new'), /Two different runs/));
});
