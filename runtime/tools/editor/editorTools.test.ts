import assert from 'node:assert/strict';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { PassThrough } from 'node:stream';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { callEditorTool, editorTools } from '../../agent/protocol';
import { openToolRegistry } from '../registry';
import type { ToolContext } from '../types';
import { EditorTools, type EditorTool } from './editorTools';

const tool = (name: string, more: Partial<EditorTool> = {}): EditorTool => ({
  name,
  description: `Does ${name}`,
  inputSchema: { type: 'object', properties: {} },
  tags: [],
  ...more,
});

/** The two ends of the agent's protocol, without VS Code behind the far one. */
function line(tools: readonly EditorTool[]) {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const end = (input: PassThrough, output: PassThrough) => {
    const connection = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
    connection.listen();
    return connection;
  };
  const [near, far] = [end(back, there), end(there, back)];
  const called: unknown[] = [];
  const cancelled: string[] = [];
  far.onRequest(editorTools, () => tools);
  far.onRequest(callEditorTool, async (call, token) => {
    called.push(call);
    if (call.name === 'hang') {
      await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
      cancelled.push(call.name);
    }
    if (call.name === 'fails') throw new Error('no such file');
    return { content: [{ type: 'text', text: 'done' }], isError: false, changed: true };
  });
  return { near, far, called, cancelled };
}

const source = (near: MessageConnection) =>
  new EditorTools({
    list: () => near.sendRequest(editorTools),
    call: async (call, signal) => {
      const cancel = new CancellationTokenSource();
      signal.addEventListener('abort', () => cancel.cancel(), { once: true });
      return near.sendRequest(callEditorTool, call, cancel.token);
    },
  });

const context = (signal = new AbortController().signal): ToolContext => ({
  signal,
  approve: async () => ({ kind: 'allowed', remember: 'once' }),
  conversation: 'c',
});

describe('tools of the editor', () => {
  const ends: MessageConnection[] = [];
  const opened = (tools: readonly EditorTool[]) => {
    const both = line(tools);
    ends.push(both.near, both.far);
    return { ...both, source: source(both.near) };
  };
  afterEach(() => ends.splice(0).forEach((each) => each.dispose()));
  const listed = async (tools: readonly EditorTool[]) => opened(tools).source.tools(new AbortController().signal);

  it('are never our own', async () => {
    const { tools } = await listed([tool('whetstone_search'), tool('mcp_whetstone_run'), tool('other_whetstone')]);
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['other_whetstone'],
    );
  });

  it('may do anything, except those that VS Code itself says only look', async () => {
    const { tools } = await listed([
      tool('copilot_readFile', { tags: ['vscode_codesearch'] }),
      tool('ext_read', { tags: ['readonly', 'safe'] }),
    ]);
    assert.deepEqual(
      tools.map(({ title, risk }) => [title, risk]),
      [
        ['Read file', 'read'],
        ['Read', 'network'],
      ],
    );
  });

  it('with an input that is no object are left out and told', async () => {
    const { tools, problem } = await listed([tool('good'), tool('bad', { inputSchema: { type: 'array' } })]);
    assert.equal(tools.length, 1);
    assert.match(problem ?? '', /“bad” is left out/);
  });

  it('are called by their names, through the registry', async () => {
    const { source: tools, called } = opened([tool('ext_do')]);
    const registry = openToolRegistry({ sources: [tools] });
    await registry.refresh(context().signal);
    const [entry] = registry.entries();
    const result = await registry.call(entry?.name ?? '', {}, context());
    assert.deepEqual(result.content, [{ type: 'text', text: 'done' }]);
    assert.deepEqual(called, [{ name: 'ext_do', input: {}, conversation: 'c' }]);
  });

  it('tell the model why they failed', async () => {
    const { source: tools } = opened([tool('fails')]);
    const [fails] = (await tools.tools(context().signal)).tools;
    await assert.rejects(async () => fails?.run({}, context()), {
      name: 'ToolError',
      message: /could not run fails: .*no such file/,
    });
  });

  it('are cancelled in the editor as well', async () => {
    const { source: tools, cancelled } = opened([tool('hang')]);
    const [hang] = (await tools.tools(context().signal)).tools;
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    await assert.rejects(
      async () => {
        await hang?.run({}, context(stop.signal));
        stop.signal.throwIfAborted();
      },
      { name: 'AbortError' },
    );
    assert.deepEqual(cancelled, ['hang']);
  });

  it('are asked for again when VS Code has others', async () => {
    const { source: tools } = opened([]);
    let changes = 0;
    const end = tools.onChange(() => changes++);
    tools.changed();
    end();
    tools.changed();
    assert.equal(changes, 1);
  });
});
