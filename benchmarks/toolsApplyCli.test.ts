/** `whetstone tools apply`, `inline` and `revert` from end to end: the real command line, the sandbox, processes that are killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { openSandbox, SandboxUnavailableError } from '../runtime/tools/sandbox';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const files = {
  'prices.py': `def parcel_price(weight: float, express: bool) -> float:
    """Price of a parcel by its weight.

    >>> parcel_price(1.0, False)
    4.5
    """
    if weight <= 0:
        raise ValueError("a parcel weighs something")
    base = 4.5 if weight < 2 else 6.9
    return base * 2 if express else base
`,
  // With the mark and the lines of Windows.
  'shipping.py': `\uFEFF_LIMIT = 2


def price_of_parcel(express: bool, weight: float) -> float:
    """Price of a parcel by its weight, express or not."""
    if weight <= 0:
        raise ValueError("no weight")
    cost = 4.5 if weight < _LIMIT else 6.9
    return cost * 2 if express else cost
`.replaceAll('\n', '\r\n'),
  'orders.py': `from shipping import price_of_parcel


def order_total(goods: float, weight: float) -> float:
    """Total of an order with shipping."""
    return goods + price_of_parcel(False, weight)
`,
};

describe('whetstone tools apply, inline, revert', function () {
  this.timeout(120_000);
  let folder: string;
  let workspace: string;
  let library: string;

  before(async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      this.skip();
    }
    await bundledCommandLine();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-apply-'));
    workspace = path.join(folder, 'workspace');
    library = path.join(folder, 'library');
    await writeWorkspace();
    await whetstone(0, 'refactor', '--path', workspace, '--out', library, '--json');
  });
  beforeEach(writeWorkspace);
  after(() => rm(folder, { recursive: true, force: true }));

  async function writeWorkspace(): Promise<void> {
    await rm(workspace, { recursive: true, force: true });
    await rm(path.join(folder, 'state'), { recursive: true, force: true });
    await mkdir(workspace);
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(workspace, name), text);
  }

  const environment = () => ({ ...process.env, WHETSTONE_HOME: path.join(folder, 'state') });

  async function whetstone(status: number, ...args: readonly string[]) {
    const finished = await runCommandLine(['tools', ...args], { env: environment() });
    assert.equal(finished.status, status, finished.stderr);
    return { ...finished, json: finished.stdout === '' ? undefined : (JSON.parse(finished.stdout) as unknown) };
  }

  const text = (name: string) => readFile(path.join(workspace, name), 'utf8');
  async function isAsBefore(): Promise<void> {
    assert.deepEqual((await readdir(workspace)).sort(), Object.keys(files).sort());
    for (const [name, expected] of Object.entries(files)) assert.equal(await text(name), expected);
  }
  const apply = ['apply', '--json', '--no-verify', '--library'];

  it('applies, inlines, removes what nobody uses, and takes all of it back byte for byte', async () => {
    const dry = await whetstone(0, 'apply', '--library', library, '--dry-run', '--json');
    assert.deepEqual(
      z
        .object({
          dryRun: z.literal(true),
          files: z.array(z.unknown()).length(2, 'the file, and tests of what was merged'),
        })
        .loose()
        .parse(dry.json).dryRun,
      true,
    );
    await isAsBefore();
    const applied = await whetstone(0, 'apply', '--library', library, '--json');
    const { id } = z.object({ id: z.string(), tools: z.literal(1) }).parse(applied.json);
    const adapter = await text('shipping.py');
    assert.match(adapter, /^\uFEFFfrom prices import parcel_price\r\n/);
    assert.doesNotMatch(adapter, /_LIMIT|[^\r]\n/);
    const inlined = await whetstone(0, 'inline', '--path', workspace, '--remove-unused', '--json');
    const done = z
      .object({
        inlined: z.array(z.object({ path: z.string(), line: z.number(), from: z.string(), to: z.string() })),
        left: z.array(z.unknown()),
        removed: z.array(z.object({ name: z.string() })),
        verified: z.object({ cases: z.number() }),
      })
      .parse(inlined.json);
    const call = {
      path: 'orders.py',
      line: 6,
      from: 'price_of_parcel(False, weight)',
      to: 'parcel_price(weight, False)',
    };
    assert.deepEqual([done.inlined, done.left], [[call], []]);
    assert.deepEqual(
      done.removed.map(({ name }) => name),
      ['price_of_parcel'],
    );
    assert.ok(done.verified.cases >= 400);
    assert.match((await whetstone(2, 'revert', '--path', workspace, '--id', id, '--json')).stderr, /inlined after/);
    await whetstone(0, 'revert', '--path', workspace, '--json');
    assert.equal(await text('shipping.py'), adapter);
    await whetstone(0, 'revert', '--path', workspace, '--json');
    await isAsBefore();
    assert.match((await whetstone(2, 'revert', '--path', workspace, '--json')).stderr, /Nothing that was applied/);
  });

  it('takes one group of several by its name, and no other name', async () => {
    const description = z
      .object({ merged: z.array(z.object({ group: z.string() })) })
      .parse(JSON.parse(await readFile(path.join(library, 'library.json'), 'utf8')));
    const [group] = description.merged;
    assert.match((await whetstone(2, ...apply, library, '--groups', 'other')).stderr, /no group other; it has/);
    await whetstone(0, ...apply, library, '--groups', group?.group ?? '');
    assert.equal(await text('shipping.py'), await readFile(path.join(library, 'after/shipping.py'), 'utf8'));
  });

  it('writes nothing where a tool would behave otherwise', async () => {
    const spoilt = path.join(folder, 'spoilt');
    await cp(library, spoilt, { recursive: true });
    const file = path.join(spoilt, 'after/shipping.py');
    await writeFile(file, (await readFile(file, 'utf8')).replace('parcel_price(weight,', 'parcel_price(weight + 1,'));
    assert.match((await whetstone(1, 'apply', '--library', spoilt, '--json')).stderr, /behave otherwise/);
    await isAsBefore();
  });

  it('is whole or not there at all, also where its process is killed', async () => {
    const program = await bundledCommandLine();
    const state = path.join(folder, 'state/toolLibrary');
    for (const wait of [0, 3, 10]) {
      const child = spawn(process.execPath, [program, 'tools', ...apply, library], {
        env: environment(),
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.once('close', resolve));
      const under = async () => (await readdir(state).catch(() => [])).some((name) => name.endsWith('.journal.json'));
      while (child.exitCode === null && !(await under())) await setTimeout(1);
      await setTimeout(wait);
      child.kill('SIGKILL');
      await ended;
      // Whatever it had done, the next one finds all or nothing, and takes back what there is.
      const { status } = await runCommandLine(['tools', 'revert', '--path', workspace, '--json'], {
        env: environment(),
      });
      assert.ok(status === 0 || status === 2);
      await isAsBefore();
    }
  });

  it('two at once: one of them applies', async () => {
    const run = () => runCommandLine(['tools', ...apply, library], { env: environment() });
    const found = await Promise.all([run(), run()]);
    assert.equal(found.filter(({ status }) => status === 0).length, 1);
    await whetstone(0, 'revert', '--path', workspace, '--json');
    await isAsBefore();
  });

  for (const [name, prepare, message] of [
    [
      'a file that was changed since',
      () => writeFile(path.join(workspace, 'shipping.py'), 'x = 1\n'),
      /shipping\.py was changed since/,
    ],
    ['a file that is read-only', () => chmod(path.join(workspace, 'shipping.py'), 0o444), /shipping\.py is read-only/],
    [
      'a link that leads out',
      async () => {
        await rename(path.join(workspace, 'shipping.py'), path.join(folder, 'elsewhere.py'));
        await symlink(path.join(folder, 'elsewhere.py'), path.join(workspace, 'shipping.py'));
      },
      /symbolic link/,
    ],
  ] as const) {
    it(`refuses ${name}`, async () => {
      await prepare();
      assert.match((await whetstone(2, ...apply, library)).stderr, message);
    });
  }

  it('refuses a library that names a file outside', async () => {
    const evil = path.join(folder, 'evil');
    await cp(library, evil, { recursive: true });
    const file = path.join(evil, 'library.json');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replaceAll('"path": "shipping.py"', '"path": "../elsewhere.py"'),
    );
    await writeFile(path.join(evil, 'elsewhere.py'), 'x = 1\n');
    assert.match((await whetstone(2, ...apply, evil)).stderr, /lies outside/);
  });

  for (const [name, args, message] of [
    ['a workspace that is not there', ['revert', '--path', 'nowhere'], /no folder/],
    ['a library that is none', ['apply', '--library', 'media'], /no tool library/],
    ['a change that was never made', ['revert', '--path', 'media', '--id', 'x'], /No change x/],
    ['no path', ['inline'], /--path/],
  ] as const) {
    it(`says what is wrong with ${name}`, async () => {
      assert.match((await whetstone(2, ...args, '--json')).stderr, message);
    });
  }
});
