/** Real servers: the four that the protocol's authors publish, and one that does everything wrong. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { badServer, setups, withServers } from '../testing/testServers';
import type { ServerSetup } from './serverSetup';
import type { TaskServers } from './taskServers';

const { signal } = new AbortController();

describe('servers of a task', function () {
  this.timeout(30_000);

  it('start the four published ones, each with its tools', async () => {
    const all = await setups('filesystem', 'memory', 'everything', 'sequential-thinking');
    await withServers({ setups: all }, async ({ tools }) => {
      const by = (name: string) => tools.filter(({ server }) => server === name).map((tool) => tool.name);
      assert.ok(by('filesystem').includes('read_text_file'));
      assert.ok(by('memory').includes('create_entities'));
      assert.ok(by('everything').includes('get-sum'));
      assert.deepEqual(by('sequential-thinking'), ['sequentialthinking']);
    });
  });

  it('tell what changed in files and in the graph, and nothing of it is there in the next task', async () => {
    const both = await setups('filesystem', 'memory');
    const work = async (servers: TaskServers) => {
      const before = await servers.call('read_graph', {}, signal);
      await servers.call('write_file', { path: '/workspace/a.txt', content: 'new' }, signal);
      await servers.call('edit_file', { path: 'b.txt', edits: [{ oldText: 'old', newText: 'other' }] }, signal);
      const entities = [{ name: 'Ada', entityType: 'person', observations: ['z', 'a'] }];
      await servers.call('create_entities', { entities }, signal);
      return { before: before.text, changes: await servers.changes() };
    };
    const once = await withServers({ setups: both, files: { 'b.txt': 'old' } }, work);
    assert.deepEqual(
      once.changes.map(({ path: file }) => file),
      ['state/memory.jsonl', 'workspace/a.txt', 'workspace/b.txt'],
    );
    assert.deepEqual(await withServers({ setups: both, files: { 'b.txt': 'old' } }, work), once);
  });

  it('record errors, structures and all blocks, and never the folder’s own name', async () => {
    await withServers({ setups: await setups('filesystem', 'everything') }, async (servers) => {
      const outside = await servers.call('read_text_file', { path: '/etc/hostname' }, signal);
      assert.ok(outside.isError);
      const listed = await servers.call('list_allowed_directories', {}, signal);
      assert.match(listed.text, /\/workspace/);
      assert.doesNotMatch(JSON.stringify(listed), /whetstone-mcpeval/);
      const weather = await servers.call('get-structured-content', { location: 'Chicago' }, signal);
      assert.equal(weather.content.length, 1);
      assert.ok(weather.structuredContent);
      assert.ok(weather.milliseconds > 0);
    });
  });

  it('put the server’s name before tools that two have in common', async () => {
    const twice = (await setups('filesystem', 'filesystem')) as [ServerSetup, ServerSetup];
    await withServers({ setups: twice }, async (servers) => {
      assert.ok(servers.tools.some(({ name }) => name === 'filesystem_2_read_text_file'));
      const { isError } = await servers.call('filesystem_2_list_directory', { path: '.' }, signal);
      assert.ok(!isError);
    });
  });

  it('have no network', async () => {
    const listening = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => listening.once('listening', resolve));
      const { port } = listening.address() as AddressInfo;
      const reach = (network: boolean) => async () =>
        withServers({ setups: await setups(badServer('none')), network }, (servers) =>
          servers.call('network', { port }, signal),
        );
      assert.equal((await reach(false)()).text, 'not reached');
      assert.equal((await reach(true)()).text, 'reached');
    } finally {
      listening.close();
    }
  });
});

describe('a server that does everything wrong', function () {
  this.timeout(30_000);
  let folder: string;
  let bad: readonly ServerSetup[];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mcp-bad-'));
    bad = await setups(badServer(path.join(folder, 'kept')));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is told to have ended where it dies in a call', () =>
    withServers({ setups: bad }, async (servers) => {
      const { isError, died, text } = await servers.call('die', {}, signal);
      assert.deepEqual({ isError, died }, { isError: true, died: true });
      assert.match(text, /went away/);
    }));

  it('is not waited for where it hangs', () =>
    withServers({ setups: bad, limits: { callMs: 200 } }, async (servers) => {
      const { failure, died } = await servers.call('hang', {}, signal);
      assert.match(failure ?? '', /did not answer/);
      assert.equal(died, undefined);
    }));

  it('answers with megabytes of which a part is kept', () =>
    withServers({ setups: bad }, async (servers) => {
      const flood = await servers.call('flood', {}, signal);
      assert.ok(flood.text.length < 21_000);
      assert.match(flood.text, /more characters are left out/);
      assert.ok(JSON.stringify(flood).length < 50_000);
    }));

  it('is ended where it prints what is no message without end', () =>
    withServers({ setups: bad, limits: { garbageBytes: 2 ** 20 } }, async (servers) => {
      assert.equal((await servers.call('noise', {}, signal)).died, true);
    }));
});
