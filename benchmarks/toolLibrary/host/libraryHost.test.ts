/** A real child of the tool library over a part of the sample. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import * as protocol from '../../../runtime/toolLibrary/protocol';
import { startLibraryChild, type LibraryChild } from './testing/libraryChild';

const sample = path.resolve('benchmarks/toolLibrary/sample');

describe('tool library child', function () {
  this.timeout(120_000);
  let folder: string;
  let root: string;
  let child: LibraryChild;
  let connection: MessageConnection;

  const configure = (more: Partial<protocol.LibraryConfig> = {}) => child.configure(more);
  const read = (file: string) => readFile(path.join(root, file), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-library-'));
    root = path.join(folder, 'tools');
    await mkdir(root);
    for (const name of ['text.py', 'strings.py']) await cp(path.join(sample, 'python', name), path.join(root, name));
    child = await startLibraryChild(folder, root);
    ({ connection } = child);
  });
  afterEach(async () => {
    await child.end();
    await rm(folder, { recursive: true });
  });

  it('merges duplicates, applies what was accepted, and takes it back', async () => {
    await configure();
    const before = new Map(
      await Promise.all(['text.py', 'strings.py'].map(async (each) => [each, await read(each)] as const)),
    );
    const { inventory } = await connection.sendRequest(protocol.takeInventory, { servers: [] });
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
    // Nothing outside calls the old names of the sample: the second step says so, and changes nothing.
    await assert.rejects(connection.sendRequest(protocol.planInline, { id: edit.id }), /can be rewritten/);
    const back = await connection.sendRequest(protocol.planRevert, { id: edit.id });
    for (const { path: file, after = '' } of back.files) await writeFile(path.join(root, file), after);
    for (const [file, text] of before) assert.equal(await read(file), text);
    const stages = new Set(child.progress.map(({ stage }) => stage));
    assert.deepEqual([...stages].slice(0, 2), ['extract', 'run']);
  });

  it('runs nothing that the user did not agree to', async () => {
    await configure({ mayExecute: false });
    await connection.sendRequest(protocol.takeInventory, { servers: [] });
    const { inventory, groups } = await connection.sendRequest(protocol.compareLibrary);
    assert.ok(inventory?.tools.every(({ run }) => run.status === 'skipped'));
    assert.ok((groups?.groups.length ?? 0) > 0);
    const merging = connection.sendRequest(protocol.refactorLibrary, { model: undefined, acceptWeak: false, seed: 1 });
    await assert.rejects(merging, /not allowed/);
  });

  it('reads nothing of a workspace that is not trusted, or where no folder is open', async () => {
    await configure({ trusted: false });
    await assert.rejects(connection.sendRequest(protocol.takeInventory, { servers: [] }), /not trusted/);
    await configure({ roots: [] });
    await assert.rejects(connection.sendRequest(protocol.takeInventory, { servers: [] }), /No folder/);
  });

  it('finds again what was found, merged and decided, after the process was killed', async () => {
    await configure();
    await connection.sendRequest(protocol.takeInventory, { servers: [] });
    await connection.sendRequest(protocol.compareLibrary);
    await connection.sendRequest(protocol.cutLibrary, { height: 0.7 });
    const { groups } = await connection.sendRequest(protocol.refactorLibrary, {
      ...{ model: undefined, acceptWeak: false, seed: 1 },
    });
    const merged = groups?.equal.find(({ outcome }) => outcome.state === 'merged') ?? assert.fail('nothing was merged');
    const before = await connection.sendRequest(protocol.decideGroup, { group: merged.id, accepted: true });
    const detail = await connection.sendRequest(protocol.readGroup, { group: merged.id });
    await child.end('SIGKILL');
    child = await startLibraryChild(folder, root);
    ({ connection } = child);
    await configure();
    assert.deepEqual(await connection.sendRequest(protocol.readLibraryState), before);
    assert.deepEqual(await connection.sendRequest(protocol.readGroup, { group: merged.id }), detail);
    await writeFile(path.join(root, 'text.py'), '# mine\n');
    const { stale } = await connection.sendRequest(protocol.readLibraryState);
    assert.deepEqual(stale, { files: ['text.py'], count: 1 });
    await assert.rejects(connection.sendRequest(protocol.planApply), /text\.py was changed since/);
  });

  it('keeps a library for each folder', async () => {
    const other = path.join(folder, 'other');
    await mkdir(other);
    await cp(path.join(sample, 'python', 'money.py'), path.join(other, 'money.py'));
    const roots = [root, other];
    await configure({ roots });
    await connection.sendRequest(protocol.takeInventory, { servers: [] });
    await configure({ roots, folder: other });
    assert.equal((await connection.sendRequest(protocol.readLibraryState)).inventory, undefined);
    const { inventory } = await connection.sendRequest(protocol.takeInventory, { servers: [] });
    assert.ok(inventory?.tools.every((tool) => tool.path === 'money.py'));
    await configure({ roots, folder: root });
    assert.equal((await connection.sendRequest(protocol.readLibraryState)).inventory?.root, root);
  });

  it('takes one step at a time, and ends it when it is cancelled', async () => {
    // Enough that comparing goes on for a while, also where this process has to wait for its turn.
    await cp(path.join(sample, 'python'), root, { recursive: true });
    await configure();
    await connection.sendRequest(protocol.takeInventory, { servers: [] });
    const source = new CancellationTokenSource();
    const comparing = connection.sendRequest(protocol.compareLibrary, source.token);
    await assert.rejects(connection.sendRequest(protocol.takeInventory, { servers: [] }), /under way/);
    source.cancel();
    await assert.rejects(comparing, /Cancelled/);
    const { inventory, groups } = await connection.sendRequest(protocol.readLibraryState);
    assert.ok(inventory !== undefined && groups === undefined);
  });

  it('measures finding beside random merges, and says which question names no tool', async () => {
    await configure();
    const { inventory } = await connection.sendRequest(protocol.takeInventory, { servers: [] });
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
