/** The tool library in VS Code: a part of the sample is compared, a group is accepted, applied and reverted, and the files are looked at. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import * as vscode from 'vscode';
import * as protocol from '../../runtime/toolLibrary/protocol';
import type { LibraryData } from '../../webviews/toolLibrary/protocol';
import type { TestApi } from '../testApi';
import { closeAll, scratch, set, testApi, until } from './infillSupport';

const sample = path.join(__dirname, '..', '..', 'benchmarks', 'toolLibrary', 'sample', 'python');
/** Below the workspace. */
const copied = ['text.py', 'strings.py'].map((name) => `tools/${name}`);

describe('the tool library of the open folder', function () {
  this.timeout(120_000);
  let api: TestApi;
  let originals: ReadonlyMap<string, string>;
  let edit: protocol.LibraryEdit | undefined;

  const root = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const onDisk = (file: string): string => readFileSync(path.join(root(), file), 'utf8');
  const data = (): LibraryData => {
    const { content } = api.toolLibrary;
    return content.kind === 'ready' ? content.data : assert.fail(JSON.stringify(content));
  };
  const merged = () => data().library.groups?.equal.filter(({ outcome }) => outcome.state === 'merged') ?? [];

  before(async () => {
    mkdirSync(path.join(root(), 'tools'), { recursive: true });
    for (const file of copied) cpSync(path.join(sample, path.basename(file)), path.join(root(), file));
    originals = new Map(copied.map((file) => [file, onDisk(file)]));
    api = await testApi();
    await vscode.commands.executeCommand('whetstone.locobench.revokeExecution');
  });
  after(async () => {
    await vscode.commands.executeCommand('whetstone.locobench.revokeExecution');
    await closeAll();
    rmSync(path.join(root(), 'tools'), { recursive: true, force: true });
  });

  it('is shown by its page, before anything was looked for', async () => {
    await vscode.commands.executeCommand('whetstone.toolLibrary.show');
    // The page says that it is there, and only then anything is read.
    await until('the page', () => api.toolLibrary.content.kind === 'ready');
    assert.deepEqual([data().workspace, data().mayExecute, data().library.inventory], ['ready', false, undefined]);
  });

  it('lists tools and compares them without running any, while nobody has agreed', async () => {
    await api.toolLibrary.requested({ type: 'act', act: 'takeInventory' });
    const tools = data().library.inventory?.tools ?? [];
    assert.ok(copied.every((file) => tools.some((tool) => tool.path === file)));
    const client = await api.toolLibrary.client();
    const { inventory, groups } = await client.askPlain(protocol.compareLibrary);
    assert.ok(inventory?.tools.every(({ run }) => run.status === 'skipped'));
    assert.ok((groups?.groups.length ?? 0) > 0);
    const merging = client.ask(protocol.refactorLibrary, { model: undefined, acceptWeak: false, seed: 1 });
    await assert.rejects(merging, /not allowed/);
  });

  it('runs and merges them once the user has agreed', async () => {
    await api.allowExecution();
    await api.toolLibrary.requested({ type: 'act', act: 'compare' });
    assert.ok(data().library.inventory?.tools.some(({ run }) => run.status === 'run'));
    await api.toolLibrary.requested({ type: 'merge', acceptWeak: false, asked: undefined });
    assert.ok(merged().length > 0);
    assert.equal(data().mayExecute, true);
  });

  it('writes nothing where nothing is accepted, or where the user says no', async () => {
    await assert.rejects(
      api.toolLibrary.apply(async () => true),
      /No group is accepted/,
    );
    const [first] = merged();
    await api.toolLibrary.requested({ type: 'decide', group: first?.id ?? '', accepted: true });
    assert.equal(merged().find(({ id }) => id === first?.id)?.accepted, true);
    await api.toolLibrary.apply(async () => false);
    for (const [file, text] of originals) assert.equal(onDisk(file), text);
  });

  it('applies a group as one change', async () => {
    await api.toolLibrary.apply(async (planned) => {
      edit = planned;
      return true;
    });
    assert.ok(edit !== undefined && edit.files.length > 0);
    for (const { path: file, after } of edit.files) {
      assert.equal(onDisk(file), after);
      assert.notEqual(after, originals.get(file));
      const document = await vscode.workspace.openTextDocument(path.join(root(), file));
      assert.equal(document.isDirty, false);
    }
    const [entry] = data().library.history;
    assert.deepEqual([entry?.id, entry?.touched, entry?.reverted], [edit.id, [], undefined]);
  });

  it('overwrites nothing that was changed since', async () => {
    const { path: file, after = '' } = edit?.files[0] ?? assert.fail('nothing was applied');
    writeFileSync(path.join(root(), file), `${after}\n# mine\n`);
    const revert = { type: 'revert', id: edit?.id ?? '' } as const;
    await assert.rejects(api.toolLibrary.requested(revert), /was changed since/);
    assert.match(onDisk(file), /# mine/);
    writeFileSync(path.join(root(), file), after);
  });

  it('gives back every byte', async () => {
    await api.toolLibrary.requested({ type: 'revert', id: edit?.id ?? '' });
    for (const [file, text] of originals) assert.equal(onDisk(file), text);
    assert.ok(data().library.history[0]?.reverted !== undefined);
  });

  it('offers its tools to models by an MCP server, while the user wants that', async () => {
    assert.deepEqual([api.toolLibrary.offered.definitions(), data().offered], [[], undefined]);
    await api.toolLibrary.requested({ type: 'act', act: 'offer' });
    const [server] = api.toolLibrary.offered.definitions();
    assert.equal(data().offered, server?.label);
    const client = new Client({ name: 'suite', version: '1' });
    const { command, args, env } = server ?? assert.fail('it is not offered');
    const texts = Object.entries(env).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]));
    const environment = { ...getDefaultEnvironment(), ...(Object.fromEntries(texts) as Record<string, string>) };
    await client.connect(new StdioClientTransport({ command, args, env: environment }));
    try {
      const { tools } = await client.listTools();
      assert.ok(
        tools.some(({ name }) => name === 'slugify'),
        tools.map(({ name }) => name).join(),
      );
      const { content } = await client.callTool({ name: 'slugify', arguments: { title: 'A b' } });
      assert.match(JSON.stringify(content), /a-b/);
    } finally {
      await client.close();
    }
    await api.toolLibrary.requested({ type: 'act', act: 'withdraw' });
    assert.deepEqual([api.toolLibrary.offered.definitions(), data().offered], [[], undefined]);
    await api.toolLibrary.requested({ type: 'act', act: 'offer' });
  });

  it('lists tools of MCP servers that were chosen and allowed, and says why others have none', async () => {
    const server = path.resolve(__dirname, '../../node_modules/@modelcontextprotocol/server-memory/dist/index.js');
    const env = { ELECTRON_RUN_AS_NODE: '1', MEMORY_FILE_PATH: path.join(scratch, 'library-memory.json') };
    const restore = await set('whetstone.agent.mcpServers', {
      'library memory': { command: process.execPath, args: [server], env },
    });
    try {
      const client = await api.agent();
      await until('the server', async () => (await client.servers()).some(({ name }) => name === 'library memory'));
      await api.toolLibrary.servers.choose(async () => ['library memory', 'nobody']);
      await api.toolLibrary.requested({ type: 'act', act: 'takeInventory' });
      const served = () => data().library.inventory?.tools.filter(({ kind }) => kind === 'mcp') ?? [];
      const problems = () => data().library.inventory?.problems.filter((each) => each.path.startsWith('mcp:')) ?? [];
      assert.deepEqual(served(), []);
      assert.match(
        problems()
          .map(({ problem }) => problem)
          .join(),
        /allowed to start it.*not configured/,
      );
      await client.controlServer('library memory', 'allow');
      await api.toolLibrary.requested({ type: 'act', act: 'takeInventory' });
      assert.ok(
        served().some(({ name, provenance }) => name === 'create_entities' && provenance === 'mcp:library memory'),
      );
      assert.ok(data().library.inventory?.tools.some(({ kind }) => kind === 'python'));
      await api.toolLibrary.requested({ type: 'act', act: 'compare' });
      assert.ok(
        data().library.groups?.groups.some(({ members }) =>
          members.some((id) => served().some((tool) => tool.id === id)),
        ),
      );
    } finally {
      await api.toolLibrary.servers.choose(async () => []);
      await restore();
    }
  });

  it('runs no tool any more after that was taken back', async () => {
    await vscode.commands.executeCommand('whetstone.locobench.revokeExecution');
    const merging = api.toolLibrary.client().then((client) => {
      const params = { model: undefined, acceptWeak: false, seed: 1 };
      return client.ask(protocol.refactorLibrary, params);
    });
    await assert.rejects(merging, /not allowed/);
    assert.deepEqual(api.toolLibrary.offered.definitions(), []);
  });
});
