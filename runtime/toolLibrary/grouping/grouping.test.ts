import assert from 'node:assert/strict';
import type { Fingerprint, ToolRecord } from '../types';
import { madeTool } from '../testing/madeTool';
import { groupId } from './equalBehaviour';
import { compareTools, cutGroups, type CutOptions } from './groupTools';
import { topicNames } from './topics/topicNames';
import { signatureView } from './views/signatureView';

const multiply = (name: string, first: string, second: string, description: string) =>
  madeTool({
    ...{ name, description, returns: 'number', parameters: { [first]: 'number', [second]: 'number' } },
    code: `def ${name}(${first}, ${second}):\n    """${description}"""\n    return ${first} * ${second}\n`,
  });
const tools = [
  multiply('rectangle_area', 'width', 'height', 'Area of a rectangle of a width and a height.'),
  multiply('area_of_rectangle', 'width', 'height', 'Computes the area of a rectangle.'),
  multiply('joint_probability', 'p', 'q', 'Probability that two independent events both happen.'),
  madeTool({
    ...{ name: 'slugify', description: 'Turn a title into a slug.', parameters: { title: 'string' } },
    ...{ returns: 'string', code: 'def slugify(title):\n    return title.lower().replace(" ", "-")\n' },
  }),
];
const ran = (hash: string, raised = 0): Fingerprint => ({ status: 'run', hash, cases: 64, raised });
const fingerprints = (hashes: readonly (Fingerprint | undefined)[], of: readonly ToolRecord[] = tools) =>
  new Map(of.flatMap(({ id }, at) => (hashes[at] === undefined ? [] : [[id, hashes[at]] as const])));
const grouped = async (hashes: readonly (Fingerprint | undefined)[], options?: CutOptions) =>
  cutGroups(await compareTools(tools, { fingerprints: fingerprints(hashes) }), options);
const namesOf = (members: readonly string[]) => members.map((id) => tools.find((tool) => tool.id === id)?.name);

describe('groups of tools', () => {
  it('hold every tool exactly once, at any height', async () => {
    for (const height of [0, 0.3, 0.7, 1]) {
      const { groups } = await grouped([], { height });
      assert.deepEqual(groups.flatMap(({ members }) => members).sort(), tools.map(({ id }) => id).sort());
    }
  });
  it('join what is alike and leave the rest', async () => {
    const { groups } = await grouped([]);
    const withArea = groups.find(({ members }) => members.includes(tools[0]!.id));
    assert.deepEqual(namesOf(withArea!.members), ['rectangle_area', 'area_of_rectangle']);
    assert.match(withArea!.topic, /rectangle/);
  });
  it('call duplicates what answers alike and means the same, and a possible mistake what only answers alike', async () => {
    const { equal, groups } = await grouped([ran('a'), ran('a'), ran('a'), ran('b')], { height: 0.3 });
    assert.deepEqual(
      equal.map(({ relation, members }) => [relation, namesOf(members)]),
      [
        ['duplicates', ['rectangle_area', 'area_of_rectangle']],
        ['possibleBug', ['rectangle_area', 'area_of_rectangle', 'joint_probability']],
      ],
    );
    assert.equal(groups.filter(({ relation }) => relation === 'duplicates').length, 1);
  });
  it('call nothing a duplicate that answered otherwise, however alike its code and text are', async () => {
    const { equal } = await grouped([ran('a'), ran('b'), ran('c'), ran('d')]);
    assert.deepEqual(equal, []);
  });
  it('read code where nothing was run, and only code without effects and helpers', async () => {
    const { equal } = await grouped([]);
    assert.deepEqual(namesOf(equal.find(({ relation }) => relation === 'duplicates')!.members), [
      'rectangle_area',
      'area_of_rectangle',
    ]);
    const impure = tools.map((tool) => ({ ...tool, effects: ['files'] as const }));
    assert.deepEqual((await cutGroups(await compareTools(impure))).equal, []);
  });
  it('learn nothing from tools that nearly always raised', async () => {
    const { equal } = await grouped([ran('a', 0.95), undefined, ran('a', 0.95), undefined]);
    assert.deepEqual(
      equal.filter(({ relation }) => relation === 'duplicates').map(({ members }) => namesOf(members)),
      [['rectangle_area', 'area_of_rectangle']],
    );
  });
  it('have the same id for the same members in any order', () => {
    assert.equal(groupId(['b', 'a']), groupId(['a', 'b']));
    assert.notEqual(groupId(['a', 'b']), groupId(['a', 'c']));
  });
  it('are none of no tools', async () => {
    const views = await compareTools([]);
    assert.deepEqual(await cutGroups(views), { groups: [], equal: [] });
  });
});

describe('topicNames', () => {
  it('takes what members share and others lack, as it is written', () => {
    const tool = (name: string, description: string) => madeTool({ name, description });
    const names = topicNames([
      [tool('addCurrency', 'Adds currencies.'), tool('convertCurrency', 'Converts currencies.')],
      [tool('parseDate', 'Parses dates of calendars.'), tool('addDate', 'Adds dates of calendars.')],
    ]);
    assert.match(names[0]!, /currenc/);
    assert.match(names[1]!, /date/);
  });
  it('names a group without words by its first tool', () => {
    assert.deepEqual(topicNames([[madeTool({ name: 'f' })]]), ['f']);
  });
});

describe('signatureView', () => {
  const similarity = (one: Record<string, string>, other: Record<string, string>) => {
    const view = signatureView(
      [madeTool({ name: 'a', parameters: one }), madeTool({ name: 'b', parameters: other })],
      1,
    );
    const row = new Float32Array(2);
    view.fill(1, row);
    return row[0]!;
  };
  it('compares types in any order', () => {
    assert.equal(similarity({ a: 'string', b: 'number' }, { x: 'number', y: 'string' }), 1);
    assert.equal(similarity({ a: 'string', b: 'number' }, { x: 'number' }), 0.5);
  });
  it('knows nothing of a tool without types', () => assert.ok(Number.isNaN(similarity({}, { x: 'number' }))));
});
