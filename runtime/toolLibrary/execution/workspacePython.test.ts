import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { openSandbox, SandboxUnavailableError } from '../../tools/sandbox';
import { fingerprint } from './fingerprint';
import { installCommand, missingPackages } from './missingPackages';
import { FixtureFolder, tool } from './testing/toolFixture';
import { findWorkspacePython } from './workspacePython';

const run = promisify(execFile);

describe('Python of a workspace', function () {
  this.timeout(60_000);
  let folder: FixtureFolder;

  beforeEach(async () => {
    folder = await FixtureFolder.make({
      'tools/a.py': 'import shouting\ndef loud(text: str) -> str:\n    return shouting.shout(text)\n',
      '.git/HEAD': 'ref: refs/heads/main\n',
    });
  });
  afterEach(() => folder.remove());

  /** Real file of the system's Python. */
  let interpreter: string;
  before(async () => {
    const { stdout } = await run('python3', ['-c', 'import os, sys; print(os.path.realpath(sys.executable))']);
    interpreter = stdout.trim();
  });

  /** An environment without packages. */
  async function environment(name: string): Promise<string> {
    await mkdir(path.join(folder.root, name, 'bin'), { recursive: true });
    await writeFile(path.join(folder.root, name, 'pyvenv.cfg'), 'home = /usr/bin\n');
    await symlink(interpreter, path.join(folder.root, name, 'bin', 'python'));
    return path.join(folder.root, name);
  }

  const find = (more: Partial<Parameters<typeof findWorkspacePython>[0]> = {}) =>
    findWorkspacePython({ root: path.join(folder.root, 'tools'), environment: {}, ...more });

  it('brings packages that are installed there to the tools, which the system does not have', async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      return this.skip();
    }
    const place = path.join(folder.root, '.venv');
    await run('python3', ['-m', 'venv', '--without-pip', place]);
    const [version = ''] = await readdir(path.join(place, 'lib'));
    const packages = path.join(place, 'lib', version, 'site-packages');
    await writeFile(path.join(packages, 'shouting.py'), 'def shout(text):\n    return text.upper() + "!"\n');
    await chmod(folder.root, 0o755);
    const loud = tool('a.py', 'loud(text: str)');
    const collection = { root: path.join(folder.root, 'tools'), tools: [loud] };
    const { python, problems } = await find();
    assert.deepEqual([python?.from, problems], ['.venv', []]);
    const [own, system] = await Promise.all([
      fingerprint(collection, { seed: 1, python }),
      fingerprint(collection, { seed: 1 }),
    ]);
    assert.equal(own.get(loud.id)?.status, 'run', JSON.stringify(own.get(loud.id)));
    const lacking = system.get(loud.id);
    assert.ok(lacking?.status === 'skipped');
    assert.deepEqual([...missingPackages([lacking.reason])], [['shouting', 1]]);
  });

  it('is what the settings name, then .venv, venv, and what is active', async () => {
    const active = await environment('elsewhere');
    assert.equal((await find({ environment: { VIRTUAL_ENV: active } })).python?.from, 'VIRTUAL_ENV');
    await environment('venv');
    assert.equal((await find({ environment: { VIRTUAL_ENV: active } })).python?.from, 'venv');
    await environment('.venv');
    assert.equal((await find({ environment: { VIRTUAL_ENV: active } })).python?.from, '.venv');
    await folder.write({
      '.vscode/settings.json':
        '{ // ours\n"python.defaultInterpreterPath": "${workspaceFolder}/elsewhere/bin/python", }',
    });
    const { python } = await find();
    assert.deepEqual(
      [python?.from, python?.program],
      ['python.defaultInterpreterPath', path.join(active, 'bin', 'python')],
    );
  });

  it('is told where it is broken, and the next one is taken', async () => {
    await environment('venv');
    await mkdir(path.join(folder.root, '.venv', 'bin'), { recursive: true });
    await folder.write({ '.venv/pyvenv.cfg': 'home = /gone\n' });
    await symlink('/gone/bin/python3', path.join(folder.root, '.venv', 'bin', 'python'));
    const { python, problems } = await find();
    assert.equal(python?.from, 'venv');
    assert.match(problems.join(), /leads nowhere.*python3 -m venv --clear/);
  });

  it('is no other program than an interpreter', async () => {
    await folder.write({ 'bin/tool.sh': '#!/bin/sh\n' });
    const { python, problems } = await find({ named: path.join(folder.root, 'bin', 'tool.sh') });
    assert.equal(python, undefined);
    assert.match(problems.join(), /no interpreter of Python/);
  });

  it('opens no folder that a link of the repository leads to', async () => {
    await folder.write({ '.venv/pyvenv.cfg': '', 'secrets/bin/key': 'k' });
    await mkdir(path.join(folder.root, '.venv', 'bin'));
    await symlink(path.join(folder.root, 'secrets', 'bin', 'key'), path.join(folder.root, '.venv', 'bin', 'python'));
    const { python, problems } = await find();
    assert.equal(python, undefined);
    assert.match(problems.join(), /no interpreter of Python/);
  });

  it('is told how to get packages under the names that they are installed by', () => {
    assert.match(installCommand(['yaml', 'numpy'], undefined), /venv \.venv && .*pip install PyYAML numpy$/);
    assert.equal(installCommand(['PIL'], { program: '/p/bin/python' }), '/p/bin/python -m pip install Pillow');
  });
});
