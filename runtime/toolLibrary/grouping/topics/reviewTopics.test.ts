import assert from 'node:assert/strict';
import type { ToolGroup } from '../../types';
import { madeTool } from '../../testing/madeTool';
import { applyVetoes } from './applyVetoes';
import { groupId } from '../equalBehaviour';
import { reviewTopics } from './reviewTopics';

const tools = ['add_days', 'shift_date', 'rgb_to_hex', 'alone'].map((name) => madeTool({ name, description: name }));
const ids = tools.map(({ id }) => id);
const group = (members: readonly string[]): ToolGroup => ({
  id: groupId(members),
  topic: 'days',
  members,
  relation: 'related',
});
const groups = [group(ids.slice(0, 3)), group(ids.slice(3))];
const review = (answer: string) =>
  reviewTopics({ groups, tools, ask: async () => answer, signal: new AbortController().signal });

describe('reviewTopics', () => {
  it('names groups of several tools', async () => {
    const { groups: found, problems } = await review('Sure: {"topic": "moving dates"}');
    assert.deepEqual(
      found.map(({ topic, members }) => [topic, members.length]),
      [
        ['moving dates', 3],
        ['days', 1],
      ],
    );
    assert.deepEqual(problems, []);
  });
  it('parts what does not belong, and loses nothing', async () => {
    const { groups: found } = await review('{"topic": "dates", "misfits": [3]}');
    assert.deepEqual(
      found.map(({ topic }) => topic),
      ['dates', 'rgb_to_hex', 'days'],
    );
    assert.deepEqual(found.flatMap(({ members }) => members).sort(), [...ids].sort());
  });
  it('parts a group wholly where nothing fits', async () => {
    const { groups: found } = await review('{"topic": "x", "misfits": [1, 2, 3]}');
    assert.equal(found.length, 4);
  });
  for (const answer of ['', 'no idea', '{"topic": 5}', '{"topic": "```"}', '{{{{', '{"misfits": [1]}']) {
    it(`leaves a group as it was for the answer ${JSON.stringify(answer)}`, async () => {
      const { groups: found, problems } = await review(answer);
      assert.deepEqual(found, groups);
      assert.equal(problems.length, 1);
    });
  }
  it('lets a model mend an answer that cannot be read, once, by what it said', async () => {
    const asked: string[][] = [];
    const answers = ['Let me think.', '{"topic": "dates"}'];
    const { groups: found, problems } = await reviewTopics({
      ...{ groups, tools, signal: new AbortController().signal },
      ask: async (turns) => {
        asked.push(turns.map(({ role }) => role));
        return answers[asked.length - 1] ?? '';
      },
    });
    assert.equal(found[0]?.topic, 'dates');
    assert.deepEqual(asked, [['user'], ['user', 'assistant', 'user']]);
    assert.deepEqual(problems, []);
  });
  it('takes vetoed tools out of duplicates, and joins nothing', async () => {
    const { vetoed } = await review('{"topic": "dates", "misfits": [3]}');
    assert.deepEqual(vetoed, ids.slice(2, 3));
    const duplicates = (members: readonly string[]): ToolGroup => ({ ...group(members), relation: 'duplicates' });
    const [three, two, other] = [duplicates(ids.slice(0, 3)), duplicates(ids.slice(2)), duplicates(ids.slice(0, 2))];
    const relations = applyVetoes([three, two, other], vetoed).map(({ relation, members }) => [
      relation,
      members.length,
    ]);
    assert.deepEqual(relations, [
      ['duplicates', 2],
      ['possibleBug', 3],
      ['possibleBug', 2],
      ['duplicates', 2],
    ]);
  });
  it('heeds no numbers of tools that are not there', async () => {
    const { groups: found, problems } = await review('{"topic": "dates", "misfits": [0, 9, 1.5, -1]}');
    assert.equal(found.length, 2);
    assert.equal(problems.length, 1);
  });
  it('keeps a name short, on one line and without marks', async () => {
    const { groups: found } = await review(JSON.stringify({ topic: `a\n<b>[c](d)\u0007 ${'e'.repeat(90)}` }));
    assert.match(found[0]!.topic, /^a b c d e+$/);
    assert.equal(found[0]!.topic.length, 60);
  });
  it('can be broken off', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(reviewTopics({ groups, tools, ask: async () => '', signal }), /enough/);
  });
});
