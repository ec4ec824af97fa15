/** A real child of the tool library over a part of the sample. */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { bundledProgram } from '../../../runtime/testing/bundledProgram';
import * as protocol from '../../../runtime/toolLibrary/protocol';

const sample = path.resolve('benchmarks/toolLibrary/sample');

describe('tool library child', function () {
  this.timeout(120_000);
  let folder: string;
  let root: string;
  let child: ChildProcess;
  let connection: MessageConnection;
  let stages: string[];

  const configure = (more: Partial<protocol.LibraryConfig> = {}) =>
    connection.sendRequest(protocol.configureLibrary, {
      ...{ roots: [root], trusted: true, mayExecute: true, localOnly: true, project: 'p', ...more },
    });
  const read = (file: string) => readFile(path.join(root, file), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-library-'));
    root = path.join(folder, 'tools');
    await mkdir(root);
    for (const name of ['text.py', 'strings.py']) await cp(path.join(sample, 'python', name), path.join(root, name));
    child = fork(await bundledProgram('benchmarks/toolLibrary/host/main.ts'), ['--idle-ms', '0'], {
      execArgv: [],
      env: { ...process.env, WHETSTONE_HOME: path.join(folder, 'state') },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(() => undefined);
    stages = [];
    connection.onNotification(protocol.libraryProgress, ({ stage }) => {
      if (stages.at(-1) !== stage) stages.push(stage);
    });
    connection.listen();
  });
  afterEach(async () => {
    connection.dispose();
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    await rm(folder, { recursive: true });
  });

  it('merges duplicates, applies what was accepted, and takes it back', async () => {
    await configure();
    const before = new Map(
      await Promise.all(['text.py', 'strings.py'].map(async (each) => [each, await read(each)] as const)),
    );
    const { inventory } = await connection.sendRequest(protocol.takeInventory);
    assert.ok((inventory?.tools.length ?? 0) > 10);
    await connection.sendRequest(protocol.compareLibrary);
    const { groups } = await connection.sendRequest(protocol.refactorLibrary, {
      ...{ model: undefined, acceptWeak: false, seed: 1 },
    });
    const merged = groups?.equal.find(({ outcome }) => outcome.state === 'merged') ?? assert.fail('nothing was merged');
    await connection.sendRequest(protocol.decideGroup, { group: merged.id, accepted: true });
    const edit = await connection.sendRequest(protocol.planApply);
    for (const { path: file, after = '' } of edit.files) await writeFile(path.join(root, file), after);
    const { history } = await connection.sendRequest(protocol.applied, { id: edit.id });
    assert.deepEqual([history.length, history[0]?.touched], [1, []]);
    const back = await connection.sendRequest(protocol.planRevert, { id: edit.id });
    for (const { path: file, after = '' } of back.files) await writeFile(path.join(root, file), after);
    for (const [file, text] of before) assert.equal(await read(file), text);
    assert.deepEqual(stages.slice(0, 2), ['extract', 'run']);
  });

  it('runs nothing that the user did not agree to', async () => {
    await configure({ mayExecute: false });
    await connection.sendRequest(protocol.takeInventory);
    const { inventory, groups } = await connection.sendRequest(protocol.compareLibrary);
    assert.ok(inventory?.tools.every(({ run }) => run.status === 'skipped'));
    assert.ok((groups?.groups.length ?? 0) > 0);
    const merging = connection.sendRequest(protocol.refactorLibrary, { model: undefined, acceptWeak: false, seed: 1 });
    await assert.rejects(merging, /not allowed/);
  });

  it('reads nothing of a workspace that is not trusted, or where no folder is open', async () => {
    await configure({ trusted: false });
    await assert.rejects(connection.sendRequest(protocol.takeInventory), /not trusted/);
    await configure({ roots: [] });
    await assert.rejects(connection.sendRequest(protocol.takeInventory), /No folder/);
  });

  it('takes one step at a time, and ends it when it is cancelled', async () => {
    await configure();
    await connection.sendRequest(protocol.takeInventory);
    const source = new CancellationTokenSource();
    const comparing = connection.sendRequest(protocol.compareLibrary, source.token);
    await assert.rejects(connection.sendRequest(protocol.takeInventory), /under way/);
    source.cancel();
    await assert.rejects(comparing, /Cancelled/);
    const { inventory, groups } = await connection.sendRequest(protocol.readLibraryState);
    assert.ok(inventory !== undefined && groups === undefined);
  });

  it('measures finding beside random merges, and says which question names no tool', async () => {
    await configure();
    const { inventory } = await connection.sendRequest(protocol.takeInventory);
    await connection.sendRequest(protocol.compareLibrary);
    const names = new Set(inventory?.tools.map(({ name }) => name));
    const lines = (await readFile(path.join(sample, 'queries.jsonl'), 'utf8'))
      .split('\n')
      .filter((line) => line !== '');
    const fitting = lines.filter((line) => {
      const { tools } = JSON.parse(line) as { readonly tools: readonly string[] };
      return tools.every((name) => names.has(name));
    });
    const queries = path.join(folder, 'queries.jsonl');
    await writeFile(queries, fitting.join('\n'));
    const { retrieval } = await connection.sendRequest(protocol.measureRetrieval, { queries });
    assert.deepEqual([retrieval?.queries, retrieval?.controls], [fitting.length, 20]);
    const first = retrieval?.rows.find(({ measure, counting }) => measure === 'hit@1' && counting === 'strict');
    assert.ok(first !== undefined && first.after.mean > first.control.mean);
    await writeFile(queries, '{"query": "Nothing", "tools": ["no_such_tool"]}\n');
    await assert.rejects(connection.sendRequest(protocol.measureRetrieval, { queries }), /no tool no_such_tool/);
  });
});
