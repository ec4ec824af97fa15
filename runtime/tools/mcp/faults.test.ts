/** What servers do wrong, over real pipes: each costs its own call, and nothing else. */
import assert from 'node:assert/strict';
import { openToolRegistry } from '../registry';
import { ToolError } from '../toolError';
import type { Limits } from './limits';
import type { McpOptions } from './mcpServers';
import type { McpServerConfig } from '../../agent/protocol';
import { faulty, openFixture, runs, textOf, until, type Fixture } from './testing/mcpFixture';

const quick: Partial<Limits> = { startMs: 3_000, callMs: 3_000, graceMs: 100, restartMs: [0, 10, 20] };

describe('faults of MCP servers', function () {
  this.timeout(20_000);
  let fixture: Fixture | undefined;

  const open = async (config: McpServerConfig, limits: Partial<Limits> = {}, more: Partial<McpOptions> = {}) => {
    fixture = await openFixture({ s: config }, { ...more, limits: { ...quick, ...limits } });
    return fixture;
  };
  const stateOf = ({ servers }: Fixture) => servers.states()[0];

  afterEach(async () => {
    await fixture?.close();
    fixture = undefined;
  });

  describe('at the start', () => {
    it('hangs in the handshake', async () => {
      const opened = await open(faulty('hang'), { startMs: 300 });
      assert.match((await opened.problem('s')) ?? '', /did not answer within 0\.3 s.*started \d+/s);
      assert.equal(stateOf(opened)?.status, 'failed');
      const pid = Number(/started (\d+)/.exec(opened.log.join())?.[1]);
      await until(() => !runs(pid));
    });

    it('starts slowly, but in time', async () => {
      const opened = await open(faulty('slow', '300'));
      assert.ok((await opened.tools('s')).length > 0);
    });

    it('is asked again when it came after its caller gave up', async () => {
      const opened = await open(faulty('slow', '200'));
      const source = opened.servers.sources()[0];
      let changes = 0;
      source?.onChange?.(() => changes++);
      await assert.rejects(async () => source?.tools(AbortSignal.timeout(50)), { name: 'TimeoutError' });
      await until(() => changes > 0);
      assert.equal(stateOf(opened)?.status, 'running');
    });

    it('ends at once: its exit code and last words are told, and it is not tried again and again', async () => {
      const opened = await open(faulty('exit'));
      assert.match((await opened.problem('s')) ?? '', /exit code 7.*The key is missing/s);
      assert.match((await opened.problem('s')) ?? '', /exit code 7/);
      assert.equal(opened.log.filter((line) => line.includes('The key is missing')).length, 1);
    });

    it('is not there', async () => {
      const opened = await open({ type: 'stdio', command: 'no-such-program-of-anyone' });
      assert.match((await opened.problem('s')) ?? '', /“no-such-program-of-anyone” was not found. Install it/);
    });

    it('has a folder that is not there', async () => {
      const opened = await open({ type: 'stdio', command: process.execPath, cwd: 'missing' });
      assert.match((await opened.problem('s')) ?? '', /missing does not exist. Correct "cwd"/);
    });

    it('speaks another version of the protocol', async () => {
      const opened = await open(faulty('old'));
      assert.match((await opened.problem('s')) ?? '', /version “1999-01-01” of MCP/);
    });

    it('prints a greeting before it speaks', async () => {
      const opened = await open(faulty('greeting'));
      assert.ok((await opened.tools('s')).length > 0);
      assert.ok(opened.log.some((line) => line.includes('no message') && line.includes('Welcome')));
    });
  });

  describe('in its list of tools', () => {
    it('has tools that are none: they are told and left out, the others are there', async () => {
      const opened = await open(faulty('bad-tools'));
      const tools = await opened.tools('s');
      assert.deepEqual(
        tools.map(({ name }) => name),
        ['good', 'odd-schema', 'hidden'],
      );
      const problem = (await opened.problem('s')) ?? '';
      assert.match(problem, /“no-schema” is left out: its inputSchema is no JSON Schema/);
      assert.match(problem, /“list-schema” is left out: its input is no object/);
      assert.match(problem, /two tools “good”/);
      assert.match(problem, /without a name is left out/);
      assert.match(problem, /cannot be read is left out/);
    });

    it('has a schema that is none: the registry disables that tool, and goes on', async () => {
      const opened = await open(faulty('bad-tools'));
      const registry = openToolRegistry({ sources: opened.servers.sources() });
      await registry.refresh(new AbortController().signal);
      const disabled = registry.entries().filter((entry) => entry.disabled !== undefined);
      assert.deepEqual(
        disabled.map(({ sourceName }) => sourceName),
        ['odd-schema'],
      );
      assert.equal(registry.entries().length, 3);
    });

    it('hides characters from people', async () => {
      const opened = await open(faulty('bad-tools'));
      const hidden = (await opened.tools('s')).find(({ name }) => name === 'hidden');
      assert.equal(hidden?.description, 'Adds two numbers');
      assert.deepEqual(hidden.inputSchema.properties, { a: { enum: ['x\u200dy'], description: 'The first' } });
    });

    it('has pages without an end', async () => {
      const opened = await open(faulty('circle'));
      assert.match((await opened.problem('s')) ?? '', /go round in a circle/);
    });

    it('changes its tools while it runs: told once, however often it says so', async () => {
      const opened = await open(faulty());
      const before = (await opened.tools('s')).length;
      let changes = 0;
      opened.servers.sources()[0]?.onChange?.(() => changes++);
      await opened.call('s', 'grow');
      await until(() => changes > 0);
      assert.equal((await opened.tools('s')).length, before + 1);
      assert.equal(changes, 1);
    });
  });

  describe('in a call', () => {
    it('hangs: the call ends, the server is told, and goes on', async () => {
      const opened = await open(faulty(), { callMs: 200 });
      await assert.rejects(opened.call('s', 'hang'), (error) => {
        assert.ok(error instanceof ToolError);
        return error.message.includes('did not answer within 0.2 s');
      });
      assert.notEqual(textOf(await opened.call('s', 'cancelled')), '[]');
    });

    it('is cancelled by the user: the server is told', async () => {
      const opened = await open(faulty());
      await opened.tools('s');
      const stop = new AbortController();
      const call = opened.call('s', 'hang', {}, { signal: stop.signal });
      setTimeout(() => stop.abort(), 50);
      await assert.rejects(call, { name: 'AbortError' });
      assert.notEqual(textOf(await opened.call('s', 'cancelled')), '[]');
    });

    it('works longer than a call may be silent, and says so', async () => {
      const opened = await open(faulty(), { callMs: 250 });
      const progress: string[] = [];
      const input = { steps: 5, milliseconds: 100 };
      const result = await opened.call('s', 'slow', input, { progress: (line) => progress.push(line) });
      assert.equal(textOf(result), 'done');
      assert.equal(progress[0], 'step 1');
    });

    it('dies: the call fails, the next one starts it again', async () => {
      const opened = await open(faulty());
      await assert.rejects(opened.call('s', 'die'), /went away during the call. It ended \(exit code 3\).*not known/);
      assert.equal(textOf(await opened.call('s', 'echo', { text: 'again' })), 'again');
    });

    it('dies again and again: it is left alone, until the user restarts it', async () => {
      const opened = await open(faulty());
      for (let times = 0; times < 4; times++) await assert.rejects(opened.call('s', 'die'), /went away/);
      await assert.rejects(opened.call('s', 'echo', { text: 'a' }), /ended 4 times within a minute/);
      await opened.servers.control('s', 'restart');
      assert.equal(textOf(await opened.call('s', 'echo', { text: 'a' })), 'a');
    });

    it('floods its standard output: it is ended', async () => {
      const opened = await open(faulty());
      await assert.rejects(opened.call('s', 'garbage'), /floods its standard output/);
      assert.ok(opened.log.length < 20);
    });

    it('floods us with messages: it is ended, and the log stays small', async () => {
      const opened = await open(faulty(), { callMs: 15_000, messagesPerSecond: 5_000 });
      await assert.rejects(opened.call('s', 'chatter'), /floods us with messages/);
      assert.ok(opened.log.length < 300, `${opened.log.length} lines`);
    });

    it('floods its standard error: the log stays small', async () => {
      const opened = await open(faulty());
      assert.equal(textOf(await opened.call('s', 'shout')), 'done');
      assert.ok(opened.log.length < 300, `${opened.log.length} lines`);
    });

    for (const first of [true, false]) {
      it(`answers 200 MB, its number ${first ? 'before' : 'behind'}: memory stays bounded, the server goes on`, async () => {
        const opened = await open(faulty(), { messageBytes: 2 ** 20, callMs: 10_000 });
        await opened.tools('s');
        const before = process.memoryUsage().rss;
        let peak = before;
        const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
        const call = opened.call('s', 'huge', { bytes: 200 * 2 ** 20, first });
        await assert.rejects(call, /more than 1 MiB are not read. Ask for less/).finally(() => clearInterval(look));
        assert.ok(peak - before < 100 * 2 ** 20, `${((peak - before) / 2 ** 20).toFixed(0)} MiB`);
        assert.equal(textOf(await opened.call('s', 'echo', { text: 'still here' })), 'still here');
      });
    }

    it('answers all kinds of content', async () => {
      const { content } = await (await open(faulty())).call('s', 'mixed');
      assert.deepEqual(content, [
        { type: 'text', text: 'words' },
        { type: 'blob', mediaType: 'image/png', bytes: 3, note: 'image of the tool' },
        { type: 'blob', mediaType: 'audio/wav', bytes: 2, note: 'audio of the tool' },
        { type: 'text', text: 'test://a\ninside' },
        { type: 'blob', mediaType: 'application/octet-stream', bytes: 4, note: 'test://b' },
        { type: 'text', text: 'Resource test://c (c; elsewhere)' },
        { type: 'text', text: '[A part of the answer is of a kind that is not known here.]' },
      ]);
    });

    it('breaks the promise of its output schema: shown, with a warning', async () => {
      const result = await (await open(faulty())).call('s', 'structured');
      assert.deepEqual(result.content[0], { type: 'json', value: { count: 'two' } });
      assert.match(textOf(result), /not as the tool's own output schema says: it\/count must be integer/);
    });

    it('answers what is nested too deep, asked or not', async () => {
      const opened = await open(faulty());
      await assert.rejects(opened.call('s', 'deep', { stray: false }), { name: 'ToolError' });
      assert.equal(textOf(await opened.call('s', 'deep', { stray: true })), 'still here');
    });

    it('answers what is no JSON-RPC', async () => {
      await assert.rejects((await open(faulty())).call('s', 'wrong'), /no JSON-RPC 2\.0 message/);
    });

    it('gives orders to the model: they are a text like any other', async () => {
      const result = await (await open(faulty())).call('s', 'inject');
      assert.equal(result.content.length, 1);
      assert.equal(result.content[0]?.type, 'text');
      assert.equal(result.isError, false);
    });

    it('asks for what is not offered: it is told that there is no such method', async () => {
      const opened = await open(faulty());
      for (const method of ['sampling/createMessage', 'elicitation/create']) {
        assert.match(textOf(await opened.call('s', 'ask', { method })), /-32601/);
      }
    });
  });
});
