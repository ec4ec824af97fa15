import assert from 'node:assert/strict';
import { extractTexts, toolNamed } from '../testing/extractTexts';

const schema = { type: 'object', properties: { city: { type: 'string', description: 'Where.' } }, required: ['city'] };
const description = 'Weather of a city.';
const entries = {
  openai: { type: 'function', function: { name: 'weather', description, parameters: schema } },
  anthropic: { name: 'weather', description, input_schema: schema },
  mcp: { name: 'weather', description, inputSchema: schema },
  bedrock: { toolSpec: { name: 'weather', description, inputSchema: { json: schema } } },
  plain: { name: 'weather', description, parameters: { city: { type: 'str', description: 'Where.' } } },
};

describe('Lists of tools', () => {
  for (const [form, entry] of Object.entries(entries)) {
    it(`of the form ${form}`, async () => {
      const tool = toolNamed(await extractTexts({ 'tools.json': JSON.stringify([entry]) }), 'weather');
      assert.deepEqual(tool.parameters, [
        { name: 'city', schema: { type: 'string' }, required: true, description: 'Where.' },
      ]);
      assert.deepEqual(
        [tool.kind, tool.provenance, tool.description, tool.effects],
        ['schema', form, description, ['unknown']],
      );
    });
  }

  it('are found inside answers, requests, servers and by name', async () => {
    const all = await extractTexts({
      'a.json': JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools: [{ ...entries.mcp, name: 'a' }] } }),
      'b.json': JSON.stringify([{ server: 'x', tools: [{ ...entries.mcp, name: 'b' }] }]),
      'c.json': JSON.stringify({ c: { description, parameters: schema } }),
      'd.jsonc': `// ours\n{ "functions": [${JSON.stringify({ ...entries.anthropic, name: 'd' })},] }`,
      'e.jsonl': `${JSON.stringify({ ...entries.anthropic, name: 'e' })}\n{"parameters": \n`,
      'f.yaml':
        'tools:\n  - name: f\n    description: F.\n    parameters:\n      type: object\n      properties: { n: { type: integer } }\n',
    });
    assert.deepEqual(
      all.tools.map(({ name }) => name),
      ['a', 'b', 'c', 'd', 'e', 'f'],
    );
    assert.deepEqual(all.problems, [{ path: 'e.jsonl', line: 2, problem: 'the line is no valid JSON.' }]);
  });

  it('are not seen in calls, in settings and in other data', async () => {
    const { tools, problems } = await extractTexts({
      'package.json': JSON.stringify({ name: 'x', description: 'y', parameters: {} }),
      'calls.json': JSON.stringify([{ name: 'weather', arguments: { city: 'Paris' } }]),
      'people.json': JSON.stringify([{ name: 'Ada', description: 'A person', age: 3 }]),
      'broken.json': '{ "a": ',
    });
    assert.deepEqual([tools, problems], [[], []]);
  });

  it('tell entries that are wrong, and keep the others', async () => {
    const { tools, problems } = await extractTexts({
      'tools.json': JSON.stringify(
        [entries.mcp, { description, input_schema: schema }, { name: 'bad', description, parameters: 3 }],
        null,
        1,
      ),
    });
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['weather'],
    );
    assert.deepEqual(
      problems.map(({ line, problem }) => [line, problem.slice(0, 24)]),
      [
        [18, 'a tool has no name. Give'],
        [33, 'the tool “bad” has "para'],
      ],
    );
  });

  it('that do not parse are told where their name says what they are', async () => {
    const { problems } = await extractTexts({ 'my-tools.json': '[{"name": }]', 'tools.yaml': 'parameters: [\n' });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['my-tools.json', 'tools.yaml'],
    );
  });

  it('of YAML that holds itself are refused', async () => {
    const { tools, problems } = await extractTexts({
      'tools.yaml':
        'tools:\n  - &a\n    name: loop\n    description: d\n    parameters: { type: object, properties: { x: *a } }\n',
    });
    assert.deepEqual(tools, []);
    assert.match(problems[0]?.problem ?? '', /too large, or holds itself/);
  });
});
