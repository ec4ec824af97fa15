/** `whetstone locobench generate` that is broken off: by a full disk, by kill -9, by Ctrl+C. The same call makes the same set then. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { smallDisk } from '../runtime/testing/smallDisk';
import { writeLayeredProject } from './locobench/scenarios/testing/writeLayeredProject';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

describe('whetstone locobench generate, broken off', function () {
  this.timeout(60_000);
  let root: string;

  before(bundledCommandLine);
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'locobench-broken-off-'));
    writeLayeredProject(path.join(root, 'repo'), 12);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const args = (out: string) => [
    ...['locobench', 'generate', '--repo', path.join(root, 'repo'), '--out', out, '--count', '60'],
    ...['--categories', 'architectural_understanding,code_comprehension', '--lengths', '2k', '--json'],
  ];
  const env = () => ({ ...process.env, WHETSTONE_HOME: path.join(root, 'state') });
  const generate = (out: string) => runCommandLine(args(out), { env: env() });
  const bytesOf = (set: string) =>
    readdirSync(path.join(set, 'scenarios'))
      .sort()
      .map((name) => [name, readFileSync(path.join(set, 'scenarios', name), 'utf8')]);

  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it(`by ${signal}: is no set then, and the same call makes it whole`, async () => {
      const out = path.join(root, 'set');
      const child = spawn(process.execPath, [await bundledCommandLine(), ...args(out)], {
        env: env(),
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      // The set has been begun.
      while (!existsSync(path.join(out, 'snapshot'))) await sleep(1);
      child.kill(signal);
      const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
      assert.deepEqual([existsSync(path.join(out, 'set.json')), status === 0], [false, false], said);
      if (signal === 'SIGINT') assert.match(said, /cancelled/);
      const again = await generate(out);
      assert.equal(again.status, 0, again.stderr);
      const whole = await generate(path.join(root, 'other'));
      assert.equal(whole.status, 0, whole.stderr);
      assert.deepEqual(bytesOf(out), bytesOf(path.join(root, 'other')));
    });
  }

  it('by a full disk: says so, and the same call makes it whole when there is room', async function () {
    const disk = smallDisk(4);
    if (disk === undefined) return this.skip();
    try {
      const out = path.join(disk.folder, 'set');
      disk.fill();
      const full = await generate(out);
      assert.equal(full.status, 1, full.stderr);
      assert.match(full.stderr, /no room left on the disk\. Make room/);
      assert.doesNotMatch(full.stderr, /\n\s+at /, 'a stack trace');
      disk.makeRoom();
      const again = await generate(out);
      assert.equal(again.status, 0, again.stderr);
      assert.deepEqual(
        readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('partial')),
        [],
      );
    } finally {
      disk.remove();
    }
  });
});
