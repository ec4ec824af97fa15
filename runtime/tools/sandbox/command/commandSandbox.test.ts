import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { processesThatStay, processesWith } from '../../../testing/liveProcesses';
import { SandboxUnavailableError } from '../sandboxUnavailableError';
import {
  commandContainments,
  type CommandOutcome,
  type CommandSandbox,
  openSandbox,
  SandboxRequestError,
} from './index';

/** To test with a bubblewrap that is not installed. */
const PROGRAMS = process.env.WHETSTONE_TEST_PROGRAMS?.split(':');

const MEBIBYTE = 1024 * 1024;

for (const kind of commandContainments()) {
  describe(`Sandbox for commands (${kind})`, function () {
    this.timeout(60_000);
    let sandbox: CommandSandbox;
    let folder: string;
    let outside: string;

    before(async function () {
      try {
        sandbox = await openSandbox({ kinds: [kind], limits: { wallMs: 20_000 }, programs: PROGRAMS });
      } catch (error) {
        if (!(error instanceof SandboxUnavailableError)) throw error;
        console.error(`    skipped: ${error.message}`);
        this.skip();
      }
    });

    beforeEach(async () => {
      const base = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-test-')));
      folder = path.join(base, 'project');
      outside = path.join(base, 'outside');
      await mkdir(path.join(folder, 'src'), { recursive: true });
      await mkdir(outside);
      await chmod(base, 0o755);
      await writeFile(path.join(folder, 'src', 'a.txt'), 'a\n');
      await writeFile(path.join(folder, 'b.txt'), 'b\n');
    });

    afterEach(async () => rm(path.dirname(folder), { recursive: true, force: true }));

    const shell = (line: string, limits = {}): Promise<CommandOutcome> =>
      sandbox.run({ command: { shell: line }, folder: { kind: 'copy', path: folder }, limits });
    const python = (program: string, limits = {}): Promise<CommandOutcome> =>
      sandbox.run({
        command: { program: 'python3', args: ['-c', program] },
        folder: { kind: 'copy', path: folder },
        limits,
      });

    it('gives input, arguments, output and the exit status', async () => {
      const outcome = await sandbox.run({
        command: { program: 'sh', args: ['-c', 'cat; echo "$1" >&2; exit 7', 'sh', 'é $HOME'] },
        folder: { kind: 'empty' },
        stdin: 'in 🙂',
      });
      assert.deepEqual(
        [outcome.ended, outcome.code, outcome.stdout, outcome.stderr],
        ['exit', 7, 'in 🙂', 'é $HOME\n'],
      );
    });

    it('tells what was changed, added and deleted, and leaves the folder as it was', async () => {
      const outcome = await shell(
        'echo more >> src/a.txt; rm b.txt; mkdir n; printf x > n/c; chmod +x n/c; ln -s /etc l',
      );
      assert.deepEqual(
        outcome.changes.map(({ path: name, change }) => [name, change.kind]),
        [
          ['b.txt', 'deleted'],
          ['l', 'link'],
          ['n/c', 'written'],
          ['src/a.txt', 'written'],
        ],
        outcome.stderr,
      );
      const [, , added, edited] = outcome.changes;
      assert.deepEqual(added?.change, { kind: 'written', content: Buffer.from('x'), executable: true });
      assert.deepEqual(edited?.change, { kind: 'written', content: Buffer.from('a\nmore\n'), executable: false });
      assert.deepEqual((await readdir(folder)).sort(), ['b.txt', 'src']);
      assert.equal(await readFile(path.join(folder, 'src', 'a.txt'), 'utf8'), 'a\n');
    });

    it('tells a folder that was deleted and made again by its files', async () => {
      const outcome = await shell('rm -r src; mkdir src; echo n > src/new');
      assert.deepEqual(
        outcome.changes.map(({ path: name, change }) => [name, change.kind]),
        [
          ['src/a.txt', 'deleted'],
          ['src/new', 'written'],
        ],
      );
    });

    it('brings files in that count as unchanged', async () => {
      const outcome = await sandbox.run({
        command: { shell: 'cat new/in.txt' },
        folder: { kind: 'copy', path: folder },
        files: [{ path: 'new/in.txt', content: 'brought' }],
      });
      assert.equal(outcome.stdout, 'brought');
      assert.deepEqual(outcome.changes, []);
    });

    it('runs Node, npm, TypeScript, Git, make and a C compiler', async function () {
      await writeFile(path.join(folder, 'package.json'), '{"scripts":{"test":"node -e \\"console.log(6*7)\\""}}');
      await writeFile(path.join(folder, 'Makefile'), 'run: t\n\t./t\nt: t.c\n\tgcc -o t t.c\n');
      await writeFile(path.join(folder, 't.c'), '#include <stdio.h>\nint main(void) { puts("made"); }\n');
      await writeFile(path.join(folder, 't.ts'), 'const n: string = 1;\n');
      await mkdir(path.join(folder, 'node_modules'));
      const compiler = path.dirname(require.resolve('typescript/package.json'));
      const outcome = await sandbox.run({
        command: {
          shell: `npm test --silent; git init -q . && git add -A && git status --short | wc -l; make -s run; node ${compiler}/bin/tsc --noEmit t.ts; python3 -c 'import os; print(os.getpid() > 0)'; whoami`,
        },
        folder: { kind: 'copy', path: folder },
        readable: [compiler],
      });
      assert.match(outcome.stdout, /^42\n\d+\nmade\nt\.ts\(1,7\): error TS2322.*\nTrue\nwhetstone\n/s, outcome.stderr);
    });

    it('reads modules of the project where they are, and writes beside them in memory', async function () {
      if (kind === 'bubblewrap') this.skip();
      await mkdir(path.join(folder, 'node_modules', 'm'), { recursive: true });
      await writeFile(path.join(folder, 'node_modules', 'm', 'index.js'), 'module.exports = 5;');
      const outcome = await shell('node -p "require(\'m\')"; mkdir node_modules/.cache && echo wrote');
      assert.equal(outcome.stdout, '5\nwrote\n', outcome.stderr);
      assert.equal(existsSync(path.join(folder, 'node_modules', '.cache')), false);
    });

    describe('network', () => {
      let server: Server;
      let connections: number;

      const listen = (address: string | number): Promise<void> =>
        new Promise((resolve) => {
          connections = 0;
          server = createServer((socket) => {
            connections++;
            socket.end();
          });
          server.listen(address, resolve);
        });

      afterEach(() => new Promise((resolve) => server.close(resolve)));

      it('reaches no server by TCP or UDP, not even on this machine', async () => {
        await listen(0);
        const address = server.address();
        const port = address instanceof Object ? address.port : 0;
        const outcome = await python(`import socket
for address in [('127.0.0.1', ${port}), ('1.1.1.1', 53)]:
    try:
        socket.create_connection(address, 1); print('reached')
    except OSError: print('refused')
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    s.sendto(b'x', ('1.1.1.1', 53)); print('sent')
except OSError: print('refused')`);
        assert.equal(outcome.stdout, 'refused\nrefused\nrefused\n', outcome.stderr);
        assert.equal(connections, 0);
      });

      it('reaches no socket of the file system that lies outside', async () => {
        const file = path.join(outside, 's');
        await listen(file);
        const outcome = await python(`import socket
try:
    socket.socket(socket.AF_UNIX).connect(${JSON.stringify(file)}); print('reached')
except OSError: print('refused')`);
        assert.equal(outcome.stdout, 'refused\n', outcome.stderr);
        assert.equal(connections, 0);
      });

      it('reaches no abstract socket', async () => {
        const name = `whetstone-test-${process.pid}`;
        await listen(`\0${name}`);
        const outcome = await python(`import socket
try:
    socket.socket(socket.AF_UNIX).connect('\\0${name}'); print('reached')
except OSError: print('refused')`);
        assert.equal(outcome.stdout, 'refused\n', outcome.stderr);
        assert.equal(connections, 0);
      });
    });

    it('opens no socket that leads out of its network, no keyring, no user namespace, traces nobody', async () => {
      const outcome = await python(`import ctypes, os, socket
def allowed(family):
    try:
        socket.socket(family, socket.SOCK_STREAM); return True
    except PermissionError: return False
print([allowed(family) for family in (socket.AF_UNIX, socket.AF_INET, 40, 38)])
libc = ctypes.CDLL(None, use_errno=True)
x64 = os.uname().machine == 'x86_64'
for number, first in ((250 if x64 else 219, 0), (425, 1), (272 if x64 else 97, 0x10000000), (101 if x64 else 117, 0)):
    print(libc.syscall(number, first, 0, 0, 0), ctypes.get_errno())`);
      assert.equal(outcome.stdout, `[True, True, False, False]\n${'-1 1\n'.repeat(4)}`, outcome.stderr);
    });

    it('writes nowhere outside: absolute, through a link, a hard link, /proc', async () => {
      const target = path.join(outside, 'written');
      await symlink(outside, path.join(folder, 'link'));
      await shell(`echo x > ${target}; echo x > link/written; ln b.txt ${target}; echo x > /proc/self/cwd/../../outside/written
echo x > /proc/1/root${target}; echo x > /usr/x; echo x > /x; echo x > /etc/x; echo x > /dev/x; mknod /tmp/sda b 8 0`);
      assert.deepEqual(await readdir(outside), []);
      for (const file of ['/usr/x', '/x', '/etc/x', '/dev/x']) assert.equal(existsSync(file), false, file);
    });

    it('sees neither keys, nor home, nor state, nor a neighbour of the project', async () => {
      await writeFile(path.join(outside, 'secret'), 'top secret');
      const places = [
        path.join(homedir(), '.ssh'),
        path.join(homedir(), '.bashrc'),
        path.join(homedir(), '.local'),
        outside,
        '/etc/shadow',
        '/var',
        '/sys',
      ];
      const outcome = await shell(places.map((place) => `ls -d ${place} 2>/dev/null`).join('; '));
      assert.equal(outcome.stdout, '');
    });

    it('refuses a folder that holds the home', async () => {
      for (const given of [homedir(), path.dirname(homedir()), '/']) {
        await assert.rejects(
          sandbox.run({ command: { shell: 'true' }, folder: { kind: 'copy', path: given } }),
          SandboxRequestError,
        );
      }
      await assert.rejects(
        sandbox.run({ command: { shell: 'true' }, folder: { kind: 'copy', path: folder }, subfolder: '../outside' }),
        SandboxRequestError,
      );
    });

    it('has an environment of its own', async () => {
      process.env.WHETSTONE_TEST_SECRET = 'top secret';
      const outcome = await sandbox.run({
        command: { shell: 'env; cat /proc/*/environ' },
        folder: { kind: 'empty' },
        env: { GIVEN: 'yes' },
      });
      delete process.env.WHETSTONE_TEST_SECRET;
      assert.match(outcome.stdout, /^GIVEN=yes$/m);
      assert.doesNotMatch(outcome.stdout, /top secret/);
    });

    it('gains no rights', async () => {
      const outcome = await shell(`grep -E '^(CapEff|CapPrm|NoNewPrivs|Seccomp):' /proc/self/status | tr -s '\\t ' ' '
mount -t tmpfs none /tmp; chroot / true; unshare -U true; su -c true; mount -o remount,bind,rw /usr; echo x > /usr/x; exit 0`);
      const zero = '0000000000000000';
      assert.equal(outcome.stdout, `CapPrm: ${zero}\nCapEff: ${zero}\nNoNewPrivs: 1\nSeccomp: 2\n`);
      assert.equal(outcome.stderr.trim().split('\n').length >= 5, true, outcome.stderr);
    });

    it('has no devices but the harmless ones', async () => {
      const outcome = await shell('for d in /dev/*; do [ -b "$d" ] && echo block "$d"; done; ls /dev | tr "\\n" " "');
      assert.doesNotMatch(outcome.stdout, /block|mem|kvm|fuse|sd[a-z]|vd[a-z]/);
    });

    it('bounds a fork bomb', async () => {
      const marker = `fork-${process.pid}-${kind}`;
      const outcome = await python(
        `import os, time
n = 0
try:
    while n < 2000:
        if os.fork() == 0: time.sleep(30)
        n += 1
except OSError as error: print(n, type(error).__name__)
# ${marker}`,
        { processes: 20 },
      );
      const [count, error] = outcome.stdout.trim().split(' ');
      assert.equal(error, 'BlockingIOError', outcome.stderr);
      assert.ok(Number(count) < 20, outcome.stdout);
      assert.deepEqual(await processesThatStay(marker), []);
    });

    it('bounds the memory of one process', async () => {
      const outcome = await python('x = bytearray(400 * 1024 * 1024)', { memoryBytes: 200 * MEBIBYTE });
      assert.match(`${outcome.ended} ${outcome.stderr}`, /MemoryError|^memory/);
    });

    it('bounds the memory of all processes together', async () => {
      const outcome = await python(
        `import os, time
for _ in range(4): os.fork()
x = bytearray(os.urandom(1)) * (60 * 1024 * 1024)
time.sleep(15)`,
        { memoryBytes: 200 * MEBIBYTE },
      );
      assert.equal(outcome.ended, 'memory');
      assert.ok(outcome.usage.wallMs < 14_000);
    });

    it('bounds what is written', async () => {
      const outcome = await shell(
        'i=0; while [ $i -lt 40 ]; do head -c 1048576 /dev/zero > f$i || exit 1; i=$((i+1)); done',
        {
          scratchBytes: 8 * MEBIBYTE,
        },
      );
      assert.equal(outcome.ended, 'scratch', outcome.stderr);
    });

    it('ends a flood of output', async () => {
      const outcome = await shell('yes', { outputBytes: 100_000 });
      assert.equal(outcome.ended, 'output');
      assert.equal(outcome.stdout.length, 100_000);
    });

    it('ends a command at its wall time, whatever it ignores, and tells what it had changed', async () => {
      const marker = `wall-${process.pid}-${kind}`;
      const outcome = await shell(
        `trap '' TERM INT HUP; echo half > half; setsid sh -c 'sleep 61 # ${marker}' & sleep 60; sleep 60; : ${marker}`,
        { wallMs: 700 },
      );
      assert.equal(outcome.ended, 'wall');
      assert.ok(outcome.usage.wallMs < 6_000);
      assert.deepEqual(
        outcome.changes.map((each) => each.path),
        ['half'],
      );
      assert.deepEqual(await processesThatStay(marker), []);
    });

    it('bounds processor time', async () => {
      const outcome = await shell('(while :; do :; done) & while :; do :; done', { cpuSeconds: 1 });
      assert.equal(outcome.ended, 'cpu');
    });

    it('ends daemons when the command ends', async () => {
      const marker = `daemon-${process.pid}-${kind}`;
      const outcome = await shell(`setsid sh -c '(sleep 62; : ${marker}) &' >/dev/null 2>&1; sleep 0.1`);
      assert.equal(outcome.ended, 'exit');
      assert.deepEqual(await processesThatStay(marker), []);
    });

    it('stops when asked', async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 300);
      const outcome = await sandbox.run(
        { command: { shell: 'sleep 60' }, folder: { kind: 'empty' } },
        controller.signal,
      );
      assert.equal(outcome.ended, 'cancelled');
      assert.ok(outcome.usage.wallMs < 3_000);
    });

    it('says that a program is not there', async () => {
      const outcome = await sandbox.run({
        command: { program: 'no-such-program', args: [] },
        folder: { kind: 'empty' },
      });
      assert.equal(outcome.code, 127);
      assert.match(outcome.stderr, /no-such-program/);
    });

    it('dies with a parent that is killed', async () => {
      const marker = `orphan-${process.pid}-${kind}`;
      const program = `void (async () => {
        const { openSandbox } = require(${JSON.stringify(path.join(__dirname, 'index.ts'))});
        const sandbox = await openSandbox({ kinds: [${JSON.stringify(kind)}], programs: ${JSON.stringify(PROGRAMS)} });
        setTimeout(() => console.log('running'), 400);
        await sandbox.run({ command: { shell: 'setsid sleep 63; : ${marker}' }, folder: { kind: 'empty' } });
      })();`;
      const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', program], {
        cwd: path.join(__dirname, '..', '..', '..', '..'),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve, reject) => {
        child.stdout.once('data', resolve);
        child.once('exit', () => reject(new Error('It ended before.')));
      });
      assert.notDeepEqual(await processesWith(marker, child.pid), [], 'it runs');
      child.kill('SIGKILL');
      assert.deepEqual(await processesThatStay(marker), []);
    });
  });
}

describe('Sandbox for commands, as an ordinary user', function () {
  this.timeout(180_000);

  it('passes what matters most of the same tests', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const mocha = require.resolve('mocha/bin/mocha.js');
    const user = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const home = await mkdtemp(path.join(tmpdir(), 'whetstone-home-'));
    await chmod(home, 0o777);
    try {
      const { stdout } = await promisify(execFile)(
        'setpriv',
        [
          ...user,
          process.execPath,
          mocha,
          '--require',
          'tsx/cjs',
          '--grep',
          'tells|reaches|nowhere|keys|rights|killed|together|fork',
          __filename,
        ],
        {
          cwd: path.join(__dirname, '..', '..', '..', '..'),
          env: { ...process.env, HOME: home, TMPDIR: home },
        },
      ).catch((error: unknown) => {
        throw error instanceof Error && 'stdout' in error ? new Error(String(error.stdout)) : error;
      });
      assert.match(stdout, /passing/);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});
