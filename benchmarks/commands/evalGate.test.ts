import assert from 'node:assert/strict';
import { Command } from 'commander';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { openModelFolder } from '../../runtime/models';
import { makeRandomModel, type RandomModel } from '../../runtime/diffusion/test/randomModel';
import { BadInputError } from '../core/badInputError';
import { CommandOutput } from '../core/commandOutput';
import { addEvalGateCommand } from './evalGate';

describe('whetstone eval gate', function () {
  this.timeout(30_000);
  let model: RandomModel;
  let other: RandomModel;
  let folder: string;
  before(async () => {
    model = await makeRandomModel('int8');
    other = await makeRandomModel('int8', { seed: 2 });
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-gate-'));
    const write = (name: string, tasks: object[]) =>
      writeFile(file(name), tasks.map((task) => `${JSON.stringify(task)}\n`).join(''));
    const numbers = Array.from({ length: 60 }, (_, at) => at);
    await write('python.jsonl', numbers.slice(0, 8).map(task('python', '1 + 2', '1 + 2')));
    await write('typescript.jsonl', numbers.slice(0, 8).map(task('typescript', '3;', '3;')));
    const mixed = [task('python', '1 + 2', '1 + 2'), task('python', '[1, 2]', '9')];
    await write(
      'mixed.jsonl',
      numbers.map((at) => mixed[at % 2]!(at)),
    );
  });
  after(async () => {
    await Promise.all([model.remove(), other.remove(), rm(folder, { recursive: true })]);
  });

  /** A model with random weights can do no more than copy: it says again what the lines before say. */
  const task = (language: string, said: string, truth: string) => (at: number) => ({
    task_id: `p/${language}/f${at}:3:5`,
    prompt: `${`total_${at} = ${said}\n`.repeat(4)}total_${at} = `,
    suffix: '\n',
    canonical_solution: truth,
    test: '',
    entry_point: 'none',
    language,
    kind: 'rest-of-line',
  });
  const file = (name: string) => path.join(folder, name);

  const run = (...args: string[]) => runOn(['python.jsonl', 'typescript.jsonl'], ...args);

  async function runOn(names: readonly string[], ...args: string[]): Promise<string> {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const program = new Command().exitOverride();
    const output = new CommandOutput(out, err as unknown as NodeJS.WriteStream);
    addEvalGateCommand(program.command('eval'), output, new AbortController().signal);
    const data = names.map(file).join(',');
    const command = ['eval', 'gate', '--data', data, '--model', model.folder, '--threads', '1', ...args];
    await program.parseAsync(command, { from: 'user' });
    return String(out.read());
  }

  it('reports over several files and languages, and keeps every suggestion with its evidence', async () => {
    const rows = file('rows.jsonl');
    const answer: unknown = JSON.parse(await run('--json', '--rows', rows));
    const figures = z.looseObject({
      tasks: z.number(),
      suggested: z.number(),
      points: z.array(z.unknown()).length(20),
    });
    const parsed = z
      .looseObject({ chances: z.literal('uncalibrated'), all: figures, parts: z.record(z.string(), figures) })
      .parse(answer);
    assert.equal(parsed.all.tasks, 16);
    assert.deepEqual(Object.keys(parsed.parts).sort(), ['python', 'rest-of-line', 'typescript']);
    const lines = (await readFile(rows, 'utf8')).trim().split('\n');
    assert.equal(lines.length, parsed.all.suggested);
    const rowSchema = z.looseObject({
      chance: z.number(),
      exact: z.boolean(),
      evidence: z.object({ tokens: z.number() }),
    });
    for (const line of lines) rowSchema.parse(JSON.parse(line));
  });

  it('reports for a reader, of the languages that were asked for', async () => {
    const text = await run('--language', 'python', '--no-syntax');
    assert.match(text, /8 tasks/);
    assert.match(text, /it has no gate/);
    await assert.rejects(run('--language', 'cobol'), /no task of cobol; the data has python, typescript/);
  });

  it('fits no gate where hardly anything is right, nor beside the weights of another model', async () => {
    const refuses = (args: string[], message: RegExp) =>
      assert.rejects(run(...args), (error) => error instanceof BadInputError && message.test(error.message));
    await refuses(['--fit', file('gate.json')], /needs 20 right and 20 wrong/);
    await refuses(['--fit', path.join(other.folder, 'gate.json')], /holds another model/);
    await refuses(['--fit', path.join(model.folder, 'doors.json')], /called gate\.json/);
  });

  it('fits a gate that comes into use with the model, and is reported on tasks that it was not fitted on', async () => {
    const target = path.join(model.folder, 'gate.json');
    const figures = z.looseObject({ brier: z.number() });
    const answerSchema = z.looseObject({ chances: z.string(), all: figures, uncalibrated: figures });
    const before = answerSchema.parse(JSON.parse(await runOn(['mixed.jsonl'], '--json', '--fit', target)));
    assert.equal(before.chances, 'cross-validated');
    assert.ok(before.all.brier < before.uncalibrated.brier / 2, JSON.stringify(before.all.brier));
    const { manifest } = await openModelFolder(model.folder);
    assert.ok(manifest.files.some(({ name }) => name === 'gate.json'));
    const after = answerSchema.parse(JSON.parse(await runOn(['mixed.jsonl'], '--json')));
    assert.equal(after.chances, 'gate');
    assert.ok(after.all.brier < before.uncalibrated.brier / 2);
  });
});
