/** `whetstone mcpeval` dialogues from end to end: real servers, the real command line, a provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FakeRequest } from '../runtime/gateway/testing/fakeProvider';
import { dialogueAspects } from './mcpEval/dialogue/dialogueRubric';
import { dialogueRow } from './mcpEval/dialogue/dialogueRow';
import { scenarioRow, type ScenarioRow } from './mcpEval/dialogue/scenarioRow';
import { readRows, writeRows } from './mcpEval/rows/jsonLines';
import { leadsDialogue, readRequest, says } from './mcpEval/testing/scriptedAgent';
import { providedCommand } from './testing/providedCommand';

const ended = z.object({
  run: z.object({ id: z.string(), state: z.string(), counts: z.record(z.string(), z.number()) }),
  models: z.array(z.object({ value: z.number().nullable(), complete: z.number(), cached: z.number() })),
  floors: z.array(
    z.object({
      ...{ name: z.string(), value: z.number(), n: z.number() },
      interval: z.object({ low: z.number(), high: z.number() }).optional(),
    }),
  ),
});
const scores = JSON.stringify({
  ...Object.fromEntries(dialogueAspects.map((aspect) => [aspect, 7])),
  comments: 'fine',
});

describe('whetstone mcpeval simulate', function () {
  this.timeout(120_000);
  const test = providedCommand('dialogues', (request) => leadsDialogue(dialogueOf(request), request), 'suite');
  const whetstone = (status: number, ...args: readonly string[]) => test.ends(status, ['mcpeval', ...args]);
  let set: string;
  let scenarios: readonly ScenarioRow[];

  before(async () => {
    set = test.at('tasks');
    const servers = ['--server', 'memory', '--server', 'filesystem'];
    await whetstone(0, 'generate', ...servers, '--count', '3', '--seed', '2', '--out', set, '--allow', '--json');
    await whetstone(0, 'generate-scenarios', '--scenarios', set, '--count', '9', '--seed', '1', '--json');
    scenarios = (await readRows(path.join(set, 'scenarios.jsonl'), scenarioRow)).map((row) => ({
      ...{ ...row, id: row.id ?? '' },
    }));
  });
  beforeEach(() => (test.script = (request) => leadsDialogue(dialogueOf(request), request)));

  const simulate = (...args: readonly string[]) => [
    ...['simulate', '--scenarios', set, '--model', 'fake/right', '--config', test.settings, '--json', ...args],
  ];

  /** Of a request of the model that is measured. */
  function dialogueOf(request: FakeRequest): ScenarioRow {
    const { user } = readRequest(request);
    return scenarios.find(({ whetstone: facts }) => facts?.opening === user[0]) ?? assert.fail(user[0]);
  }

  it('makes dialogues of all four kinds', () => {
    const types = new Set(scenarios.map(({ scenario_type: type }) => type));
    assert.ok(types.size >= 3, [...types].join());
    assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
  });

  it('gives who asks for what is missing and waits for tools everything, beside what knowing nothing is worth', async () => {
    const { run, models, floors } = ended.parse((await whetstone(0, ...simulate())).json);
    assert.deepEqual([run.state, run.counts.scored], ['done', scenarios.length]);
    assert.deepEqual([models[0]?.value, models[0]?.complete], [1, scenarios.length]);
    const floor = new Map(floors.map(({ name, value }) => [name, value]));
    assert.deepEqual([floor.get('No call'), floor.get('Repeats the task')], [0, 0]);
    const random = floors.find(({ name }) => name === 'Random calls');
    const { low = 1, high = 0 } = random?.interval ?? {};
    assert.ok(random && low <= random.value && random.value <= high && random.value < 1, JSON.stringify(random));
  });

  it('pays nothing twice, and writes each dialogue as a row that a judge can rate', async () => {
    const asked = test.provider.requests.length;
    const { run } = ended.parse((await whetstone(0, ...simulate())).json);
    assert.equal(test.provider.requests.length, asked);
    const rows = test.at('dialogues.jsonl');
    await whetstone(0, 'results', '--run', run.id, '--out', rows, '--json');
    const written = await readRows(rows, dialogueRow);
    assert.equal(written.length, scenarios.length);
    const held = written.find(({ scenario_type: type }) => type === 'missing_params');
    assert.ok(held !== undefined && held.turns.length >= 2);
    // The first cannot be read, so that the judge is asked again.
    let replies = 0;
    test.script = () => says(replies++ === 0 ? 'Very good!' : scores);
    const out = test.at('judged');
    const { json } = await whetstone(
      0,
      ...[
        'evaluate-multiturn',
        '--input-file',
        rows,
        '--output-dir',
        out,
        '--model',
        'fake/wrong',
        '--config',
        test.settings,
      ],
    );
    const { statistics } = z
      .object({ statistics: z.object({ judged: z.number(), overall: z.number(), unreadable: z.number() }) })
      .parse(json);
    assert.deepEqual(statistics, { judged: scenarios.length, overall: 7, unreadable: 0 });
    assert.equal(replies, scenarios.length + 1);
    // Nothing is asked again.
    await whetstone(
      0,
      ...[
        'evaluate-multiturn',
        '--input-file',
        rows,
        '--output-dir',
        out,
        '--model',
        'fake/wrong',
        '--config',
        test.settings,
      ],
      '--resume',
    );
    assert.equal(replies, scenarios.length + 1);
  });

  it('lets a model be the user and another judge; a user that breaks its form is helped out by rules', async () => {
    let broken = 0;
    test.script = (request) => {
      if (request.model === 'right') return leadsDialogue(dialogueOf(request), request);
      const { all } = readRequest(request);
      if (all.includes('clarification_handling')) return says(scores);
      broken++;
      // Neither yes nor no, and then nothing at all.
      return says(all.includes('yes or no') ? 'Perhaps.' : ' ');
    };
    const { run, models } = ended.parse(
      (await whetstone(0, ...simulate('--user', 'fake/wrong', '--judge', 'fake/wrong', '--no-cache'))).json,
    );
    assert.equal(run.counts.scored, scenarios.length);
    assert.equal(models[0]?.complete, scenarios.length);
    assert.ok(broken > 0);
    const file = test.at('report.json');
    await whetstone(0, 'report', '--run', run.id, '--format', 'json', '--out', file);
    const text = await readFile(file, 'utf8');
    assert.match(text, /judgedOverall/);
    assert.match(text, /userFailures/);
  });

  it('counts what a user tells that is not asked, and takes no dialogue for done that tells nothing', async () => {
    test.script = () => says('I have done all of it.');
    const { models, run } = ended.parse((await whetstone(0, ...simulate('--no-cache'))).json);
    assert.deepEqual([models[0]?.value, models[0]?.complete], [0, 0]);
    const file = test.at('report2.json');
    await whetstone(0, 'report', '--run', run.id, '--format', 'json', '--out', file);
    const shares = z
      .object({
        overall: z.array(
          z.object({ further: z.array(z.object({ name: z.string(), value: z.object({ mean: z.number() }) })) }),
        ),
      })
      .parse(JSON.parse(await readFile(file, 'utf8')));
    assert.equal(shares.overall[0]?.further.find(({ name }) => name === 'askedShare')?.value.mean, 0);
  });

  it('plays dialogues of others, which a judge alone can grade', async () => {
    const foreign = test.at('foreign');
    await whetstone(0, 'generate', '--server', 'memory', '--count', '1', '--seed', '5', '--out', foreign, '--json');
    const persona = {
      name: 'Ana',
      description: 'a gardener',
      communication_style: 'casual',
      expertise_level: 'novice',
    };
    const row = {
      name: 'graph',
      description: 'Tell me who is in the graph.',
      goal: 'All names.',
      persona,
      tools: ['read_graph'],
    };
    await writeRows(path.join(foreign, 'scenarios.jsonl'), [row]);
    test.script = (request) => {
      const { all, results, tools } = readRequest(request);
      if (request.model === 'right') {
        assert.deepEqual(tools, ['read_graph']);
        return results.length === 0
          ? { text: [], toolCalls: [{ id: 'c', name: 'read_graph', input: '{}' }], usage: { input: 1, output: 1 } }
          : says('Nobody.');
      }
      if (all.includes('clarification_handling')) return says(scores);
      return says(all.includes('yes or no') ? 'Yes' : 'Who is in there?');
    };
    const call = ['simulate', '--scenarios', foreign, '--model', 'fake/right', '--config', test.settings, '--json'];
    const without = ended.parse((await whetstone(0, ...call)).json);
    assert.equal(without.run.counts['not-measured'], 1);
    const judged = ended.parse((await whetstone(0, ...call, '--user', 'fake/wrong', '--judge', 'fake/wrong')).json);
    assert.equal(judged.models[0]?.value, 0.7);
  });

  it('says what to do about sets without dialogues, wrong kinds and broken personas', async () => {
    const empty = test.at('empty');
    await whetstone(0, 'generate', '--server', 'memory', '--count', '1', '--seed', '9', '--out', empty, '--json');
    const call = ['simulate', '--scenarios', empty, '--model', 'fake/right', '--config', test.settings, '--json'];
    assert.match((await whetstone(2, ...call)).stderr, /generate-scenarios/);
    const make = ['generate-scenarios', '--scenarios', empty];
    assert.match((await whetstone(2, ...make, '--type', 'hard')).stderr, /missing_params/);
    const file = test.at('personas.jsonl');
    await writeFile(file, '{"style": "loud"}\n');
    assert.match((await whetstone(2, ...make, '--personas', file)).stderr, /line 1.*name/s);
  });
});
