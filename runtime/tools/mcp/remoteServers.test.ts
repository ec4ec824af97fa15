/** Servers over HTTP: server-everything's for real, and one that makes mistakes. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import type { McpServerConfig } from '../../agent/protocol';
import type { McpOptions } from './mcpServers';
import { startFaultyHttpServer, type FaultyHttpServer } from './testing/faultyHttpServer';
import { openFixture, published, textOf, until, type Fixture } from './testing/mcpFixture';

const limits = { startMs: 3_000, callMs: 3_000, messageBytes: 2 ** 20 };

describe('MCP servers over HTTP', function () {
  this.timeout(20_000);
  let fixture: Fixture | undefined;
  const open = async (config: McpServerConfig, more: Partial<McpOptions> = {}) => {
    fixture = await openFixture({ s: config }, { limits, ...more });
    return fixture;
  };
  afterEach(async () => {
    await fixture?.close();
    fixture = undefined;
  });

  describe('of npm', () => {
    const children: ChildProcess[] = [];
    afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

    const start = async (mode: string) => {
      const port = await freePort();
      const config = published('server-everything', mode);
      if (config.type !== 'stdio') throw new Error('not a program');
      const child = spawn(config.command, config.args ?? [], { env: { ...process.env, PORT: String(port) } });
      children.push(child);
      let said = '';
      child.stdout.resume();
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await until(() => said.includes('on port'));
      return { origin: `http://127.0.0.1:${port}`, child };
    };

    it('are called over Streamable HTTP, with progress', async () => {
      const { origin } = await start('streamableHttp');
      const opened = await open({ type: 'http', url: `${origin}/mcp` }, { localOnly: true });
      assert.equal(textOf(await opened.call('s', 'echo', { message: 'over HTTP' })), 'Echo: over HTTP');
      const progress: string[] = [];
      const input = { duration: 0.4, steps: 4 };
      await opened.call('s', 'trigger-long-running-operation', input, { progress: (line) => progress.push(line) });
      assert.equal(progress[0], '1 of 4');
    });

    it('are called over the older HTTP with SSE, where they speak nothing else', async () => {
      const { origin } = await start('sse');
      const opened = await open({ type: 'http', url: `${origin}/sse` });
      assert.equal(textOf(await opened.call('s', 'echo', { message: 'over SSE' })), 'Echo: over SSE');
      assert.ok(opened.log.some((line) => line.includes('older HTTP with SSE')));
    });

    for (const [mode, type, path] of [
      ['streamableHttp', 'http', '/mcp'],
      ['sse', 'sse', '/sse'],
    ] as const)
      it(`die in a call: it fails, and is not left waiting (${mode})`, async () => {
        const { origin, child } = await start(mode);
        const opened = await open({ type, url: `${origin}${path}` }, { limits: { ...limits, callMs: 15_000 } });
        await opened.tools('s');
        const call = opened.call('s', 'trigger-long-running-operation', { duration: 60, steps: 2 });
        setTimeout(() => child.kill('SIGKILL'), 200);
        await assert.rejects(call, /went away|broke/);
      });
  });

  describe('that make mistakes', () => {
    let server: FaultyHttpServer;
    before(async () => (server = await startFaultyHttpServer()));
    after(() => server.close());
    const at = (path: string, more: object = {}): McpServerConfig => ({
      type: 'http',
      url: `${server.origin}${path}`,
      ...more,
    });

    it('are sent the headers of their configuration', async () => {
      const headers = { Authorization: 'Bearer ${input:token}' };
      const opened = await open(at('/mcp', { headers }), { askInput: async () => 'key of the team' });
      assert.equal(textOf(await opened.call('s', 'echo')), 'hello');
      assert.equal(server.headers.at(-1)?.authorization, 'Bearer key of the team');
    });

    it('want to know who asks', async () => {
      const opened = await open(at('/locked'));
      assert.match((await opened.problem('s')) ?? '', /HTTP 401.*"Authorization": "Bearer \$\{input:token\}"/);
    });

    it('send the client elsewhere: it does not go there', async () => {
      const other = await startFaultyHttpServer();
      const leading = await startFaultyHttpServer(`${other.origin}/mcp`);
      try {
        const opened = await open({ type: 'http', url: `${leading.origin}/away`, headers: { 'X-Key': 'secret' } });
        assert.match((await opened.problem('s')) ?? '', /Redirect to http:\/\/127\.0\.0\.1:\d+\/mcp not followed/);
        assert.equal(other.headers.length, 0);
      } finally {
        await Promise.all([other.close(), leading.close()]);
      }
    });

    it('never answer', async () => {
      const opened = await open(at('/silent'), { limits: { ...limits, startMs: 200 } });
      assert.match((await opened.problem('s')) ?? '', /did not answer within 0\.2 s/);
    });

    it('are not there', async () => {
      const opened = await open({ type: 'http', url: `http://127.0.0.1:${await freePort()}/mcp` });
      assert.match((await opened.problem('s')) ?? '', /cannot be reached as an MCP server \(.*ECONNREFUSED/);
    });

    it('are elsewhere, and nothing may leave the machine', async () => {
      const opened = await open({ type: 'http', url: 'https://mcp.example.com/mcp' }, { localOnly: true });
      assert.match((await opened.problem('s')) ?? '', /https:\/\/mcp\.example\.com is not on this machine/);
    });

    it('forget the session: the call is made in a new one', async () => {
      const opened = await open(at('/mcp'));
      assert.equal(textOf(await opened.call('s', 'echo')), 'hello');
      server.forgetSessions();
      assert.equal(textOf(await opened.call('s', 'echo')), 'hello');
    });

    for (const tool of ['huge', 'huge-event']) {
      it(`answer too much (${tool})`, async () => {
        const opened = await open(at('/mcp'));
        await assert.rejects(opened.call('s', tool), /More than 1 MiB are not read/);
        assert.equal(textOf(await opened.call('s', 'echo')), 'hello');
      });
    }

    it('break off, and go on with the answer when they are asked where they were', async () => {
      const opened = await open(at('/mcp'));
      assert.equal(textOf(await opened.call('s', 'resume')), 'went on after event 7');
    });

    it('break off in their answer', async () => {
      const opened = await open(at('/mcp'));
      await assert.rejects(opened.call('s', 'drop'), /connection to the server broke/);
      await assert.rejects(opened.call('s', 'end'), /ended its answer before it was whole/);
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
