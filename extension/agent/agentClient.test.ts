import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type {
  AgentConfig,
  AgentEvent,
  AgentTask,
  ApprovalAnswer,
  GenerateEvent,
  GenerateRequest,
  GenerateResult,
  Json,
} from '../../runtime/agent/protocol';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import { bundleHost, type BundledHost } from '../runtimeProcess/testing/bundleHost';
import { AgentClient } from './agentClient';
import type { AgentParent } from './agentParent';

const usage = {
  ...{ inputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 10, reasoningTokens: 0 },
  source: 'provider',
} as const;

/** The gateway's side of one model call that says a text, or calls a tool. */
function answering(
  content: { readonly text: string } | { readonly tool: string; readonly input: Json },
  tell: (event: GenerateEvent) => void,
): GenerateResult {
  tell({ type: 'started', call: 'call-1', model: 'fake/m', attempt: 1 });
  if ('text' in content) tell({ type: 'text', text: content.text });
  else tell({ type: 'tool-call', id: 'tool-1', name: content.tool, input: content.input });
  const finish = 'text' in content ? 'stop' : 'tool-calls';
  tell({ type: 'finish', call: 'call-1', decision: 'decision-1', model: 'fake/m', finish, usage, cost: 7 });
  return { kind: 'done', decision: 'decision-1', cost: 7, usage };
}

const toolsHad = ({ messages }: GenerateRequest): number => messages.filter(({ role }) => role === 'tool').length;

describe('AgentClient', function () {
  this.timeout(60_000);
  let host: BundledHost;
  let home: string;
  let workspace: string;
  let clients: AgentClient[];
  let answer: ApprovalAnswer;
  let asked: string[];
  let generate: AgentParent['generate'];
  before(async () => {
    host = await bundleHost('runtime/agent/host/main.ts');
  });
  after(() => host.dispose());
  beforeEach(async () => {
    clients = [];
    asked = [];
    answer = { kind: 'allowed', remember: 'once' };
    home = await mkdtemp(path.join(tmpdir(), 'whetstone-agent-home-'));
    workspace = await mkdtemp(path.join(tmpdir(), 'whetstone-agent-'));
    await writeFile(path.join(workspace, 'a.txt'), 'the answer is 42\n');
    generate = async (request, tell) =>
      toolsHad(request) === 0
        ? answering({ tool: 'read_file', input: { path: 'a.txt' } }, tell)
        : answering({ text: 'It is 42.' }, tell);
  });
  afterEach(async () => {
    for (const client of clients) client.dispose();
    for (const folder of [home, workspace]) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const open = (changes: Partial<AgentParent> = {}): AgentClient => {
    const config: AgentConfig = {
      ...{ roots: [workspace], trusted: true, project: undefined, mode: 'ask', disabledTools: [], maxTools: 16 },
      ...{ approved: [], localOnly: false, mcpServers: {}, allowedServers: [], excluded: [], scripts: false },
    };
    const client = new AgentClient({
      ...{ entry: host.entry, env: { PATH: process.env.PATH, WHETSTONE_HOME: home }, idleMs: 0 },
      config: async () => config,
      parent: {
        generate: (...args) => generate(...args),
        approve: async ({ tool }) => {
          asked.push(tool);
          return answer;
        },
        remember: () => undefined,
        input: async () => null,
        unsavedFiles: () => [],
        unsaved: (file) => (file.endsWith('unsaved.txt') ? 'not saved yet\n' : null),
        apply: async () => undefined,
        diagnostics: async () => [],
        editorTools: () => [],
        callEditorTool: () => Promise.reject(new Error('there is none')),
        ...changes,
      },
      log: () => undefined,
    });
    clients.push(client);
    return client;
  };
  const task = (prompt: string): AgentTask => ({ prompt, model: 'auto', conversation: 'c', mode: 'ask' });

  it('starts nothing before something is asked; then a run goes through the parent, step by step', async () => {
    const client = open();
    assert.equal(client.running, false);
    const events: AgentEvent[] = [];
    const run = await client.run(task('What is the answer?'), (event) => events.push(event));
    assert.equal(run.status, 'answered', run.problem);
    assert.equal(events.map((event) => (event.type === 'text' ? event.text : '')).join(''), 'It is 42.');
    const { steps } = await client.getRun(run.id);
    assert.deepEqual(
      steps.map(({ kind }) => kind).filter((kind) => kind !== 'note'),
      ['user', 'model', 'tool', 'model'],
    );
    assert.deepEqual(
      (await client.listRuns(10)).map(({ id }) => id),
      [run.id],
    );
    assert.equal(run.totals.cost, 14);
  });

  it('an edit is asked about, and handed to the editor as it was shown', async () => {
    const applied: unknown[] = [];
    const client = open({ apply: async (edits) => void applied.push(...edits) });
    const input = { path: 'a.txt', edits: [{ old_text: '42', new_text: '43' }] };
    generate = async (request, tell) =>
      answering(toolsHad(request) > 0 ? { text: 'Done.' } : { tool: 'edit_file', input }, tell);
    await client.run(task('Change it.'), () => undefined);
    assert.deepEqual(asked, ['edit_file']);
    assert.deepEqual(applied, [{ path: 'a.txt', before: 'the answer is 42\n', after: 'the answer is 43\n' }]);
  });

  it('what the editor has not saved is what is read', async () => {
    await writeFile(path.join(workspace, 'unsaved.txt'), 'as on the disk\n');
    const result = await open().callTool({
      ...{ name: 'read_file', input: { path: 'unsaved.txt' }, conversation: 'c', confirmed: true },
    });
    assert.match(JSON.stringify(result.content), /not saved yet/);
  });

  it('a model that cannot be asked ends the run with words for a user', async () => {
    const client = open({
      generate: () =>
        Promise.reject(
          new RuntimeRequestError({ kind: 'unavailable', message: 'The gateway is away.', action: 'Try again.' }),
        ),
    });
    const run = await client.run(task('Hello'), () => undefined);
    assert.equal(run.status, 'failed');
    assert.match(run.problem ?? '', /The gateway is away/);
  });

  it('is called off by its token, and the model call with it', async () => {
    const source = new CancellationTokenSource();
    let cancelled = false;
    const client = open({
      generate: (_request, _tell, token) =>
        new Promise((_resolve, reject) => {
          token.onCancellationRequested(() => {
            cancelled = true;
            reject(new RequestCancelledError());
          });
          source.cancel();
        }),
    });
    const ended = await client
      .run(task('Hello'), () => undefined, source.token)
      .then(
        ({ status }) => status,
        (error: unknown) => error,
      );
    assert.ok(ended === 'cancelled' || ended instanceof RequestCancelledError, String(ended));
    assert.ok(cancelled);
    assert.equal((await client.listRuns(1))[0]?.status, 'cancelled');
  });

  it('a lost process leaves an interrupted run, and the next one goes on with it', async () => {
    const client = open();
    const usual = generate;
    let killed = false;
    generate = async (request, tell, token) => {
      if (toolsHad(request) === 0 || killed) return usual(request, tell, token);
      killed = true;
      const { pid } = client;
      assert.ok(pid !== undefined);
      process.kill(pid, 'SIGKILL');
      return new Promise(() => undefined);
    };
    await assert.rejects(
      client.run(task('What is the answer?'), () => undefined),
      (error) => error instanceof RuntimeRequestError && error.kind === 'crashed' && error.action.includes('resume'),
    );
    const [interrupted] = await client.listRuns(1);
    assert.equal(interrupted?.status, 'interrupted');
    const resumed = await client.resume(interrupted.id, () => undefined);
    assert.deepEqual([resumed.id, resumed.status], [interrupted.id, 'answered']);
  });
});
