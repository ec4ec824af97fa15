/** `whetstone mcpeval` from end to end: judges, rows of others, splits, and servers and models that do what they must not. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { completionAspects, trajectoryAspects } from './mcpEval/judging/rubrics';
import { readRows, writeRows } from './mcpEval/rows/jsonLines';
import { taskRow } from './mcpEval/rows/taskRow';
import { openTaskSet, writeTaskSet } from './mcpEval/tasks/taskSet';
import { calls, doesTask, readRequest, says } from './mcpEval/testing/scriptedAgent';
import { badServer } from './mcpEval/testing/testServers';
import { bundledCommandLine } from './testing/commandLine';
import { providedCommand, type ProvidedCommand } from './testing/providedCommand';

const ended = z.object({
  run: z.object({ id: z.string(), state: z.string(), counts: z.record(z.string(), z.number()) }),
  models: z.array(z.object({ value: z.number().nullable(), complete: z.number() })),
});
const anyRow = z.record(z.string(), z.unknown());
const ratings = (value: number) =>
  JSON.stringify(Object.fromEntries([...trajectoryAspects, ...completionAspects].map((aspect) => [aspect, value])));

describe('whetstone mcpeval', function () {
  this.timeout(120_000);
  const test = providedCommand('mcpeval-cli', () => says(''), 'suite');
  const whetstone = (status: number, ...args: readonly string[]) => test.ends(status, ['mcpeval', ...args]);
  let set: string;

  before(async () => {
    set = test.at('tasks');
    const servers = ['memory', 'filesystem', 'sequential-thinking'].flatMap((name) => ['--server', name]);
    await whetstone(0, 'generate', ...servers, '--count', '5', '--seed', '1', '--out', set, '--allow', '--json');
  });

  const run = (scenarios: string, ...args: readonly string[]) => [
    ...['run', '--scenarios', scenarios, '--model', 'fake/right', '--config', test.settings, '--json', ...args],
  ];
  /** Who does every task of the set, and judges as it is told. */
  async function worker(judge: (all: string) => string): Promise<ProvidedCommand['script']> {
    const { tasks } = await openTaskSet(set);
    return (request) => {
      const { user, all } = readRequest(request);
      if (request.model === 'wrong') return says(judge(all));
      const task = tasks.find(({ description }) => user[0]?.includes(description) === true) ?? assert.fail(user[0]);
      return doesTask(task, request);
    };
  }

  it('makes tasks of a server with one tool and nothing to leave behind, graded by its calls', async () => {
    const { tasks } = await openTaskSet(set);
    const thinking = tasks.find(({ whetstone: facts }) => facts.servers.includes('sequential-thinking'));
    assert.equal(thinking?.whetstone.byCalls, true);
  });

  it('lets a judge rate a run, writes it down, and rates what was written once more, paying nothing twice', async () => {
    test.script = await worker(() => ratings(0.5));
    const first = await whetstone(0, ...run(set, '--judge', 'fake/wrong'));
    const { run: record, models } = ended.parse(first.json);
    assert.deepEqual([record.state, models[0]?.value, models[0]?.complete], ['done', 1, 5]);
    const report = test.at('report.json');
    await whetstone(0, 'report', '--run', record.id, '--format', 'json', '--out', report);
    assert.match(await readFile(report, 'utf8'), /"trajectory"[\s\S]*"mean": ?0\.5|alignedF1Judged/);
    const asked = test.provider.requests.length;
    await whetstone(0, ...run(set, '--judge', 'fake/wrong'));
    assert.equal(test.provider.requests.length, asked);
    const answers = test.at('answers.jsonl');
    await whetstone(0, 'results', '--run', record.id, '--out', answers, '--json');
    assert.equal((await readRows(answers, anyRow)).length, 5);
    const judge = ['--input-file', answers, '--ground-truth', path.join(set, 'tasks.jsonl'), '--model', 'fake/wrong'];
    const out = test.at('judged');
    const { json } = await whetstone(0, 'judge', ...judge, '--output-dir', out, '--config', test.settings);
    const told = z
      .object({ statistics: z.object({ total_tasks: z.number(), combined_stats: z.object({ mean: z.number() }) }) })
      .parse(json);
    assert.deepEqual([told.statistics.total_tasks, told.statistics.combined_stats.mean], [5, 0.5]);
  });

  it('keeps a judge’s word on texts beside that of the rule', async () => {
    const tool = {
      name: 'note',
      description: 'Keeps a note',
      inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
    };
    const task = (text: string) => ({ id: 't', name: 't', description: 't', tools: [tool], tool_calls: [call(text)] });
    const call = (text: string) => ({ tool_name: 'note', tool_parameters: { text } });
    const [truth, made] = [test.at('truth.jsonl'), test.at('made.jsonl')];
    await writeRows(truth, [task('Call Ada at noon')]);
    await writeRows(made, [{ task_id: 't', tool_calls: [call('Ring Ada up at 12')] }]);
    const analyze = [
      'analyze',
      '--predictions',
      made,
      '--ground-truth',
      truth,
      '--config',
      test.settings,
      '--judge',
      'fake/wrong',
    ];
    const form = z.object({
      aligned: z.array(z.object({ f1: z.number() })),
      judged: z.array(z.object({ f1: z.number(), texts: z.array(z.object({ same: z.boolean().optional() })) })),
    });
    for (const [reply, f1, same] of [
      ['{"same": [true]}', 1, true],
      ['{"same": [false]}', 0.5, false],
      // Another number of verdicts is none.
      ['{"same": [true, true]}', 0.5, undefined],
      ['They are alike.', 0.5, undefined],
    ] as const) {
      test.script = () => says(reply);
      const { aligned, judged } = form.parse((await whetstone(0, ...analyze)).json);
      assert.deepEqual([aligned[0]?.f1, judged[0]?.f1, judged[0]?.texts[0]?.same], [0.5, f1, same], reply);
    }
  });

  it('verifies rows that others made, and takes for a set those that hold', async () => {
    const file = test.at('foreign.jsonl');
    const row = (id: string, description: string, tool: string, parameters: object) => ({
      ...{ id, name: id, description, goal: 'It is done.' },
      tool_calls: [{ tool_name: tool, tool_parameters: parameters }],
    });
    const entities = [{ name: 'Ada', entityType: 'person', observations: ['sings'] }];
    await writeRows(file, [
      row('good', 'Add Ada to the graph, a person who sings.', 'create_entities', { entities }),
      row('untold', 'Add somebody to the graph.', 'create_entities', { entities }),
      row('unknown', 'Fly.', 'fly', {}),
      row('fails', 'Note of Bob that he dances.', 'add_observations', {
        ...{ observations: [{ entityName: 'Bob', contents: ['dances'] }] },
      }),
    ]);
    const out = test.at('imported');
    const call = ['verify', '--tasks-file', file, '--server', 'memory', '--out', out, '--json'];
    const { json } = await whetstone(1, ...call);
    const told = z
      .object({ admitted: z.number(), rejected: z.array(z.object({ id: z.string(), reason: z.string() })) })
      .parse(json);
    assert.deepEqual(
      [told.admitted, told.rejected.map(({ id, reason }) => `${id} ${reason}`)],
      [1, ['untold input-not-stated', 'unknown unfit-row', 'fails call-failed']],
    );
    assert.equal((await readRows(path.join(out, 'tasks_unverified.jsonl'), anyRow)).length, 3);
    await whetstone(0, 'verify', '--scenarios', out, '--json');
    test.script = () => says('Done.');
    assert.equal(ended.parse((await whetstone(0, ...run(out))).json).models[0]?.value, 0);
    assert.match((await whetstone(2, 'verify', '--tasks-file', file)).stderr, /--server/);
    assert.match((await whetstone(2, 'verify')).stderr, /--scenarios/);
  });

  it('divides rows, all of them once, and refuses shares that are no whole', async () => {
    const out = test.at('split');
    const call = ['split-data', '--input-file', path.join(set, 'tasks.jsonl'), '--output-dir', out, '--json'];
    await whetstone(0, ...call, '--train-ratio', '0.6', '--val-ratio', '0.2', '--test-ratio', '0.2');
    const parts = await Promise.all(
      ['train', 'val', 'test'].map((name) => readRows(path.join(out, `${name}.jsonl`), taskRow)),
    );
    assert.deepEqual(
      parts.map((part) => part.length),
      [3, 1, 1],
    );
    assert.equal(new Set(parts.flat().map(({ id }) => id)).size, 5);
    assert.match((await whetstone(2, ...call, '--train-ratio', '0.9')).stderr, /make 1\.2/);
  });

  it('measures nothing where a server dies, and goes on where its answers are huge or it lies', async () => {
    const bad = test.at('bad');
    const server = ['--server', badServer(test.at('kept'))];
    const file = test.at('bad.jsonl');
    const add = { tool_name: 'add', tool_parameters: { a: 2, b: 3 } };
    const numbers = { id: 'sum', name: 'sum', description: 'Add 2 and 3.', goal: 'The sum is said.' };
    await writeRows(file, [{ ...numbers, tool_calls: [add] }]);
    await whetstone(0, 'verify', '--tasks-file', file, ...server, '--out', bad, '--allow', '--json');
    const first = (tool: string, parameters = {}) => {
      test.script = (request) => {
        const { results } = readRequest(request);
        if (results.length === 0) return calls({ tool_name: tool, tool_parameters: parameters }, 0);
        return results.length === 1 ? calls(add, 1) : says('It is 5.');
      };
    };
    first('die');
    const dead = ended.parse((await whetstone(0, ...run(bad, '--no-cache'))).json);
    assert.deepEqual([dead.run.counts['not-measured'], dead.models[0]?.value], [1, null]);
    for (const [tool, parameters] of [
      ['flood', {}],
      ['liar', { n: 1 }],
      ['count', {}],
      ['no_such_tool', {}],
    ] as const) {
      first(tool, parameters);
      const { models } = ended.parse((await whetstone(0, ...run(bad, '--no-cache'))).json);
      assert.equal(models[0]?.value, 1, tool);
    }
    // Megabytes never reach a model.
    assert.ok(test.provider.requests.every(({ body }) => JSON.stringify(body).length < 100_000));
  });

  it('takes no task of rows whose server dies, keeps state or lies', async () => {
    const file = test.at('bad-rows.jsonl');
    const row = (tool: string, parameters = {}) => ({
      ...{ id: tool, name: tool, description: `Use it with 1.`, goal: 'Say what it says.' },
      tool_calls: [{ tool_name: tool, tool_parameters: parameters }],
    });
    await writeRows(file, [row('die'), row('count'), row('liar', { n: 1 })]);
    const server = badServer(test.at('kept'));
    const out = test.at('bad2');
    const { json } = await whetstone(
      1,
      'verify',
      '--tasks-file',
      file,
      '--server',
      server,
      '--out',
      out,
      '--allow',
      '--json',
    );
    const told = z.object({ rejected: z.array(z.object({ reason: z.string() })) }).parse(json);
    assert.deepEqual(
      told.rejected.map(({ reason }) => reason),
      ['server-died', 'not-reproducible', 'call-failed'],
    );
  });

  it('leaves no server behind when it is killed while a model never answers, and goes on', async () => {
    const folders = () => readdirSync(test.at('tmp'));
    const before = folders();
    test.script = () => ({ ...says(''), fault: { kind: 'stall', after: 0 } });
    const asked = test.provider.requests.length;
    const line = [await bundledCommandLine(), 'mcpeval', ...run(set, '--no-cache', '--name', 'stalled')];
    const child = spawn(process.execPath, line, { env: test.env(), stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    while (test.provider.requests.length === asked) await sleep(20);
    child.kill('SIGKILL');
    await gone;
    const { stdout } = await whetstone(0, 'runs', '--json');
    const { runs } = z
      .object({ runs: z.array(z.object({ id: z.string(), name: z.string() })) })
      .parse(JSON.parse(stdout));
    const id = runs.find(({ name }) => name === 'stalled')?.id ?? assert.fail('There is no run.');
    test.script = await worker(() => '');
    const again = await whetstone(0, 'run', '--resume', id, '--config', test.settings, '--json');
    assert.deepEqual(ended.parse(again.json).run.counts.scored, 5);
    assert.deepEqual(
      folders().filter((name) => !before.includes(name)),
      [],
    );
  });

  it('says what is wrong with a set that is none, one that is damaged, and servers that nobody agreed to', async () => {
    assert.match((await whetstone(2, ...run(test.folder))).stderr, /set\.json/);
    const { set: file, tasks } = await openTaskSet(set);
    const broken = test.at('broken');
    const [task] = tasks;
    assert.ok(task);
    await writeTaskSet(broken, { set: file, tasks: [task, task] });
    assert.match((await whetstone(2, ...run(broken))).stderr, /two tasks have one id/);
    const other = { ...file, servers: [{ name: 'x', source: { command: 'node', args: ['x.js'] } }] };
    await writeTaskSet(broken, { set: other, tasks: [{ ...task, whetstone: { ...task.whetstone, servers: ['x'] } }] });
    assert.match((await whetstone(2, ...run(broken))).stderr, /x: node x\.js[\s\S]*--allow/);
  });
});
