/** What the editor asks a real child of the tool library about duplicates. */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { bundledProgram } from '../../../runtime/testing/bundledProgram';
import * as duplicates from '../../../runtime/toolLibrary/duplicates/protocol';
import * as protocol from '../../../runtime/toolLibrary/protocol';

const sample = path.resolve('benchmarks/toolLibrary/sample/python');

describe('tool library child, asked about duplicates', function () {
  this.timeout(120_000);
  let folder: string;
  let root: string;
  let child: ChildProcess;
  let connection: MessageConnection;

  const configure = (more: Partial<protocol.LibraryConfig> = {}) =>
    connection.sendRequest(protocol.configureLibrary, {
      ...{ roots: [root], trusted: true, mayExecute: true, localOnly: true, project: 'p', ...more },
    });
  const ask = (query: Partial<duplicates.DuplicatesQuery>) =>
    connection.sendRequest(duplicates.findDuplicates, { open: [], touched: [], all: false, ...query });
  const inStrings = async (text?: string) => (await ask({ open: [{ path: 'strings.py', text }] })).files[0]!.findings;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-followed-'));
    root = path.join(folder, 'tools');
    await mkdir(root);
    for (const name of ['text.py', 'strings.py']) await cp(path.join(sample, name), path.join(root, name));
    child = fork(await bundledProgram('benchmarks/toolLibrary/host/main.ts'), ['--idle-ms', '0'], {
      execArgv: [],
      env: { ...process.env, WHETSTONE_HOME: path.join(folder, 'state') },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(() => undefined);
    connection.listen();
  });
  afterEach(async () => {
    connection.dispose();
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    await rm(folder, { recursive: true });
  });

  it('tells more once the page has compared the tools, and plans one merge that can be taken back', async () => {
    await configure();
    const text = await readFile(path.join(root, 'strings.py'), 'utf8');
    assert.deepEqual(
      (await inStrings()).map(({ kind, tool }) => [kind, tool.name]),
      [
        ['same-code-but-constants', 'shorten'],
        ['same-code-but-constants', 'preview'],
      ],
    );
    await connection.sendRequest(protocol.takeInventory, { servers: [] });
    await connection.sendRequest(protocol.compareLibrary);
    const found = (await inStrings()).find(({ tool }) => tool.name === 'reads_backwards');
    assert.deepEqual([found?.kind, found?.others.map(({ name }) => name)], ['same-results', ['is_palindrome']]);
    assert.deepEqual(found?.mergeable, [found?.others[0]?.id]);
    const tools = [found.tool.id, ...found.mergeable];
    const edit = await connection.sendRequest(duplicates.planMerge, { tools, seed: 3 });
    assert.ok(edit.files.every(({ path: file }) => ['strings.py', 'text.py'].includes(file)));
    for (const { path: file, after = '' } of edit.files) await writeFile(path.join(root, file), after);
    const { history } = await connection.sendRequest(protocol.applied, { id: edit.id });
    assert.deepEqual([history[0]?.tools, history[0]?.touched], [1, []]);
    const touched = edit.files.map(({ path: file }) => file);
    const { files } = await ask({ open: [{ path: 'strings.py', text: undefined }], touched });
    assert.ok(files[0]!.findings.every(({ tool }) => tool.name !== 'reads_backwards'));
    const back = await connection.sendRequest(protocol.planRevert, { id: edit.id });
    for (const { path: file, after = '' } of back.files) await writeFile(path.join(root, file), after);
    assert.equal(await readFile(path.join(root, 'strings.py'), 'utf8'), text);
  });

  it('says why functions do not become one', async () => {
    await configure();
    const [, , ...others] = (await ask({ all: true })).all;
    assert.deepEqual(others, []);
    const [finding] = await inStrings();
    const tools = [finding!.tool.id, finding!.others[0]!.id];
    await assert.rejects(
      connection.sendRequest(duplicates.planMerge, { tools, seed: 1 }),
      /did not give the same results/,
    );
    await assert.rejects(
      connection.sendRequest(duplicates.planMerge, { tools: ['0123456789abcdef', ...tools], seed: 1 }),
      /changed or has gone/,
    );
    await configure({ mayExecute: false });
    await assert.rejects(connection.sendRequest(duplicates.planMerge, { tools, seed: 1 }), /not allowed/);
  });

  it('reads nothing without trust, and no file from outside', async () => {
    await configure({ trusted: false });
    await assert.rejects(ask({ all: true }), /not trusted/);
    await configure();
    for (const outside of ['/etc/passwd', '../secret.py', 'a/../../secret.py']) {
      await assert.rejects(ask({ open: [{ path: outside, text: undefined }] }), outside);
      await assert.rejects(ask({ touched: [outside] }), outside);
    }
  });
});
