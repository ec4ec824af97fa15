import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UnifiedRecord } from '../../../../runtime/agent';
import type { SampleRecord } from '../../../core/runs/types';
import type { Blueprint } from '../blueprint';
import { memoryBlueprint } from '../testing/memoryBlueprint';
import type { TrajectoryContent } from '../trajectories/trajectoryContent';
import { withoutDuplicates } from './duplicates';
import type { JudgedTrajectory } from './keptTrajectory';
import { readTrajectories } from './readTrajectories';
import { shareGptOf } from './shareGptOf';
import { attemptStatistics, rowStatistics } from './trajectoryStatistics';
import { licenceOf, unifiedRowOf } from './unifiedRow';
import { writeTrajectories } from './writeTrajectories';

const record: SampleRecord = {
  ...{ run: 'r', index: 0, scenario: 's', model: 'fake/agent', repeat: 0, state: 'scored', attempts: 1, value: 1 },
  ...{
    complete: true,
    cost: 3,
    usage: undefined,
    totalMs: 1,
    firstTokenMs: undefined,
    cached: false,
    truncated: false,
  },
  ...{ reason: undefined, reasonKind: undefined, started: undefined, ended: undefined, worker: undefined },
};
const unknown = { licence: 'unknown', source: 'unknown' } as const;

describe('rows of trajectories', function () {
  this.timeout(60_000);
  let blueprint: Blueprint;
  let folder: string;

  before(async () => {
    blueprint = await memoryBlueprint();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-rows-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const judged = (rest: Partial<TrajectoryContent> = {}, index = 0): JudgedTrajectory => ({
    ...{ blueprint, record: { ...record, index }, rejections: [] },
    contributors: [{ role: 'agent', model: 'fake/agent', note: { licence: 'MIT', source: 'user' } }],
    content: {
      ...{ system: 'Help.', records: [], changes: [], ended: 'content', candidates: [] },
      turns: [
        { role: 'user', text: 'Who is Mara?' },
        {
          ...{ role: 'assistant', text: 'I look.' },
          calls: [
            { id: 'c', name: 'open_nodes', input: { names: ['Mara'] } },
            { id: 'c', name: 'read_graph', input: {} },
          ],
        },
        {
          role: 'tool',
          id: 'c',
          name: 'open_nodes',
          text: 'A person. token=ghp_0123456789abcdefghijABCDEFGHIJ012345',
          isError: false,
        },
        { role: 'tool', id: 'c', name: 'read_graph', text: 'Mara', isError: false },
        { role: 'assistant', text: 'She is a person.', calls: [] },
      ],
      ...rest,
    },
  });
  const rowOf = (rest: Partial<TrajectoryContent> = {}, index = 0): UnifiedRecord => {
    const row = unifiedRowOf(judged(rest, index));
    assert.ok(row);
    return row;
  };
  const file = async (name: string, text: string) => {
    await writeFile(path.join(folder, name), text);
    return path.join(folder, name);
  };

  it('have exactly the keys of the unified form, one id a call, and no secret', () => {
    const row = rowOf();
    assert.deepEqual(Object.keys(row), [
      'unique_trajectory_id',
      'task_instruction',
      'tools',
      'conversation',
      'metadata',
    ]);
    assert.deepEqual(Object.keys(row.conversation[1] ?? {}), ['role', 'content', 'tool_calls']);
    assert.deepEqual(Object.keys(row.conversation[4] ?? {}), ['role', 'content']);
    assert.deepEqual(
      row.conversation.flatMap((message) => (message.role === 'tool' ? [message.tool_call_id] : [])),
      ['call_1', 'call_2'],
    );
    assert.doesNotMatch(JSON.stringify(row), /ghp_0123/);
  });

  it('are none where a call has no object for its arguments', () => {
    const turns = judged().content.turns.slice(0, 1);
    const call = { role: 'assistant' as const, text: '', calls: [{ id: 'c', name: 'read_graph', input: 'all' }] };
    assert.equal(unifiedRowOf(judged({ turns: [...turns, call] })), undefined);
  });

  it('are of an unknown licence as soon as one contributor’s is', () => {
    const by = (licence: string) => ({
      role: 'agent' as const,
      model: licence,
      note: { licence, source: 'user' as const },
    });
    assert.equal(licenceOf([by('MIT'), by('Apache-2.0'), by('MIT')]), 'MIT AND Apache-2.0');
    assert.equal(licenceOf([by('MIT'), { role: 'user', model: 'x', note: unknown }]), 'unknown');
  });

  it('come back as they were written, by lines, as a list, and by way of APIGen-MT’s form', async () => {
    const rows = [rowOf(), rowOf({}, 1)];
    for (const name of ['a.jsonl', 'a.json']) {
      await writeTrajectories(path.join(folder, name), rows, 'unified');
      assert.deepEqual(await readTrajectories(path.join(folder, name)), { rows, notes: [] });
    }
    await writeTrajectories(path.join(folder, 's.jsonl'), rows, 'sharegpt');
    const back = await readTrajectories(path.join(folder, 's.jsonl'));
    assert.deepEqual([back.notes, back.rows.map(({ metadata }) => metadata.licence)], [[], ['MIT', 'MIT']]);
    assert.deepEqual(back.rows.map(shareGptOf), rows.map(shareGptOf));
  });

  it('of others are read where they differ a little, and it is said', async () => {
    const { metadata: _, ...row } = rowOf();
    const [first, called, ...rest] = JSON.parse(JSON.stringify(row.conversation)) as Record<string, unknown>[];
    const texts = (called?.tool_calls as { function: { arguments: unknown } }[]).map((call) => ({
      ...call,
      function: { ...call.function, arguments: JSON.stringify(call.function.arguments) },
    }));
    const conversation = [
      first,
      { ...called, tool_calls: texts },
      ...rest.slice(0, -1),
      { ...rest.at(-1), tool_calls: [] },
    ];
    const { rows, notes } = await readTrajectories(
      await file('o.jsonl', JSON.stringify({ ...row, conversation, source: 1 })),
    );
    assert.deepEqual(rows[0]?.conversation, row.conversation);
    assert.ok(notes.every(({ kind }) => kind === 'warning'));
    for (const said of [/Left out: source/, /are a text/, /empty tool_calls/])
      assert.ok(notes.some(({ text }) => said.test(text)));
  });

  it('that cannot be used are told by their line, and the others are read', async () => {
    const row = rowOf();
    const swapped = { ...row, unique_trajectory_id: 'x', conversation: [...row.conversation].reverse() };
    const stray = { ...row, unique_trajectory_id: 'y', tools: [] };
    const lines = [row, row, swapped, stray, 7, { ...row, unique_trajectory_id: 'z', conversation: [] }];
    const { rows, notes } = await readTrajectories(
      await file('b.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')),
    );
    assert.deepEqual(rows.length, 2);
    assert.deepEqual(
      notes.filter(({ kind }) => kind === 'problem').map(({ place }) => /line (\d+)/.exec(place)?.[1]),
      ['2', '3', '5', '6'],
    );
    assert.ok(notes.some(({ kind, text }) => kind === 'warning' && text.includes('There is no tool open_nodes')));
  });

  it('are one where calls and nearly all words are the same', () => {
    const words = Array.from({ length: 40 }, (_value, index) => `word${index}`).join(' ');
    const ends = (text: string) => [
      ...judged().content.turns.slice(0, -1),
      { role: 'assistant' as const, text, calls: [] },
    ];
    const rows = [
      rowOf({ turns: ends(words) }),
      rowOf({ turns: ends(`${words} more`) }, 1),
      rowOf({ turns: ends('Other.') }, 2),
    ];
    assert.deepEqual(
      withoutDuplicates(rows, 0.9).duplicates.map(({ id }) => id),
      [rows[1]?.unique_trajectory_id],
    );
    assert.equal(withoutDuplicates(rows, 1).rows.length, 3);
    assert.equal(withoutDuplicates([...rows, rows[0] ?? rowOf()], 1).duplicates[0]?.similarity, 1);
  });

  it('are counted, and so is what became of each dialogue', () => {
    const { calls, userTurns, tools, licences } = rowStatistics([rowOf(), rowOf({}, 1)]);
    assert.deepEqual(
      [calls?.mean, userTurns?.most, tools, licences],
      [2, 1, { open_nodes: 2, read_graph: 2 }, { MIT: 2 }],
    );
    const state = [{ reason: 'state' as const, detail: '' }];
    const one = (group: string, rejections: JudgedTrajectory['rejections']) => ({
      blueprint: { ...blueprint, group, id: group },
      rejections,
    });
    const { kept, solved, rejected } = attemptStatistics([
      one('a', []),
      one('a', state),
      one('b', state),
      one('c', []),
    ]);
    assert.deepEqual(
      [kept?.count, kept?.of, kept?.clusters, solved?.count, solved?.of, rejected],
      [2, 4, 3, 2, 3, { state: 2 }],
    );
    assert.ok(kept !== undefined && kept.low < 0.5 && kept.high > 0.5);
  });
});
