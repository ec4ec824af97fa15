import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json, JsonSchema } from '../../gateway/types';
import { ToolError } from '../toolError';
import type {
  ApprovalAnswer,
  ApprovalRequest,
  SourceTool,
  ToolContext,
  ToolOrigin,
  ToolPreview,
  ToolResult,
  ToolSource,
} from '../types';
import { resultText } from './resultText';
import { openToolRegistry, type RegistryOptions } from './toolRegistry';

const origin = (kind: ToolOrigin['kind'], id: string): ToolOrigin => ({ kind, id, title: id });
const said = (text: string, changed = false): ToolResult => ({
  content: [{ type: 'text', text }],
  isError: false,
  changed,
});
const textOf = ({ content }: ToolResult) => content.map((each) => (each.type === 'text' ? each.text : '')).join('\n');

interface ToolParts extends Partial<SourceTool> {
  readonly properties?: JsonSchema;
}

const tool = (name: string, { properties = {}, ...parts }: ToolParts = {}): SourceTool => ({
  name,
  title: name,
  description: `Does ${name}.`,
  inputSchema: { type: 'object', properties, required: Object.keys(properties) },
  risk: 'read',
  run: async (input) => said(JSON.stringify(input)),
  ...parts,
});

/** A source whose tools are exchanged while it runs. */
class Shelf implements ToolSource {
  asked = 0;
  disposed = 0;
  listener: (() => void) | undefined;
  constructor(
    readonly origin: ToolOrigin,
    public offered: readonly SourceTool[],
    public problem?: string,
  ) {}
  async tools() {
    this.asked++;
    return { tools: this.offered, problem: this.problem };
  }
  onChange(listener: () => void) {
    this.listener = listener;
    return () => (this.listener = undefined);
  }
  async dispose() {
    this.disposed++;
  }
  put(...offered: readonly SourceTool[]) {
    this.offered = offered;
    this.listener?.();
  }
}

const workspace = (...tools: readonly SourceTool[]) => new Shelf(origin('workspace', 'workspace'), tools);
const signal = new AbortController().signal;

async function opened(sources: readonly ToolSource[], options: Omit<RegistryOptions, 'sources'> = {}) {
  const registry = openToolRegistry({ sources, ...options });
  await registry.refresh(signal);
  return registry;
}

/** Somebody who answers what is given, in turn, and keeps what was asked. */
function person(...answers: readonly ApprovalAnswer[]) {
  const asked: ApprovalRequest[] = [];
  const context = (conversation = 'one', other: AbortSignal = signal): ToolContext => ({
    signal: other,
    conversation,
    approve: async (request) => {
      asked.push(request);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer === undefined) throw new Error('Nobody is there.');
      return answer;
    },
  });
  return { asked, context };
}

const once = { kind: 'allowed', remember: 'once' } as const;
const always = { kind: 'allowed', remember: 'workspace' } as const;
const here = { kind: 'allowed', remember: 'conversation' } as const;
const no = { kind: 'refused', reason: 'not today' } as const;

describe('ToolRegistry', () => {
  it('names tools so that models and providers can say them, with the server for those of MCP', async () => {
    const registry = await opened([
      new Shelf(origin('mcp', 'Git Hub'), [tool('issue.list'), tool('größe')]),
      workspace(tool('read_file')),
      new Shelf(origin('editor', 'other.extension'), [tool('read_file'), tool('x'.repeat(100))]),
    ]);
    const names = registry.entries().map(({ name }) => name);
    assert.deepEqual(names.slice(0, 3), ['read_file', 'mcp_git_hub_issue_list', 'mcp_git_hub_gro_e']);
    assert.match(names[3]!, /^read_file_[0-9a-f]{8}$/);
    assert.match(names[4]!, /^x{55}_[0-9a-f]{8}$/);
    assert.equal(registry.find(names[1]!)?.sourceName, 'issue.list');
  });

  it('gives the same names again in another order of sources', async () => {
    const sources = () => [
      new Shelf(origin('editor', 'b'), [tool('same')]),
      new Shelf(origin('editor', 'a'), [tool('same')]),
    ];
    const named = async (all: readonly ToolSource[]) =>
      (await opened(all)).entries().map((entry) => [entry.origin.id, entry.name]);
    assert.deepEqual(await named(sources()), await named(sources().reverse()));
  });

  it('disables a tool with a bad schema and says why; the others go on', async () => {
    const registry = await opened([
      workspace(
        tool('good'),
        tool('bad', { inputSchema: { type: 'object', properties: { a: { type: 'nonsense' } } } }),
        tool('list', { inputSchema: { type: 'array' } }),
        tool('lost', { inputSchema: { type: 'object', properties: { a: { $ref: '#/$defs/gone' } } } }),
      ),
    ]);
    assert.deepEqual(
      registry.problems().map((each) => each.tool),
      ['bad', 'list', 'lost'],
    );
    assert.match(registry.problems()[1]!.problem, /calls have an object of arguments, and its type is "array"/);
    assert.deepEqual(
      registry.select('anything', 9, []).map(({ name }) => name),
      ['good'],
    );
    assert.match(textOf(await registry.call('bad', {}, person().context())), /bad cannot be used: Its input schema/);
  });

  it('selects by relevance, with pinned ones, and fills what is left', async () => {
    const registry = await opened([
      workspace(
        tool('send_mail'),
        tool('get_weather', { description: 'Forecast of the weather' }),
        tool('finish'),
        tool('add_numbers'),
      ),
    ]);
    const names = (query: string, limit: number, pinned: readonly string[] = []) =>
      registry.select(query, limit, pinned).map(({ name }) => name);
    assert.deepEqual(names('What will the weather be?', 1), ['get_weather']);
    assert.deepEqual(names('What will the weather be?', 2, ['finish']), ['get_weather', 'finish']);
    assert.deepEqual(names('zebra', 2), ['send_mail', 'get_weather']);
    assert.deepEqual(names('weather', 1, ['finish', 'gone', 'add_numbers']), ['finish', 'add_numbers']);
    assert.equal(names('weather', 9).length, 4);
  });

  it('tells a model what is wrong with a call, and runs nothing', async () => {
    let ran = 0;
    const counts = async () => {
      ran++;
      return said('done');
    };
    const registry = await opened([
      workspace(tool('read_file', { properties: { path: { type: 'string' } }, run: counts })),
    ]);
    const { context } = person();
    for (const [name, input, message] of [
      ['read_files', {}, /There is no tool read_files. Did you mean read_file\?/],
      ['read_file', { file: 'a' }, /There is no argument file/],
      ['read_file', {}, /The argument path is missing/],
      ['read_file', [1], /one JSON object/],
      ['read_file', '{"path": ', /one JSON object/],
    ] as const) {
      const result = await registry.call(name, input, context());
      assert.equal(result.handled?.outcome, 'checked');
      assert.match(textOf(result), message);
    }
    assert.equal(ran, 0);
  });

  it('repairs what is nearly right', async () => {
    const registry = await opened([workspace(tool('count', { properties: { n: { type: 'integer' } } }))]);
    assert.equal(textOf(await registry.call('count', '{"n": "3"}', person().context())), '{"n":3}');
  });

  describe('approvals', () => {
    const write = (name: string, parts: ToolParts = {}) => tool(name, { risk: 'write', ...parts });
    const command = tool('run_command', {
      risk: 'execute',
      properties: { command: { type: 'string' } },
      preview: async (input) => ({ kind: 'command', command: JSON.stringify(input), folder: '/w', note: '' }),
    });

    it('lets reads pass and asks for the rest, with what would change', async () => {
      const edits: ToolPreview = { kind: 'edits', edits: [{ path: 'a', before: 'x', after: 'y' }] };
      const registry = await opened([workspace(tool('look'), write('edit', { preview: async () => edits }))]);
      const { asked, context } = person(once);
      assert.equal((await registry.call('look', {}, context())).handled?.approval, 'free');
      assert.equal((await registry.call('edit', {}, context())).handled?.approval, 'asked');
      assert.equal((await registry.call('edit', {}, context())).handled?.approval, 'asked');
      assert.equal(asked.length, 2);
      assert.deepEqual(asked[0]?.preview, edits);
    });

    it('tells the model of a refusal, with the reason', async () => {
      const registry = await opened([workspace(write('edit'))]);
      const result = await registry.call('edit', {}, person(no).context());
      assert.equal(result.handled?.outcome, 'refused');
      assert.match(textOf(result), /The user refused this call, and said: not today/);
      assert.ok(!resultText(result).includes('<data'));
    });

    it('remembers for a conversation, until it is forgotten', async () => {
      const registry = await opened([workspace(write('edit'))]);
      const { asked, context } = person(here);
      await registry.call('edit', {}, context('one'));
      assert.equal((await registry.call('edit', {}, context('one'))).handled?.approval, 'remembered');
      await registry.call('edit', {}, context('two'));
      registry.forget('one');
      await registry.call('edit', {}, context('one'));
      assert.equal(asked.length, 3);
    });

    it('remembers for the workspace: a command alone, another tool whole', async () => {
      const keys = new Set<string>();
      const memory = { has: (key: string) => keys.has(key), add: async (key: string) => void keys.add(key) };
      const sources = () => [workspace(command, tool('fetch', { risk: 'network', properties: { url: {} } }))];
      const first = await opened(sources(), { memory });
      const { asked, context } = person(always);
      await first.call('run_command', { command: 'ls' }, context());
      await first.call('fetch', { url: 'a' }, context());
      assert.deepEqual(
        asked.map(({ covers }) => covers),
        ['This very command in /w', 'Every call of fetch, whatever its input'],
      );
      const second = await opened(sources(), { memory });
      const how = async (name: string, input: Json) =>
        (await second.call(name, input, context('new'))).handled?.approval;
      assert.equal(await how('run_command', { command: 'ls' }), 'remembered');
      assert.equal(await how('run_command', { command: 'ls -l' }), 'asked');
      assert.equal(await how('fetch', { url: 'b' }), 'remembered');
    });

    it('asks again when a tool says that it does something else', async () => {
      const shelf = new Shelf(origin('mcp', 'server'), [tool('send', { risk: 'network' })]);
      const registry = await opened([shelf]);
      const { asked, context } = person(here);
      await registry.call('mcp_server_send', {}, context());
      shelf.put(tool('send', { risk: 'network', description: 'Sends all files.' }));
      await registry.refresh(signal);
      await registry.call('mcp_server_send', {}, context());
      assert.equal(asked.length, 2);
    });

    it('asks one thing at a time, and not again what was just answered', async () => {
      const registry = await opened([workspace(tool('fetch', { risk: 'network' }))]);
      let open = 0;
      let most = 0;
      let count = 0;
      const context: ToolContext = {
        signal,
        conversation: 'one',
        approve: async () => {
          count++;
          most = Math.max(most, ++open);
          await sleep(5);
          open--;
          return here;
        },
      };
      await Promise.all([1, 2, 3].map(() => registry.call('fetch', {}, context)));
      assert.deepEqual([most, count], [1, 1]);
    });

    it('does without when edits are allowed, in a trusted workspace', async () => {
      const { asked, context } = person(once);
      for (const [trusted, approval] of [
        [true, 'free'],
        [false, 'asked'],
      ] as const) {
        const registry = await opened([workspace(write('edit'), command)], { mode: 'allow-writes', trusted });
        assert.equal((await registry.call('edit', {}, context())).handled?.approval, approval);
        assert.equal((await registry.call('run_command', { command: 'ls' }, context())).handled?.approval, 'asked');
      }
      assert.equal(asked.length, 3);
    });

    it('only reads in read-only mode, of the registry or of one run', async () => {
      const registry = await opened([workspace(tool('look'), write('edit'))]);
      const careful = registry.inMode('read-only');
      assert.deepEqual(
        careful.select('', 9, ['edit']).map(({ name }) => name),
        ['look'],
      );
      assert.match(textOf(await careful.call('edit', {}, person(once).context())), /read-only mode/);
      assert.equal(registry.find('edit')?.disabled, undefined);
      registry.configure({ mode: 'ask', disabled: ['look'], trusted: false });
      assert.match(careful.find('look')?.disabled ?? '', /switched it off/);
    });

    it('does not run when nobody can be asked, and ends when the run is cancelled while it asks', async () => {
      const registry = await opened([workspace(write('edit'))]);
      const result = await registry.call('edit', {}, person().context());
      assert.match(textOf(result), /could not be asked: Nobody is there/);
      const cancel = new AbortController();
      const context: ToolContext = { signal: cancel.signal, conversation: 'one', approve: () => new Promise(() => 0) };
      const call = registry.call('edit', {}, context);
      const next = registry.call('edit', {}, context);
      cancel.abort();
      await assert.rejects(call, { name: 'AbortError' });
      await assert.rejects(next, { name: 'AbortError' });
    });

    it('runs what a preview was shown for, with the same input object', async () => {
      const seen: Json[] = [];
      const registry = await opened([
        workspace(
          write('edit', {
            preview: async (input) => {
              seen.push(input);
              return { kind: 'input' };
            },
            run: async (input) => {
              seen.push(input);
              return said('', true);
            },
          }),
        ),
      ]);
      await registry.call('edit', {}, person(once).context());
      assert.equal(seen[0], seen[1]);
    });

    it('says what a preview says against the call, and asks nobody', async () => {
      const refuse = () => Promise.reject(new ToolError('There is no such text.'));
      const registry = await opened([workspace(write('edit', { preview: refuse }))]);
      const { asked, context } = person(once);
      assert.match(textOf(await registry.call('edit', {}, context())), /There is no such text/);
      assert.equal(asked.length, 0);
    });
  });

  describe('faults', () => {
    it('gives up a tool that hangs, and one that does not heed its signal', async () => {
      const registry = await opened([workspace(tool('hang', { risk: 'network', run: () => new Promise(() => 0) }))], {
        timeoutMs: 20,
      });
      const result = await registry.call('hang', {}, person(once).context());
      assert.match(textOf(result), /did not answer within 0.02 s.*may have done a part/);
      assert.deepEqual([result.isError, result.changed, result.handled?.outcome], [true, true, 'failed']);
    });

    it('survives tools that throw, before and after they give a promise', async () => {
      const registry = await opened([
        workspace(
          tool('now', {
            run: () => {
              throw new TypeError('boom');
            },
          }),
          tool('later', { run: () => Promise.reject(new ToolError('Give another path.')) }),
        ),
      ]);
      assert.match(textOf(await registry.call('now', {}, person().context())), /Error of now: It failed: boom/);
      assert.match(textOf(await registry.call('later', {}, person().context())), /^Error: Give another path\.$/);
    });

    it('ends a call at once when it is cancelled', async () => {
      const registry = await opened([workspace(tool('hang', { run: () => new Promise(() => 0) }))]);
      const cancel = new AbortController();
      const call = registry.call('hang', {}, person().context('one', cancel.signal));
      setTimeout(() => cancel.abort(), 5);
      await assert.rejects(call, { name: 'AbortError' });
    });

    it('goes on without a source that fails, and says which', async () => {
      const broken: ToolSource = {
        origin: origin('mcp', 'broken'),
        tools: () => Promise.reject(new Error('no such command')),
      };
      const registry = await opened([broken, workspace(tool('look'))]);
      assert.equal(registry.entries().length, 1);
      assert.match(registry.problems()[0]!.problem, /broken could not say what tools it has: no such command/);
    });

    it('follows a source that changes its tools, and keeps its names', async () => {
      const shelf = workspace(tool('one'));
      const registry = await opened([shelf]);
      let told = 0;
      registry.onChange(() => told++);
      shelf.put(tool('two'), tool('one'));
      assert.equal(told, 1);
      await registry.refresh(signal);
      assert.equal(told, 2);
      assert.deepEqual(
        registry.entries().map(({ name }) => name),
        ['two', 'one'],
      );
      shelf.put(tool('two'));
      await registry.refresh(signal);
      assert.match(textOf(await registry.call('one', {}, person().context())), /There is no tool one/);
    });

    it('takes other sources: those that stay are not asked again, those that are gone are ended', async () => {
      const [stays, goes, comes] = ['a', 'b', 'c'].map((id) => new Shelf(origin('mcp', id), [tool('look')]));
      assert.ok(stays && goes && comes);
      const registry = await opened([stays, goes]);
      let changes = 0;
      registry.onChange(() => changes++);
      await registry.setSources([comes, stays]);
      await registry.setSources([stays, comes]);
      assert.equal(changes, 1);
      await registry.refresh(signal);
      assert.deepEqual(
        registry.entries().map(({ origin: { id } }) => id),
        ['a', 'c'],
      );
      assert.deepEqual([stays.asked, stays.disposed, goes.disposed, goes.listener], [1, 0, 1, undefined]);
    });

    it('asks a source once for all who want to know', async () => {
      const shelf = workspace(tool('one'));
      const registry = openToolRegistry({ sources: [shelf] });
      await Promise.all([registry.refresh(signal), registry.refresh(signal)]);
      await registry.refresh(signal);
      assert.equal(shelf.asked, 1);
      await registry.inMode('ask').dispose();
      assert.equal(shelf.disposed, 0);
      await registry.dispose();
      assert.deepEqual([shelf.disposed, shelf.listener], [1, undefined]);
    });

    it('runs no more at once than it may', async () => {
      let open = 0;
      let most = 0;
      const run = async () => {
        most = Math.max(most, ++open);
        await sleep(2);
        open--;
        return said('');
      };
      const registry = await opened([workspace(tool('slow', { run }))], { concurrency: 2 });
      await Promise.all(Array.from({ length: 7 }, () => registry.call('slow', {}, person().context())));
      assert.equal(most, 2);
    });

    it('changes files one after another in a conversation', async () => {
      let open = 0;
      let most = 0;
      const run = async () => {
        most = Math.max(most, ++open);
        await sleep(2);
        open--;
        return said('', true);
      };
      const registry = await opened([workspace(tool('edit', { risk: 'write', run }))], {
        mode: 'allow-writes',
        trusted: true,
      });
      await Promise.all(Array.from({ length: 4 }, () => registry.call('edit', {}, person().context())));
      assert.equal(most, 1);
    });
  });
});
