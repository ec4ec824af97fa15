import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { processesThatStay } from '../../testing/liveProcesses';
import { containmentKinds, openPythonSandbox, type PythonSandbox, SandboxUnavailableError } from './index';

for (const kind of containmentKinds()) {
  describe(`Python sandbox (${kind})`, function () {
    this.timeout(60_000);
    let sandbox: PythonSandbox;
    let port: number;
    let folder: string;
    const cleanUps: (() => unknown)[] = [];

    before(async function () {
      try {
        sandbox = await openPythonSandbox({ wallMs: 3_000, memoryBytes: 256 * 1024 * 1024, processes: 8 }, [kind]);
      } catch (error) {
        if (error instanceof SandboxUnavailableError) {
          console.error(`    skipped: ${error.message}`);
          this.skip();
        }
        throw error;
      }
      const server = createServer((socket) => socket.end());
      cleanUps.push(() => server.close());
      port = await new Promise((resolve, reject) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          if (address instanceof Object) resolve(address.port);
          else reject(new Error('no port'));
        });
      });
      folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
      cleanUps.push(() => rm(folder, { recursive: true }));
    });

    after(async () => {
      for (const cleanUp of cleanUps) await cleanUp();
    });

    it('runs a program and returns its output and exit status', async () => {
      const outcome = await sandbox.run('import sys\nprint("é🙂")\nprint("err", file=sys.stderr)\nsys.exit(3)');
      assert.equal(outcome.ended, 'exit');
      assert.equal(outcome.code, 3);
      assert.equal(outcome.stdout, 'é🙂\n');
      assert.equal(outcome.stderr, 'err\n');
    });

    it('reaches no server, not even on this machine', async () => {
      const outcome = await sandbox.run(`import socket
for address in [('127.0.0.1', ${port}), ('1.1.1.1', 53)]:
    try:
        socket.create_connection(address, 1)
        print('reached', address)
    except OSError:
        print('refused')`);
      assert.equal(outcome.stdout, 'refused\nrefused\n');
    });

    it('opens no socket that leads out of the network namespace, and no keyring', async () => {
      const outcome = await sandbox.run(`import ctypes, os, socket
def allowed(family):
    try:
        socket.socket(family, socket.SOCK_STREAM)
        return True
    except PermissionError:
        return False
print([allowed(family) for family in (socket.AF_UNIX, socket.AF_INET, 40, 38)])
libc = ctypes.CDLL(None, use_errno=True)
numbers = {'x86_64': (250, 425), 'aarch64': (219, 425)}[os.uname().machine]
for number in numbers:
    print(libc.syscall(number, 0, -3, 0), os.strerror(ctypes.get_errno()))`);
      const refused = '-1 Operation not permitted\n';
      assert.equal(outcome.stdout, `[True, True, False, False]\n${refused}${refused}`, outcome.stderr);
    });

    it('runs the program as the main module, with nothing of ours in it', async () => {
      const outcome = await sandbox.run(`import sys
print(sorted(name for name in globals() if not name.startswith('__')), __name__, sys.argv)
class A: pass
print(sys.modules['__main__'].A is A)
raise ValueError('here')`);
      assert.equal(outcome.stdout, "['sys'] __main__ ['/work/main.py']\nTrue\n");
      assert.equal(outcome.code, 1);
      assert.match(outcome.stderr, /File "\/work\/main.py", line 5/);
    });

    it('kills an endless loop at the wall-time limit', async () => {
      const outcome = await sandbox.run('while True: pass');
      assert.equal(outcome.ended, 'timeout');
      assert.ok(outcome.ms >= 3_000 && outcome.ms < 8_000, `${outcome.ms} ms`);
    });

    it('kills what left the process group and ignores signals', async () => {
      const marker = `whetstone-orphan-${process.pid}`;
      const outcome = await sandbox.run(`import os, signal, time
for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(n, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    os.execv(__import__('sys').executable, ['python3', '-c', 'import time; time.sleep(60)', '${marker}'])
time.sleep(60)`);
      assert.equal(outcome.ended, 'timeout');
      assert.deepEqual(await processesThatStay(marker), []);
    });

    it('kills what the program leaves running when it exits', async () => {
      const marker = `whetstone-left-${process.pid}`;
      const outcome = await sandbox.run(`import subprocess, sys
subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)', '${marker}'], start_new_session=True,
  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)`);
      assert.equal(outcome.ended, 'exit');
      assert.deepEqual(await processesThatStay(marker), []);
    });

    it('bounds a fork bomb', async () => {
      const outcome = await sandbox.run(`import os, time
children = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(30)
        children += 1
        if children > 1000: break
except OSError as error:
    print(children, type(error).__name__)`);
      assert.equal(outcome.ended, 'exit', outcome.stderr);
      const [children, error] = outcome.stdout.trim().split(' ');
      assert.ok(Number(children) < 8, outcome.stdout);
      assert.equal(error, 'BlockingIOError');
    });

    it('bounds memory', async () => {
      const outcome = await sandbox.run('x = bytearray(300 * 1024 * 1024)');
      assert.equal(outcome.code, 1);
      assert.match(outcome.stderr, /MemoryError/);
    });

    it('bounds output', async () => {
      const outcome = await sandbox.run('while True: print("x" * 1000)');
      assert.equal(outcome.ended, 'output-limit');
    });

    it('writes nowhere but in its scratch folder, which vanishes', async () => {
      const target = path.join(folder, 'written');
      const outcome = await sandbox.run(`for path in [${JSON.stringify(target)}, '/usr/x', '/x', '/dev/x', '/etc/x']:
    try:
        open(path, 'w').write('x')
        print('wrote', path)
    except OSError as error:
        pass
open('inside', 'w').write('x')
import os
print(os.getcwd(), sorted(os.listdir()))`);
      assert.equal(outcome.stdout, "/work ['inside', 'main.py']\n", outcome.stderr);
      assert.equal(existsSync(target), false);
    });

    it('cannot make its root writable again, nor gain rights', async () => {
      const outcome = await sandbox.run(`import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
MS_REMOUNT, MS_BIND = 32, 4096
print(libc.mount(b'none', b'/usr', None, MS_REMOUNT | MS_BIND, None), libc.mount(b'none', b'/', None, MS_REMOUNT, None))
print(libc.chroot(b'/work'))
print(os.path.exists('/proc/1'))`);
      assert.equal(outcome.stdout, '-1 -1\n-1\nFalse\n', outcome.stderr);
    });

    it('sees neither the home folder nor the environment', async () => {
      const secret = path.join(folder, 'secret');
      await writeFile(secret, 'x');
      process.env.WHETSTONE_TEST_SECRET = 'x';
      const outcome = await sandbox.run(`import os
print(os.path.exists(${JSON.stringify(secret)}), 'WHETSTONE_TEST_SECRET' in os.environ, os.path.exists('/etc/passwd'))`);
      delete process.env.WHETSTONE_TEST_SECRET;
      assert.equal(outcome.stdout, 'False False False\n');
    });

    it('stops when asked', async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 300);
      const outcome = await sandbox.run('while True: pass', controller.signal);
      assert.equal(outcome.ended, 'cancelled');
      assert.ok(outcome.ms < 3_000, `${outcome.ms} ms`);
    });
  });
}
