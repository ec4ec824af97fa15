/** What is read out of the sources of published MCP servers, against what the same servers say when they run. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { openFixture, published, type Fixture } from '../../tools/mcp/testing/mcpFixture';
import type { SourceTool } from '../../tools/types';
import type { ToolRecord } from '../types';
import { extractTools, serverTools } from './index';
import { isPlainObject } from './literal';

const servers = ['filesystem', 'memory', 'everything', 'sequential-thinking'];

/** Tools that server-everything registers only for clients that can answer it. */
const forOtherClients = [
  'simulate-research-query',
  'trigger-elicitation-request',
  'trigger-elicitation-request-async',
  'trigger-sampling-request',
  'trigger-sampling-request-async',
  'trigger-url-elicitation',
];

describe('Tools in the sources of published MCP servers', function () {
  this.timeout(60_000);
  let fixture: Fixture;

  before(async () => {
    fixture = await openFixture({
      filesystem: published('server-filesystem', '${workspaceFolder}'),
      memory: published('server-memory'),
      everything: published('server-everything'),
      'sequential-thinking': published('server-sequential-thinking'),
    });
  });

  after(() => fixture.close());

  /** `read_resource` is ours: resources are offered as a tool. */
  const live = async (server: string): Promise<readonly SourceTool[]> =>
    (await fixture.tools(server)).filter(({ name }) => name !== 'read_resource');
  const found = async (server: string): Promise<readonly ToolRecord[]> => {
    const entry = createRequire(__filename).resolve(`@modelcontextprotocol/server-${server}/dist/index.js`);
    const { tools } = await extractTools({ root: path.dirname(entry) });
    return tools.filter(({ provenance }) => provenance.startsWith('registerTool'));
  };

  for (const server of servers) {
    it(`of ${server} are those that it offers`, async () => {
      const names = (await found(server)).map(({ name }) => name).filter((name) => !forOtherClients.includes(name));
      assert.deepEqual([...names].sort(), (await live(server)).map(({ name }) => name).sort());
    });

    it(`of ${server} have its descriptions and schemas`, async () => {
      const tools = new Map((await found(server)).map((each) => [each.name, each]));
      for (const { name, description, inputSchema } of await live(server)) {
        const tool = tools.get(name);
        assert.ok(tool, name);
        assert.equal(tool.description.trim(), description.trim());
        const required = tool.parameters.filter((each) => each.required).map((each) => each.name);
        assert.deepEqual([...required].sort(), [...((inputSchema.required ?? []) as readonly string[])].sort(), name);
        const properties = Object.fromEntries(
          tool.parameters.map(({ name: key, schema, description: told, default: value }) => [
            key,
            {
              ...schema,
              ...(told === undefined ? {} : { description: told }),
              ...(value === undefined ? {} : { default: value }),
            },
          ]),
        );
        assert.deepEqual(plain(properties), plain(inputSchema.properties ?? {}), name);
      }
    });
  }

  it('are taken from the running servers too', async () => {
    const { tools, problems } = await serverTools(fixture.servers.sources(), new AbortController().signal);
    // What a server has and cannot be called is told.
    assert.deepEqual(
      problems.map(({ path: place }) => place),
      ['mcp:everything'],
    );
    const echo = tools.find(({ name }) => name === 'echo');
    assert.deepEqual([echo?.kind, echo?.provenance, echo?.effects], ['mcp', 'mcp:everything', ['unknown']]);
    assert.deepEqual(echo?.parameters, [
      { name: 'message', schema: { type: 'string' }, required: true, description: 'Message to echo', passing: 'field' },
    ]);
  });
});

/** Without what zod's own conversion adds: closed objects, and the largest whole number. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlainObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, each]) => key !== 'additionalProperties' && each !== Number.MAX_SAFE_INTEGER,
  );
  return Object.fromEntries(kept.map(([key, each]) => [key, plain(each)]));
}
