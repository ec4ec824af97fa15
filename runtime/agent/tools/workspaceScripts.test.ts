/** Scripts of a workspace in the agent's registry: trust, approvals, modes and switches as for other tools that run something. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSandbox, SandboxUnavailableError } from '../../tools/sandbox';
import { fileWorkspaceHost } from '../../tools/workspace';
import type { ApprovalAnswer, ApprovalRequest } from '../../tools/types';
import { AgentTools, type ToolsConfig } from './agentTools';

const makefile =
  'NAME ?= world\n\n# Greets somebody.\ngreet:\n\t@echo hello $(NAME) > greeting.txt; cat greeting.txt\n';

describe('Scripts of a workspace as tools of the agent', function () {
  this.timeout(60_000);
  let root: string;
  let opened: AgentTools | undefined;
  const { signal } = new AbortController();

  before(async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      this.skip();
    }
  });
  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-scripts-')));
    await writeFile(path.join(root, 'Makefile'), makefile);
  });
  afterEach(async () => {
    await opened?.dispose();
    opened = undefined;
    await rm(root, { recursive: true, force: true });
  });

  async function open(more: Partial<ToolsConfig> = {}): Promise<AgentTools> {
    const config: ToolsConfig = {
      ...{ roots: [root], trusted: true, mode: 'ask', disabledTools: [], localOnly: true, scripts: true, ...more },
      ...{ mcpServers: {}, allowedServers: [], excluded: [] },
    };
    opened = await AgentTools.open({
      config,
      workspace: fileWorkspaceHost([root], { trusted: config.trusted }),
      memory: { has: () => false, add: async () => undefined },
      askInput: async () => undefined,
      log: () => undefined,
    });
    await opened.registry.refresh(signal);
    return opened;
  }

  const script = (tools: AgentTools) => tools.registry.entries().find(({ name }) => name.startsWith('make_greet'));

  async function call(tools: AgentTools, answer: ApprovalAnswer) {
    const asked: ApprovalRequest[] = [];
    const result = await tools.registry.call(
      'make_greet',
      { NAME: 'you' },
      {
        ...{ signal, conversation: 'c' },
        approve: async (request) => {
          asked.push(request);
          return answer;
        },
      },
    );
    return { asked, result };
  }

  it('run only after the user saw the command, and on a copy', async () => {
    const { asked, result } = await call(await open(), { kind: 'allowed', remember: 'once' });
    assert.deepEqual(
      asked.map(({ risk, preview }) => [
        risk,
        preview.kind,
        preview.kind === 'command' && preview.command.includes('make'),
      ]),
      [['execute', 'command', true]],
    );
    assert.match(JSON.stringify(result.content), /hello you[\s\S]*it changed greeting\.txt; that is gone/);
    await assert.rejects(readFile(path.join(root, 'greeting.txt')), /ENOENT/);
  });

  it('are not run when the user refuses', async () => {
    const { asked, result } = await call(await open(), { kind: 'refused', reason: 'not now' });
    assert.equal(asked.length, 1);
    assert.equal(result.handled?.outcome, 'refused');
  });

  it('are asked about where edits go without a question, and refused where nothing but reads is allowed', async () => {
    const writes = await call(await open({ mode: 'allow-writes' }), { kind: 'refused' });
    assert.equal(writes.asked.length, 1);
    await opened?.dispose();
    assert.notEqual(script(await open({ mode: 'read-only' }))?.disabled, undefined);
  });

  it('are not there without trust, with the reason, and without the setting', async () => {
    const untrusted = await open({ trusted: false });
    assert.equal(script(untrusted), undefined);
    assert.match(JSON.stringify(untrusted.registry.problems()), /Scripts are not run before the workspace is trusted/);
    await untrusted.dispose();
    assert.equal(script(await open({ scripts: false })), undefined);
  });

  it('can be switched off one by one', async () => {
    assert.notEqual(script(await open({ disabledTools: ['make_greet'] }))?.disabled, undefined);
  });

  it('are no trouble to a workspace that has none', async () => {
    await rm(path.join(root, 'Makefile'));
    const tools = await open({ trusted: false });
    assert.deepEqual(
      tools.registry.problems().filter(({ origin }) => origin.id === 'scripts'),
      [],
    );
  });

  it('are found again when their file changes', async () => {
    const tools = await open();
    const changed = new Promise<void>((resolve) => tools.registry.onChange(resolve));
    await writeFile(path.join(root, 'Makefile'), `${makefile}\nother:\n\t@echo other\n`);
    await changed;
    await tools.registry.refresh(signal);
    assert.ok(tools.registry.entries().some(({ name }) => name === 'make_other'));
  });
});
