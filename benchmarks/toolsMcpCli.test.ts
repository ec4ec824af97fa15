/** `whetstone tools` with running MCP servers as a source: servers of npm, bundled command line. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const memory = createRequire(__filename).resolve('@modelcontextprotocol/server-memory/dist/index.js');
const extracted = z.object({
  tools: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), provenance: z.string() })),
});
const grouped = z.object({
  groups: z.array(z.object({ members: z.array(z.string()) })),
  equal: z.array(z.unknown()),
  sameNames: z.array(
    z.object({ name: z.string(), alike: z.boolean(), tools: z.array(z.object({ server: z.string() })) }),
  ),
});

describe('whetstone tools with MCP servers', function () {
  this.timeout(120_000);
  let folder: string;
  let config: string;

  before(async () => {
    await bundledCommandLine();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tools-mcp-'));
    config = path.join(folder, 'claude.json');
    const server = (name: string, more: Record<string, string> = {}) => ({
      ...{ command: process.execPath, args: [memory, '--api-key', 'very-secret-word'] },
      env: { MEMORY_FILE_PATH: path.join(folder, `${name}.json`), ...more },
    });
    const first = server('first', { SERVICE_TOKEN: 'hidden-value-123' });
    await writeFile(config, JSON.stringify({ mcpServers: { first, second: server('second'), again: first } }));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const home = (name: string) => ({ ...process.env, WHETSTONE_HOME: path.join(folder, name) });
  const run = (state: string, ...args: readonly string[]) => runCommandLine(['tools', ...args], { env: home(state) });

  it('starts none that nobody allowed, says what it would start, and prints no key', async () => {
    const refused = await run('new', 'extract', '--mcp', config, '--json');
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /first: .*server-memory.*variables: MEMORY_FILE_PATH, SERVICE_TOKEN[\s\S]*--allow/);
    assert.doesNotMatch(refused.stderr + refused.stdout, /very-secret-word|hidden-value/);
    await assert.rejects(readFile(path.join(folder, 'new', 'mcp-allowed.json')), /ENOENT/);
  });

  it('takes the tools of those that were allowed, each server once, and remembers', async () => {
    const allowed = await run('kept', 'extract', '--mcp', config, '--allow', '--json');
    assert.equal(allowed.status, 0, allowed.stderr);
    assert.match(allowed.stderr, /again is configured as first is, and taken once/);
    assert.doesNotMatch(allowed.stderr + allowed.stdout, /very-secret-word|hidden-value/);
    const { tools } = extracted.parse(JSON.parse(allowed.stdout));
    assert.deepEqual([...new Set(tools.map(({ provenance }) => provenance))], ['mcp:first', 'mcp:second']);
    assert.ok(tools.every(({ kind }) => kind === 'mcp'));
    assert.equal(new Set(tools.map(({ id }) => id)).size, tools.length);
    const again = await run('kept', 'extract', '--mcp', config, '--json');
    assert.equal(again.status, 0, again.stderr);
  });

  it('finds tools of one name on several servers, and makes nothing one of them', async () => {
    const { status, stdout, stderr } = await run('kept', 'group', '--mcp', config, '--allow', '--json');
    assert.equal(status, 0, stderr);
    const { sameNames, equal } = grouped.parse(JSON.parse(stdout));
    assert.ok(sameNames.filter(({ alike }) => alike).length >= 5, JSON.stringify(sameNames));
    assert.ok(sameNames.every(({ tools }) => tools.map(({ server }) => server).join() === 'first,second'));
    assert.deepEqual(equal, []);
    const queries = path.join(folder, 'queries.jsonl');
    await writeFile(
      queries,
      `${JSON.stringify({ query: 'make entities in the knowledge graph', tools: ['mcp:first#create_entities'] })}\n`,
    );
    const found = await run('kept', 'retrieve', '--mcp', config, '--allow', '--queries', queries, '--json');
    assert.equal(found.status, 0, found.stderr);
    const { results } = z
      .object({ results: z.array(z.object({ found: z.array(z.object({ name: z.string() })) })) })
      .parse(JSON.parse(found.stdout));
    assert.equal(results[0]?.found[0]?.name, 'create_entities');
  });

  it('takes a command, and the mcp.json of a workspace with its variables', async () => {
    const command = `"${process.execPath}" '${memory}'`;
    const single = await run('kept', 'extract', '--mcp', command, '--allow', '--json');
    assert.equal(single.status, 0, single.stderr);
    assert.ok(extracted.parse(JSON.parse(single.stdout)).tools.length >= 5);
    await mkdir(path.join(folder, 'ws', '.vscode'), { recursive: true });
    const file = path.join(folder, 'ws', '.vscode', 'mcp.json');
    const env = { MEMORY_FILE_PATH: '${workspaceFolder}/m.json' };
    await writeFile(file, JSON.stringify({ servers: { own: { command: process.execPath, args: [memory], env } } }));
    const own = await run('kept', 'extract', '--mcp', file, '--allow', '--json');
    assert.equal(own.status, 0, own.stderr);
    assert.ok(extracted.parse(JSON.parse(own.stdout)).tools.every(({ provenance }) => provenance === 'mcp:own'));
  });

  it('says what is wrong', async () => {
    const bad = path.join(folder, 'bad.json');
    await writeFile(bad, '{"servers": {"a": {"cmd": "x"}}}');
    const results = await Promise.all([
      run('kept', 'extract'),
      run('kept', 'extract', '--mcp', path.join(folder, 'none.json')),
      run('kept', 'extract', '--mcp', bad),
      run('kept', 'extract', '--mcp', ''),
      run('kept', 'extract', '--mcp', 'node "open'),
      run('kept', 'extract', '--mcp', 'no-such-program-here', '--allow'),
      run('kept', 'extract', '--mcp', 'http://127.0.0.1:9/mcp?key=abcdefgh123', '--allow'),
      run('kept', 'extract', '--mcp', 'https://example.com/mcp', '--allow', '--local-only'),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      [2, 2, 2, 2, 2, 1, 1, 1],
      results.map(({ stderr }) => stderr).join('\n'),
    );
    for (const [at, expected] of [
      /--path .* or --mcp/,
      /There is no file/,
      /bad\.json:1:\d+: Server "a"/,
      /named by nothing/,
      /quote is not closed/,
      /no-such-program-here/,
      /No server has a tool/,
      /No server has a tool/,
    ].entries()) {
      assert.match(results[at]?.stderr ?? '', expected);
    }
    assert.doesNotMatch(results[6].stderr, /abcdefgh123/);
  });
});
