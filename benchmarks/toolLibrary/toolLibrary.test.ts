import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CoverageMap, ToolRecord } from '../../runtime/toolLibrary/types';
import { BadInputError } from '../core/badInputError';
import { packageRoot } from '../core/packageRoot';
import { mapped, resolves } from './callResolution';
import { equivalenceOfCoverage, equivalenceOfGroups } from './equivalence';
import { evaluateLibrary } from './evaluateLibrary';
import { itemsOfGroups, itemsOfLibrary, itemsOfTools } from './libraryItems';
import { outcomeOf } from './queryOutcome';
import { randomMerge } from './randomMerges';
import { readLibraryFile } from './readLibrary';
import { readToolQueries } from './readToolQueries';
import { toolOfForm } from './toolForms';

const made = (name: string, description: string, parameters: readonly string[]): ToolRecord => {
  const properties = Object.fromEntries(parameters.map((each) => [each, { type: 'number' }]));
  const tool = toolOfForm({ name, description, parameters: { properties, required: parameters } });
  assert.ok(tool);
  return tool;
};
const clamp = made('clamp', 'Limit a value to a range.', ['value', 'low', 'high']);
const limit = made('limit', 'Keep within bounds.', ['low', 'high', 'x']);
const area = made('area', 'Area of a circle.', ['radius']);
const tools = [clamp, limit, area];
const coverage: CoverageMap = {
  form: 'whetstone-tool-coverage-1',
  entries: [
    {
      tool: clamp.id,
      outcome: 'kept',
      into: 'list#clamp',
      arguments: { value: { from: 'value' }, low: { from: 'low' }, high: { from: 'high' } },
    },
    {
      tool: limit.id,
      outcome: 'merged',
      into: 'list#clamp',
      arguments: { value: { from: 'x' }, low: { from: 'low' }, high: { from: 'high' } },
    },
    { tool: area.id, outcome: 'kept', into: 'list#area', arguments: { radius: { from: 'radius' } } },
  ],
};
const call = { tools: [limit.id], arguments: { low: 0, high: 1, x: 5 } };
const query = { query: 'keep within bounds', needs: [[limit.id]], calls: [call] };

describe('calls of a library', () => {
  it('are written with other names and fixed values, and lose no argument', () => {
    assert.deepEqual(mapped({ a: 1 }, { b: { from: 'a' }, mode: { value: 'x' } }), { b: 1, mode: 'x' });
    assert.equal(mapped({ a: 1, c: 2 }, { b: { from: 'a' } }), undefined);
  });
  it('are resolved by what stands for the tool, and by nothing else', () => {
    const [merged, other] = itemsOfLibrary([clamp, area], tools, coverage);
    assert.ok(resolves(merged!, call));
    assert.ok(!resolves(other!, call));
    assert.ok(!resolves(merged!, { ...call, arguments: { low: 0, x: 5 } }));
  });
  it('are resolved by an equal tool once equals count', () => {
    const [first] = itemsOfTools(tools);
    assert.ok(!resolves(first!, call));
    assert.ok(resolves(first!, call, equivalenceOfCoverage(coverage)));
  });
  it('of random groups are resolved by the representative alone', () => {
    const [group] = itemsOfGroups([[clamp, limit]], 'representative');
    assert.equal(group!.name, 'limit');
    assert.ok(resolves(group!, call));
    assert.ok(!resolves(group!, { tools: [clamp.id], arguments: { value: 1, low: 0, high: 1 } }));
  });
});

describe('outcomeOf', () => {
  const items = itemsOfTools(tools).map((item) => ({ item, tokens: 200 }));
  it('counts ranks, and tokens up to and with the tool', () => {
    const { hit1, hit5, reciprocalRank, within } = outcomeOf(query, items);
    assert.deepEqual([hit1, hit5, reciprocalRank], [0, 1, 0.5]);
    assert.deepEqual(within, { 256: 0, 512: 1, 1024: 1 });
  });
  it('counts tools that do the same only with an equivalence', () => {
    assert.equal(outcomeOf(query, items, equivalenceOfGroups([[clamp.id, limit.id]])).hit1, 1);
  });
  it('is complete only with all that is needed', () => {
    const both = { ...query, needs: [[limit.id], [area.id]] };
    assert.equal(outcomeOf(both, items).complete5, 1);
    assert.equal(outcomeOf(both, items.slice(0, 2)).complete5, 0);
  });
});

describe('evaluateLibrary', () => {
  it('gives before, after, controls and gain', async () => {
    const after = itemsOfLibrary([clamp, area], tools, coverage);
    const found = await evaluateLibrary({
      ...{ tools, after, sizes: [2, 1], policy: 'representative', queries: [query], controls: 20 },
      ...{ equivalence: equivalenceOfCoverage(coverage), count: (text) => text.length },
    });
    assert.deepEqual([found.before.tools, found.after.tools, found.controls.merges], [3, 2, 20]);
    assert.equal(found.after.retrieval.bm25?.strict.hit1?.mean, 1);
    assert.ok((found.gain.bm25?.strict.resolved?.mean ?? -1) >= 0);
  });
});

describe('randomMerge', () => {
  it('has every tool once, in groups of the sizes, and another way with another seed', () => {
    const many = Array.from({ length: 40 }, (_, at) => at);
    const groups = randomMerge(many, [5, 3, ...new Array<number>(32).fill(1)], 7);
    assert.deepEqual(
      groups.flat().sort((a, b) => a - b),
      many,
    );
    assert.deepEqual(
      groups.slice(0, 2).map(({ length }) => length),
      [5, 3],
    );
    assert.notDeepEqual(randomMerge(many, [40], 1), randomMerge(many, [40], 2));
  });
});

describe('files of tools and queries', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tools-'))));
  after(() => rm(folder, { recursive: true }));
  const file = async (name: string, text: string) => {
    await writeFile(path.join(folder, name), text);
    return path.join(folder, name);
  };
  it('are read in the forms of OpenAI, Anthropic, MCP and MetaTool', async () => {
    const list = await file(
      'list.json',
      JSON.stringify([
        { type: 'function', function: { name: 'a', parameters: { properties: { x: {} } } } },
        { name: 'b', input_schema: { properties: { y: {} }, required: ['y'] } },
        { name: 'c', inputSchema: {} },
      ]),
    );
    const read = await readLibraryFile(list);
    assert.deepEqual(
      read.map(({ name, parameters }) => [name, parameters.length]),
      [
        ['a', 1],
        ['b', 1],
        ['c', 0],
      ],
    );
    assert.equal(
      (await readLibraryFile(await file('meta.json', '{"timeport": "Travel in time."}')))[0]?.name,
      'timeport',
    );
  });
  it('are refused with their place in other forms', async () => {
    for (const text of ['5', '[]', '[{"x": 1}]', '{}', '{"tools": [1]}', 'nonsense']) {
      await assert.rejects(readLibraryFile(await file('bad.json', text)), BadInputError, text);
    }
    for (const text of [
      '',
      '{"query": "x"}',
      '{"query": "x", "tools": ["none"]}',
      '{"query": "", "tools": ["clamp"]}',
    ]) {
      await assert.rejects(readToolQueries(await file('bad.jsonl', text), tools), BadInputError, text);
    }
  });
  it('are read as CSV with Query and Tool', async () => {
    const [first] = await readToolQueries(await file('all.csv', 'Query,Tool\n"a, b",clamp\n'), tools);
    assert.deepEqual([first?.query, first?.needs], ['a, b', [[clamp.id]]]);
  });
  it('of Seal-Tools are read whole', async function () {
    const data = path.join(packageRoot(), '../shared/data/tools');
    if (!existsSync(path.join(data, 'seal-tools.jsonl'))) {
      console.log('        (no data of Seal-Tools)');
      return this.skip();
    }
    const seal = await readLibraryFile(path.join(data, 'seal-tools.jsonl'));
    const queries = await readToolQueries(path.join(data, 'seal-tools-queries.jsonl'), seal);
    assert.deepEqual([seal.length, queries.length], [4076, 700]);
    assert.equal((await readLibraryFile(path.join(data, 'metatool-plugins.json'))).length, 199);
  });
});
