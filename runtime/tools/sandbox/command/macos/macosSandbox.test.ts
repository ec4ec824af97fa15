import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SandboxUnavailableError } from '../../sandboxUnavailableError';
import { findToolchains } from '../toolchains';
import type { CommandOutcome } from '../types';
import { MacosCommandSandbox } from './macosCommandSandbox';
import { openMacosSandbox } from './openMacosSandbox';
import { parseProcessTable, ProcessFamily } from './processTable';

/** In the place of sandbox-exec, which only macOS has: keeps the profile and runs the rest, containing nothing. */
const STAND_IN = `#!/bin/sh
[ "$1" = -p ] || exit 64
printf '%s' "$2" > "$(dirname "$0")/profile"
shift 2
exec "$@"
`;

describe('Commands under sandbox-exec, with a stand-in for it', function () {
  this.timeout(30_000);
  let base: string;
  let folder: string;
  let program: string;
  let sandbox: MacosCommandSandbox;

  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  beforeEach(async () => {
    base = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-test-')));
    folder = path.join(base, 'project');
    program = path.join(base, 'sandbox-exec');
    await mkdir(path.join(folder, 'node_modules', 'm'), { recursive: true });
    await writeFile(path.join(folder, 'node_modules', 'm', 'index.js'), 'module.exports = 5;');
    await writeFile(path.join(folder, 'a.txt'), 'a\n');
    await writeFile(path.join(folder, 'b.txt'), 'b\n');
    await symlink('a.txt', path.join(folder, 'link'));
    await writeFile(program, STAND_IN);
    await chmod(program, 0o755);
    sandbox = new MacosCommandSandbox(await findToolchains(), { wallMs: 20_000 }, program);
  });

  afterEach(() => rm(base, { recursive: true, force: true }));

  const shell = (line: string, more = {}): Promise<CommandOutcome> =>
    sandbox.run({ command: { shell: line }, folder: { kind: 'copy', path: folder }, ...more });

  it('tells what a command changed, and leaves the folder as it is', async () => {
    const outcome = await shell('echo new > c.txt; echo more >> a.txt; rm b.txt; ln -s c.txt d; exit 3');
    assert.deepEqual([outcome.ended, outcome.code], ['exit', 3]);
    const told = outcome.changes.map(({ path: name, change }) => [
      name,
      change.kind === 'written' ? change.content.toString() : change.kind,
    ]);
    assert.deepEqual(told, [
      ['a.txt', 'a\nmore\n'],
      ['b.txt', 'deleted'],
      ['c.txt', 'new\n'],
      ['d', 'link'],
    ]);
    assert.equal(await readFile(path.join(folder, 'a.txt'), 'utf8'), 'a\n');
  });

  it('moves paths of the folder in what it is given and in what it prints', async () => {
    const outcome = await shell(`pwd; cat ${folder}/a.txt; echo ${folder}-other; echo $AT`, {
      env: { AT: `${folder}/x` },
    });
    assert.equal(outcome.stdout, `${folder}\na\n${folder}-other\n${folder}/x\n`);
  });

  it('reads modules where they are, files brought in, and the input', async () => {
    const outcome = await sandbox.run({
      command: {
        program: 'node',
        args: ['-e', 'process.stdin.on("data", (d) => console.log(String(d) + require("m") + require("./e")))'],
      },
      folder: { kind: 'copy', path: folder },
      files: [{ path: 'e.js', content: 'module.exports = 6;' }],
      stdin: 'in',
    });
    assert.equal(outcome.stdout, 'in56\n', outcome.stderr);
    assert.deepEqual(outcome.changes, []);
  });

  it('has nothing of our environment', async () => {
    process.env.WHETSTONE_TEST_SECRET = 'secret';
    try {
      assert.doesNotMatch((await shell('env')).stdout, /WHETSTONE_TEST_SECRET/);
    } finally {
      delete process.env.WHETSTONE_TEST_SECRET;
    }
  });

  it('writes a profile that allows the scratch folder and the modules, and denies the rest', async () => {
    await shell('true');
    const profile = await readFile(path.join(base, 'profile'), 'utf8');
    assert.match(profile, /^\(version 1\)\n\(deny default\)/);
    assert.ok(profile.includes(`(allow file-read* file-map-executable (subpath "${folder}/node_modules"))`));
    assert.ok(!profile.includes(`(subpath "${folder}")`));
  });

  it('ends what takes too long, with what it started', async () => {
    const mark = path.join(base, 'alive');
    const outcome = await shell(`(sleep 1.5; touch ${mark}) & sleep 60`, { limits: { wallMs: 500 } });
    assert.equal(outcome.ended, 'wall');
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    await assert.rejects(readFile(mark));
  });

  it('ends what a command leaves behind in another session', async () => {
    const mark = path.join(base, 'alive');
    const outcome = await shell(`setsid sh -c 'sleep 2; touch ${mark}' & sleep 0.6; echo done`);
    assert.deepEqual([outcome.ended, outcome.stdout], ['exit', 'done\n']);
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    await assert.rejects(readFile(mark));
  });

  it('ends a flood of output and what takes too much memory', async () => {
    assert.equal((await shell('yes', { limits: { outputBytes: 10_000 } })).ended, 'output');
    const program = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(5e7, 1)), 50)';
    const outcome = await shell(`node -e '${program}'`, { limits: { memoryBytes: 300 * 1024 * 1024 } });
    assert.equal(outcome.ended, 'memory');
  });

  it('can be cancelled', async () => {
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 300);
    const outcome = await sandbox.run({ command: { shell: 'sleep 60' }, folder: { kind: 'empty' } }, cancel.signal);
    assert.deepEqual([outcome.ended, outcome.code], ['cancelled', undefined]);
  });

  it('says that it was not set up where sandbox-exec fails', async () => {
    await writeFile(program, '#!/bin/sh\necho "sandbox-exec: no profile" >&2\nexit 65\n');
    const outcome = await shell('echo ran');
    assert.deepEqual([outcome.ended, outcome.stdout], ['set-up', '']);
    assert.match(outcome.stderr, /no profile/);
  });

  it('is refused where it does not contain, with each thing that got out', async () => {
    await assert.rejects(openMacosSandbox({ program }), (error: unknown) => {
      assert.ok(error instanceof SandboxUnavailableError);
      for (const what of ['read that was not given', 'written outside', 'may only be read', 'network was reached']) {
        assert.ok(error.message.includes(what), `${what}: ${error.message}`);
      }
      return true;
    });
  });

  it('is refused where it does not start', async () => {
    await writeFile(program, '#!/bin/sh\necho "sandbox_apply: Operation not permitted" >&2\nexit 71\n');
    await assert.rejects(openMacosSandbox({ program }), /did not start \(set-up: sandbox_apply/);
  });
});

describe('Processes as ps tells', () => {
  it('reads the times of macOS and of Linux', () => {
    const text =
      '    1     0   8064   0:01.55 Sat Nov 28 10:00:00 2026\n' +
      '   77     1  10240 1-02:03:04 Mon Nov 30 10:00:00 2026\n';
    assert.deepEqual(
      parseProcessTable(text).map(({ id, memoryBytes, cpuSeconds }) => [id, memoryBytes, cpuSeconds]),
      [
        [1, 8064 * 1024, 1.55],
        [77, 10240 * 1024, 93_784],
      ],
    );
  });

  it('keeps what has lost its parent, and not who has its number later', () => {
    const row = (id: number, parent: number, started = 'a', cpuSeconds = 1) => ({
      id,
      parent,
      started,
      cpuSeconds,
      memoryBytes: 10,
    });
    const family = new ProcessFamily(5);
    assert.deepEqual(family.look([row(7, 6), row(6, 5), row(5, 1), row(8, 1)]), { memoryBytes: 30, cpuSeconds: 3 });
    assert.deepEqual(family.look([row(7, 1), row(6, 1, 'b')]), { memoryBytes: 10, cpuSeconds: 3 });
    assert.deepEqual(family.living(), [7]);
  });
});
