/** `whetstone tools duplicates`: the real command line over small folders, the sandbox where tools are run. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openSandbox, SandboxUnavailableError } from '../runtime/tools/sandbox';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const answer = z.strictObject({
  duplicates: z.array(
    z.strictObject({
      kind: z.string(),
      tools: z.array(z.strictObject({ id: z.string(), name: z.string(), path: z.string(), line: z.number() })),
      cases: z.number().optional(),
      reason: z.string(),
    }),
  ),
});
const slug = `def slugify(text: str) -> str:
    """Turn a text into a slug."""
    return "-".join(text.lower().split())
`;
const copy = `# Texts


def to_slug(value: str) -> str:
    """Turn a text into a slug for addresses."""
    return "-".join(value.lower().split())
`;
const byHand = `def slug_of(text: str) -> str:
    """Turn a text into a slug, word by word."""
    slug = ""
    for word in text.split():
        slug += ("-" if slug else "") + word.lower()
    return slug
`;

describe('whetstone tools duplicates', function () {
  this.timeout(120_000);
  let parent: string;
  let folder: string;

  before(() => bundledCommandLine());
  beforeEach(async () => {
    parent = await mkdtemp(path.join(tmpdir(), 'whetstone-duplicates-cli-'));
    folder = path.join(parent, 'tools');
    await mkdir(folder);
    await writeFile(path.join(folder, 'a.py'), slug);
    await writeFile(path.join(folder, 'b.py'), copy);
  });
  afterEach(() => rm(parent, { recursive: true }));

  async function whetstone(status: number, ...args: readonly string[]) {
    const env = { ...process.env, WHETSTONE_HOME: path.join(parent, 'state') };
    const finished = await runCommandLine(['tools', 'duplicates', '--path', folder, ...args], { env });
    assert.equal(finished.status, status, finished.stderr);
    return finished;
  }
  async function found(status: number, ...args: readonly string[]) {
    return answer.parse(JSON.parse((await whetstone(status, '--json', ...args)).stdout)).duplicates;
  }

  it('finds code that is the same, and runs nothing', async () => {
    await writeFile(path.join(folder, 'a.py'), `open("was_run", "w")\n${slug}`);
    const [group, ...others] = await found(0);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [group?.kind, group?.cases, group?.tools.map(({ path: file, name, line }) => `${file}:${line} ${name}`)],
      ['same-code', undefined, ['a.py:2 slugify', 'b.py:4 to_slug']],
    );
  });

  it('ends with status 1 when it is asked to fail, until what is there is known', async () => {
    const { stdout } = await whetstone(1, '--json', '--fail');
    const known = path.join(folder, 'known.json');
    await writeFile(known, stdout);
    assert.deepEqual(await found(0, '--fail', '--known', known), []);
    // It moves, and another one comes.
    await writeFile(path.join(folder, 'b.py'), `\n\n${copy}`);
    assert.deepEqual(await found(0, '--fail', '--known', known), []);
    await writeFile(path.join(folder, 'c.py'), slug.replace('def slugify', 'def slugify_again'));
    assert.equal((await found(1, '--fail', '--known', known)).length, 1);
    assert.deepEqual(await found(0, '--fail', '--kind', 'same-results'), []);
  });

  it('compares results where tools may be run', async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      this.skip();
    }
    await writeFile(path.join(folder, 'b.py'), byHand);
    assert.deepEqual(await found(0), []);
    const [group] = await found(0, '--run');
    assert.ok(group?.kind === 'same-results' && group.cases !== undefined, JSON.stringify(group));
    assert.ok(group.cases >= 48, String(group.cases));
    assert.match(group.reason, /identical results in \d+ cases/);
  });

  it('says what is wrong with what it is given', async () => {
    const bad = path.join(folder, 'bad.json');
    await writeFile(bad, '{"duplicates": 3}');
    assert.match((await whetstone(2, '--known', bad)).stderr, /is no answer of "whetstone tools duplicates --json"/);
    assert.match((await whetstone(2, '--known', path.join(folder, 'none.json'))).stderr, /does not exist/);
    assert.match((await whetstone(2, '--kind', 'twin')).stderr, /one of same-results/);
    await rm(path.join(folder, 'a.py'));
    await rm(path.join(folder, 'b.py'));
    assert.match((await whetstone(2)).stderr, /holds no tool/);
  });

  it('goes on beside files that cannot be read', async () => {
    await writeFile(path.join(folder, 'broken.py'), 'def broken(:\n    return (\n');
    await writeFile(path.join(folder, 'binary.py'), Buffer.from([0, 255, 254, 0, 1]));
    const finished = await whetstone(0, '--json');
    assert.equal(answer.parse(JSON.parse(finished.stdout)).duplicates.length, 1);
    assert.match(finished.stderr, /broken\.py, line 1/);
  });
});
