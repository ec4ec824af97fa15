import assert from 'node:assert/strict';
import { extractTexts, toolNamed } from '../testing/extractTexts';

/** One tool of each framework, as its documentation writes them. */
const source = `
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { tool, jsonSchema } from 'ai';
import { DynamicStructuredTool, StructuredTool } from '@langchain/core/tools';
import { FunctionTool } from 'llamaindex';
import { shared, NAME } from './shared.js';
const server = new McpServer({ name: 'demo', version: '1' });
const config = { title: 'Sum', description: 'Adds.', inputSchema: { a: z.number().int().min(0).describe('first'), b: z.number().default(1) }, outputSchema: { sum: z.number() } };

server.registerTool('sum', config, async ({ a, b }) => ({ content: [], structuredContent: { sum: a + b } }));
server.registerTool(NAME, { description: 'Shared' + ' schema.', inputSchema: shared.extend({ more: z.boolean().optional() }).shape }, handle);
server.tool('old', 'Old form.', { path: z.string() }, async ({ path }) => path);
server.tool('bare', async () => 'x');
async function handle(args) { return args; }

export const weather = tool({
  description: 'Get the weather in a location',
  inputSchema: z.object({ location: z.string().describe('The location'), unit: z.enum(['C', 'F']).nullish() }),
  execute: async ({ location }) => ({ location, temperature: 72 }),
});
const tools = { cityAttractions: tool({ parameters: jsonSchema({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }) }) };

const multiply = tool(async ({ a, b }) => a * b, { name: 'multiply', description: 'Multiply two numbers', schema: z.object({ a: z.number(), b: z.number() }) });
const dynamic = new DynamicStructuredTool({ name: 'random-number', description: 'Picks.', schema: z.object({ low: z.number() }), func: async ({ low }) => low });
class Search extends StructuredTool { name = 'search'; description = 'Searches.'; schema = z.object({ q: z.string() }); async _call({ q }) { return q; } }
FunctionTool.from(({ n }) => n, { name: 'llama', description: 'Llama.', parameters: z.object({ n: z.number() }) });
fast.addTool({ name: 'fast', description: 'Fast.', parameters: z.object({ url: z.string().url() }), execute: async (args) => args.url });

const list = [{ name: 'listed', description: 'In a list.', input_schema: { type: 'object', properties: { x: { type: 'integer' } }, required: ['x'] } }];
const request = { method: 'tools/call', params: { name: 'listed', arguments: { x: 1 } } };
const user = { name: 'Ada', description: 'A person', parameters: 3 };
`;
const files = {
  'server.ts': source,
  'shared.ts':
    "import * as z from 'zod';\nexport const NAME = 'shared-tool';\nexport const shared = z.object({ id: z.string().uuid(), tags: z.array(z.string()).max(3) });\n",
};

describe('Tools of JavaScript frameworks', () => {
  it('are all found, and nothing else', async () => {
    const { tools } = await extractTexts(files);
    assert.deepEqual(Object.fromEntries(tools.map(({ name, provenance }) => [name, provenance])), {
      ...{ sum: 'registerTool', 'shared-tool': 'registerTool', old: 'tool', bare: 'tool', weather: 'tool' },
      ...{
        cityAttractions: 'tool',
        multiply: 'tool',
        'random-number': 'DynamicStructuredTool',
        search: 'StructuredTool',
      },
      ...{ llama: 'FunctionTool.from', fast: 'addTool', listed: 'anthropic' },
    });
  });

  it('have the schemas of zod', async () => {
    const all = await extractTexts(files);
    assert.deepEqual(toolNamed(all, 'sum').parameters, [
      { name: 'a', schema: { type: 'integer', minimum: 0 }, required: true, description: 'first', passing: 'field' },
      { name: 'b', schema: { type: 'number' }, required: false, default: 1, passing: 'field' },
    ]);
    assert.deepEqual(toolNamed(all, 'sum').returns?.schema, {
      type: 'object',
      properties: { sum: { type: 'number' } },
      required: ['sum'],
    });
    assert.deepEqual(toolNamed(all, 'weather').parameters[1], {
      ...{ name: 'unit', required: false, passing: 'field' },
      schema: { anyOf: [{ type: 'string', enum: ['C', 'F'] }, { type: 'null' }] },
    });
  });

  it('are followed through imports: names, schemas, handlers', async () => {
    const shared = toolNamed(await extractTexts(files), 'shared-tool');
    assert.equal(shared.description, 'Shared schema.');
    assert.deepEqual(
      shared.parameters.map(({ name, schema, required }) => [name, schema, required]),
      [
        ['id', { type: 'string', format: 'uuid' }, true],
        ['tags', { type: 'array', items: { type: 'string' }, maxItems: 3 }, true],
        ['more', { type: 'boolean' }, false],
      ],
    );
  });

  it('without code are schemas', async () => {
    assert.equal(toolNamed(await extractTexts(files), 'listed').kind, 'schema');
  });
});
