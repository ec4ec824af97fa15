/** Tasks for MCP servers from a window: what is listed, what is agreed to, what is made, and a run of it. Real servers, a real child. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../core/packageRoot';
import * as protocol from './protocol';
import { bundledHost, HostFixture } from './testing/hostFixture';

const badServer = path.join(__dirname, '..', 'mcpEval', 'testing', 'badServer.mjs');

describe('tasks for MCP servers from a window', function () {
  this.timeout(60_000);
  let host: HostFixture;

  before(bundledHost);
  beforeEach(() => {
    host = new HostFixture();
    mkdirSync(path.join(host.root, '.vscode'));
    copyFileSync(badServer, path.join(host.root, 'server.mjs'));
    configure({ own: { command: 'node', args: ['./server.mjs', '${workspaceFolder}/kept'] } });
  });
  afterEach(() => host.close());

  const configure = (servers: object): void =>
    writeFileSync(path.join(host.root, '.vscode', 'mcp.json'), JSON.stringify({ servers }));
  const listed = async (): Promise<readonly protocol.ToolServer[]> =>
    host.connection.sendRequest(protocol.listToolServers);
  const named = async (name: string): Promise<protocol.ToolServer> =>
    (await listed()).find((each) => each.name === name) ?? assert.fail(name);
  const make = (servers: readonly string[], consent: readonly string[]) =>
    host.connection.sendRequest(protocol.makeToolSet, { servers, consent, count: 2, seed: 4, model: undefined });

  it('lists servers of the workspace with what would be started, and says why one cannot be used', async () => {
    configure({
      own: { command: 'node', args: ['./server.mjs'] },
      far: { type: 'http', url: 'https://tracker.example/mcp' },
      asks: { command: 'node', args: ['./server.mjs', '${input:key}'] },
      fetched: { command: 'npx', args: ['-y', 'no-such-package-of-whetstone'] },
    });
    await host.start();
    const own = await named('own');
    assert.equal(own.problem, undefined);
    assert.ok(own.runs.includes(path.join(host.root, 'server.mjs')), own.runs);
    assert.match((await named('far')).problem ?? '', /network/);
    assert.match((await named('asks')).problem ?? '', /input/);
    assert.match((await named('fetched')).problem ?? '', /not installed/);
    assert.equal((await named('memory')).from, 'published');
  });

  it('reads nothing of a workspace that is not trusted', async () => {
    await host.start({ trusted: false });
    assert.ok((await listed()).every(({ from }) => from === 'published'));
    await assert.rejects(make(['workspace:0:own'], []), /not in the list/);
  });

  it('starts nothing that was not agreed to, and asks again for another configuration', async () => {
    await host.start();
    const own = await named('own');
    await assert.rejects(make([own.id], []), /Nobody has agreed/);
    configure({ own: { command: 'node', args: ['./server.mjs', 'elsewhere'] } });
    await assert.rejects(make([own.id], [own.hash]), /Nobody has agreed.*elsewhere/);
  });

  it('makes tasks and dialogues that a run takes without a further question', async () => {
    const memory = path.join(
      packageRoot(),
      'node_modules',
      '@modelcontextprotocol',
      'server-memory',
      'dist',
      'index.js',
    );
    configure({
      own: { command: 'node', args: [memory], env: { MEMORY_FILE_PATH: '${workspaceFolder}/graph.jsonl' } },
    });
    await host.start();
    const own = await named('own');
    const set = await make([own.id], [own.hash]);
    assert.deepEqual([set.kind, set.scenarios, set.made], ['mcp', 2, true]);
    assert.ok((set.dialogues ?? 0) >= 2);
    assert.equal((await named('own')).allowed, true);
    assert.ok(host.making.some(({ done, total }) => done === 2 && total === 2));
    const others = await host.connection.sendRequest(protocol.listOtherSets);
    assert.deepEqual(
      others.map(({ folder }) => folder),
      [set.folder],
    );
    assert.deepEqual(await host.connection.sendRequest(protocol.waitingServers, { folder: set.folder }), []);
    for (const options of [{ judge: false }, { multiTurn: true, user: 'rules' }]) {
      const params = { ...host.runParams(set.folder), options };
      await host.connection.sendRequest(protocol.estimateRun, params);
      const { id } = await host.connection.sendRequest(protocol.startRun, params);
      const ended = await host.ended(id);
      assert.equal(ended.state, 'done', ended.reason);
      assert.equal(ended.counts.scored, options.multiTurn === true ? set.dialogues : 2, JSON.stringify(ended.counts));
      const { floors } = await host.connection.sendRequest(protocol.readReport, { run: id });
      assert.ok(floors.some(({ name, value }) => name === 'No call' && value === 0));
    }
  });
});
