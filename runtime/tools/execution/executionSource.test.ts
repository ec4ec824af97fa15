import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json } from '../../gateway/types';
import { openSandbox, SandboxUnavailableError, type CommandSandbox } from '../sandbox';
import { ToolError } from '../toolError';
import type { FileEdit, SourceTool, ToolContext, WorkspaceHost } from '../types';
import { executionSource } from './index';

describe('Tools that run something', function () {
  this.timeout(60_000);
  let sandbox: CommandSandbox;
  let root: string;
  let applied: readonly FileEdit[];

  before(async function () {
    try {
      sandbox = await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      this.skip();
    }
  });

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-test-')));
    await mkdir(path.join(root, '.vscode'));
    await write('a.txt', 'one\ntwo\n');
    await write('.gitignore', 'dist\n');
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  };

  const host = (trusted = true): WorkspaceHost => ({
    roots: [root],
    trusted,
    unsaved: () => Promise.resolve(undefined),
    apply: (edits) => {
      applied = edits;
      return Promise.resolve();
    },
    diagnostics: () => Promise.resolve([]),
  });
  const context: ToolContext = {
    signal: new AbortController().signal,
    approve: () => Promise.resolve({ kind: 'refused' }),
    conversation: 'c',
  };

  async function tools(): Promise<(name: string) => SourceTool> {
    const offered = await executionSource({ host: host(), open: () => Promise.resolve(sandbox) }).tools(context.signal);
    return (name) => {
      const tool = offered.tools.find((each) => each.name === name);
      assert.ok(tool, `${name} is offered`);
      return tool;
    };
  }

  async function text(tool: SourceTool, input: Json): Promise<string> {
    const { content } = await tool.run(input, context);
    return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  }

  it('runs a command, tells what it changed, and takes it over when asked', async () => {
    const tool = await tools();
    const told = await text(tool('run_command'), {
      command: 'echo three >> a.txt; mkdir dist; echo x > dist/o; echo done; exit 2',
    });
    assert.match(told, /exit status 2 after .*\nstdout:\ndone\n/);
    assert.match(told, /changed a\.txt\nnot kept: 1 files that \.gitignore leaves out, or of a cache\n[\s\S]*\+three/);
    assert.match(told, /apply_command_changes with id "changes-1"/);
    assert.equal(await readFile(path.join(root, 'a.txt'), 'utf8'), 'one\ntwo\n');
    const edit = { path: 'a.txt', before: 'one\ntwo\n', after: 'one\ntwo\nthree\n' };
    const apply = tool('apply_command_changes');
    assert.deepEqual(await apply.preview?.({ id: 'changes-1' }, context), { kind: 'edits', edits: [edit] });
    await apply.run({ id: 'changes-1' }, context);
    assert.deepEqual(applied, [edit]);
    await assert.rejects(apply.run({ id: 'changes-9' }, context), ToolError);
    await assert.rejects(apply.run({ id: 'changes-1', paths: ['b'] }, context), /does not change b/);
  });

  it('lists no more than a model can use, and no caches', async () => {
    const command =
      'mkdir -p target t; touch target/CACHEDIR.TAG target/x; for i in $(seq 100); do echo $i > t/$i; done';
    const told = await text((await tools())('run_command'), { command });
    assert.match(told, /and 61 more\n/);
    assert.doesNotMatch(told, /target/);
  });

  it('shows the command and the folder before', async () => {
    await mkdir(path.join(root, 'sub'));
    const preview = await (await tools())('run_command').preview?.({ command: 'ls', folder: 'sub' }, context);
    assert.equal(
      preview?.kind === 'command' && `${preview.command} in ${preview.folder}`,
      `ls in ${path.join(root, 'sub')}`,
    );
  });

  it('ends a command at the time that was asked for', async () => {
    assert.match(
      await text((await tools())('run_command'), { command: 'sleep 30', timeout_seconds: 1 }),
      /longer than it may/,
    );
  });

  it('runs a task with those it depends on, and scripts of package.json', async () => {
    await write('package.json', '{"scripts":{"hello":"echo hello from npm"}}');
    await write(
      '.vscode/tasks.json',
      `{ // comment
        "tasks": [
          { "label": "prepare", "type": "shell", "command": "mkdir", "args": ["out put"] },
          { "label": "make", "type": "process", "command": "ls", "args": ["-d", "\${workspaceFolder}/out put"], "dependsOn": "prepare" },
          { "label": "ask", "type": "shell", "command": "echo \${input:x}" },
        ] }`,
    );
    const tool = (await tools())('run_task');
    assert.match(await text(tool, { task: 'make' }), new RegExp(`${root}/out put`));
    assert.match(await text(tool, { task: 'npm: hello' }), /hello from npm/);
    await assert.rejects(tool.run({ task: 'ask' }, context), /\$\{input:x\}, which only the editor knows/);
    await assert.rejects(tool.run({ task: 'none' }, context), /There are: prepare, make, ask, npm: hello/);
  });

  it('runs tests by node --test', async () => {
    await write('package.json', '{"scripts":{"test":"node --test"}}');
    await write(
      'a.test.js',
      `const test = require('node:test');
test('adds', () => {});
test('group', async (t) => { await t.test('fails', () => { throw new Error('boom here'); }); });
test.skip('later', () => {});`,
    );
    const tool = (await tools())('run_tests');
    const told = await text(tool, {});
    assert.match(told, /^node --test: 1 passed, 1 failed, 1 skipped/);
    assert.match(told, /FAILED fails\n[\s\S]*boom here/);
    assert.match(await text(tool, { file: 'a.test.js', name: 'adds' }), /^node --test: 1 passed, 0 failed/);
  });

  it('runs tests by mocha, one file of them', async () => {
    const mocha = path.dirname(require.resolve('mocha/package.json'));
    await write('package.json', '{"scripts":{"test":"mocha \\"t/*.cjs\\""}}');
    await write(
      't/a.cjs',
      `describe('a', () => { it('is', () => {}); it('is not', () => { throw new Error('wrong sum'); }); });`,
    );
    await write('t/b.cjs', `it('b', () => {});`);
    await write('node_modules/.bin/mocha', `#!/bin/sh\nexec node ${mocha}/bin/mocha.js "$@"\n`);
    const { chmod } = await import('node:fs/promises');
    await chmod(path.join(root, 'node_modules/.bin/mocha'), 0o755);
    const withMocha: CommandSandbox['run'] = (request, signal) =>
      sandbox.run({ ...request, readable: [path.dirname(mocha)] }, signal);
    const seen = Object.assign(Object.create(sandbox) as CommandSandbox, { run: withMocha });
    const offered = await executionSource({ host: host(), open: () => Promise.resolve(seen) }).tools(context.signal);
    const tool = offered.tools.find(({ name }) => name === 'run_tests');
    assert.ok(tool);
    assert.match(await text(tool, {}), /^mocha: 2 passed, 1 failed, 0 skipped[\s\S]*FAILED a is not\nError: wrong sum/);
    assert.match(await text(tool, { file: 't/b.cjs' }), /^mocha: 1 passed, 0 failed/);
  });

  it('runs tests by pytest', async function () {
    const probe = await sandbox.run({ command: { shell: 'python3 -m pytest --version' }, folder: { kind: 'empty' } });
    if (probe.code !== 0) {
      console.error('    skipped: there is no pytest');
      this.skip();
    }
    await write(
      'test_a.py',
      'def test_one():\n    assert 1 + 1 == 2\n\ndef test_two():\n    x = 3\n    assert x == 4, "not four"\n',
    );
    const tool = (await tools())('run_tests');
    assert.match(
      await text(tool, {}),
      /^pytest: 1 passed, 1 failed, 0 skipped[\s\S]*FAILED test_a.py::test_two\n[\s\S]*not four/,
    );
    assert.match(await text(tool, { name: 'one' }), /^pytest: 1 passed, 0 failed/);
  });

  it('tells the output when tests break before they start', async () => {
    await write('package.json', '{"scripts":{"test":"no-such-runner && true"}}');
    assert.match(await text((await tools())('run_tests'), {}), /^npm test: exit status 127[\s\S]*no-such-runner/);
  });

  it('offers nothing while the workspace is not trusted', async () => {
    const offered = await executionSource({ host: host(false), open: () => Promise.resolve(sandbox) }).tools(
      context.signal,
    );
    assert.deepEqual([offered.tools.length, offered.problem], [0, 'Nothing is run before the workspace is trusted.']);
  });

  it('says what to install where there is no sandbox', async () => {
    const open = () => Promise.reject(new SandboxUnavailableError('No sandbox.', 'Install bubblewrap.'));
    const offered = await executionSource({ host: host(), open }).tools(context.signal);
    assert.deepEqual([offered.tools.length, offered.problem], [0, 'No sandbox. Install bubblewrap.']);
  });

  it('refuses when trust is gone between offer and run', async () => {
    let trusted = true;
    const changing = {
      ...host(),
      get trusted() {
        return trusted;
      },
    };
    const offered = await executionSource({ host: changing, open: () => Promise.resolve(sandbox) }).tools(
      context.signal,
    );
    trusted = false;
    const [tool] = offered.tools;
    await assert.rejects(async () => tool?.run({ command: 'ls' }, context), /has not trusted this workspace/);
  });
});
