/** `whetstone mcpeval blueprints` and `trajectories` from end to end: real servers, and a provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../../../runtime/gateway/testing/fakeProvider';
import { openBlueprintSet } from '../../mcpEval/blueprints/blueprintSet';
import { openSlotSet } from '../../mcpEval/blueprints/slots/slot';
import type { Blueprint } from '../../mcpEval/blueprints/blueprint';
import { providedCommand } from '../../testing/providedCommand';

const usage = { input: 50, output: 9 };
const says = (value: unknown): FakeAnswer => ({
  text: [typeof value === 'string' ? value : JSON.stringify(value)],
  usage,
});
const draftOf = (name: string) => ({
  instruction: `Please note that ${name}, a person, plays the oboe. Tell me when it is there.`,
  actions: [
    {
      name: 'create_entities',
      arguments: { entities: [{ name, entityType: 'person', observations: ['plays the oboe'] }] },
    },
  ],
  outputs: [],
});
const votes = { correctness: 1, completeness: 1, satisfaction: 1, creativity: 1, reflection: '', correction: '' };
const run = z.object({ run: z.object({ id: z.string(), state: z.string() }) });
const row = z.object({
  unique_trajectory_id: z.string(),
  conversation: z.array(z.looseObject({ role: z.string() })),
  metadata: z.object({
    licence: z.string(),
    models: z.array(z.object({ role: z.string(), model: z.string(), licence: z.string(), licence_from: z.string() })),
  }),
});

describe('whetstone mcpeval blueprints and trajectories', function () {
  this.timeout(180_000);
  const test = providedCommand('blueprints', () => says('No.'));
  const whetstone = (status: number, ...args: readonly string[]) => test.ends(status, ['mcpeval', ...args]);
  const config = () => ['--config', test.settings, '--json'];

  /** The agent does the calls of the blueprint whose wish it hears, then tells everything. */
  const follows =
    (blueprints: readonly Blueprint[]) =>
    ({ body }: FakeRequest): FakeAnswer => {
      const heard = JSON.stringify(body);
      const words = (text: string) => JSON.stringify(text).slice(1, -1);
      const each = blueprints.find(({ instruction }) =>
        heard.includes(words(instruction.split('\n')[1] ?? instruction)),
      );
      assert.ok(each, heard.slice(0, 2_000));
      const done = (heard.match(/"role":"tool"/g) ?? []).length;
      const action = each.actions[done];
      if (action === undefined) return says(`Done. ${each.outputs.join(' ')}`);
      const input = JSON.stringify(action.tool_parameters);
      return { text: [], toolCalls: [{ id: 'call', name: action.tool_name, input }], usage };
    };

  it('make blueprints without a model, talk them through, and export what agrees, with licences that are not guessed', async () => {
    const set = test.at('set');
    const make = [
      'blueprints',
      'generate',
      '--server',
      'memory',
      '--server',
      'filesystem',
      '--count',
      '2',
      '--out',
      set,
    ];
    assert.match((await whetstone(2, ...make, '--json')).stderr, /allow/);
    await whetstone(0, ...make, '--seed', '4', '--steps', '2', '--allow', '--json');
    assert.match((await whetstone(2, ...make, '--json')).stderr, /holds a set already/);
    const { blueprints } = await openBlueprintSet(set);
    const { json: verified } = await whetstone(0, 'blueprints', 'verify', '--scenarios', set, '--json');
    assert.deepEqual(verified, { blueprints: 2, failed: [] });
    test.script = follows(blueprints);
    const call = ['trajectories', 'run', '--scenarios', set, '--model', 'fake/right', '--repeats', '2', ...config()];
    const { run: done } = run.parse((await whetstone(0, ...call)).json);
    const file = test.at('rows.jsonl');
    const write = ['trajectories', 'export', '--run', done.id, '--out', file, ...config()];
    const told = z
      .object({ statistics: z.object({ rows: z.number() }), duplicates: z.array(z.unknown()), attempts: z.unknown() })
      .parse((await whetstone(0, ...write)).json);
    assert.deepEqual([told.statistics.rows, told.duplicates.length], [2, 2], JSON.stringify(told.attempts));
    const rows = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const first = row.parse(JSON.parse(rows[0] ?? ''));
    assert.equal(first.metadata.licence, 'unknown');
    assert.deepEqual(first.metadata.models, [
      { role: 'agent', model: 'fake/right', licence: 'unknown', licence_from: 'unknown' },
    ]);
    await whetstone(0, ...write, '--licence', 'fake/right=Apache-2.0');
    assert.equal(
      row.parse(JSON.parse((await readFile(file, 'utf8')).split('\n')[0] ?? '')).metadata.licence,
      'Apache-2.0',
    );
    const { json } = await whetstone(0, 'trajectories', 'check', '--file', file, '--json');
    assert.deepEqual(z.object({ notes: z.array(z.unknown()) }).parse(json).notes, []);
    await appendFile(file, '{"conversation": []}\n');
    assert.match((await whetstone(1, 'trajectories', 'check', '--file', file, '--json')).stderr, /1 rows/);
  });

  it('let a model write blueprints under a committee, join them, and keep all drafts that were not taken', async () => {
    const [slots, set, joined] = [test.at('slots'), test.at('set'), test.at('joined')];
    const draw = ['blueprints', 'draw', '--server', 'memory', '--count', '2', '--rules', '0', '--out', slots];
    await whetstone(0, ...draw, '--allow', '--json');
    let drafts = 0;
    const names = ['Ada Quill', 'Bo Marsh'];
    test.script = ({ model, body }) => {
      if (model === 'wrong') return says(votes);
      const again = JSON.stringify(body).includes('not taken');
      return again ? says(draftOf(names[drafts++ % 2] ?? '')) : says('Sorry?');
    };
    const author = [
      '--model',
      'fake/right',
      '--reviewer',
      'fake/wrong',
      '--licence',
      'fake/right=MIT',
      '--concurrency',
      '1',
    ];
    const call = ['blueprints', 'run', '--scenarios', slots, '--out', set, ...author, ...config()];
    const { stderr } = await whetstone(0, ...call);
    assert.match(stderr, /expected, .* at most/, 'what it will cost is told before anything is sent');
    const { blueprints } = await openBlueprintSet(set);
    assert.deepEqual(
      blueprints.map(({ generator }) => [generator.tries, generator.committee, generator.note.licence]),
      [
        [2, { reviewers: 3, score: 4 }, 'MIT'],
        [2, { reviewers: 3, score: 4 }, 'MIT'],
      ],
    );
    assert.deepEqual((await readFile(path.join(set, 'rejected.jsonl'), 'utf8')).match(/"text":"[^"]*"/g), [
      '"text":"Sorry?"',
      '"text":"Sorry?"',
    ]);
    const { json } = await whetstone(0, 'blueprints', 'join', '--scenarios', set, '--out', joined, '--json');
    assert.deepEqual(z.object({ slots: z.number() }).parse(json), { slots: 1 });
    const [slot] = (await openSlotSet(joined)).slots;
    const given = slot?.joined ?? [];
    const both = given.map(({ instruction }) => instruction).join(' ');
    const actions = given.flatMap((each) =>
      each.actions.map(({ tool_name: name, tool_parameters: input }) => ({ name, arguments: input })),
    );
    test.script = ({ model, body }) => {
      if (model === 'wrong') return says(votes);
      const again = JSON.stringify(body).includes('not taken');
      return says({ instruction: both, actions: again ? actions : actions.slice(1), outputs: [] });
    };
    const harder = test.at('harder');
    await whetstone(0, 'blueprints', 'run', '--scenarios', joined, '--out', harder, ...author, ...config());
    const [whole] = (await openBlueprintSet(harder)).blueprints;
    assert.deepEqual(whole?.parts?.length, 2);
    assert.match(await readFile(path.join(harder, 'rejected.jsonl'), 'utf8'), /joined-changed/);
  });

  it('say what is wrong with what they are given', async () => {
    const file = test.at('policy.json');
    await writeFile(
      file,
      '{"rules": [{"id": "a", "text": "b", "check": "argument-matches", "tools": ["x"], "argument": "y", "pattern": "("}]}',
    );
    const make = ['blueprints', 'generate', '--server', 'memory', '--out', test.at('set'), '--json'];
    await writeFile(test.at('set.json'), '{"form": "whetstone-blueprints-1"}');
    for (const [args, said] of [
      [[...make, '--policy', file], /regular expression/],
      [[...make.slice(0, 2), '--server', 'no-such-server', '--out', test.at('set')], /not installed/],
      [['blueprints', 'run', '--scenarios', test.folder, '--model', 'fake/right', ...config()], /blueprints draw/],
      [
        ['trajectories', 'run', '--scenarios', test.folder, '--model', 'fake/right', ...config()],
        /blueprints generate/,
      ],
      [['blueprints', 'collect', '--run', 'none', '--out', test.at('x')], /none/],
      [['blueprints', 'join', '--scenarios', test.folder, '--out', test.at('x')], /blueprints generate/],
      [['trajectories', 'export', '--run', 'none', '--out', test.at('x')], /none/],
      [['trajectories', 'export', '--run', 'none', '--out', test.at('x'), '--licence', 'MIT'], /licence/],
      [['trajectories', 'check', '--file', test.at('none')], /does not exist/],
    ] as const) {
      const { stdout, stderr } = await whetstone(2, ...args);
      assert.equal(stdout, '', args.join(' '));
      assert.match(stderr, said, args.join(' '));
    }
    assert.equal(test.provider.requests.length, 0);
  });
});
