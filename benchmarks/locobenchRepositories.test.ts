/** `whetstone locobench generate` on repositories that are not as they should be: each has a clear outcome. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openScenarioSet } from './locobench/scenarios';
import { writeLayeredProject } from './locobench/scenarios/testing/writeLayeredProject';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const count = 4;
const answerForm = z.object({ scenarios: z.number(), notices: z.array(z.string()) });

interface OddRepository {
  readonly what: string;
  /** @param repo a small project without Git @returns the folder that scenarios are made of; default: the project */
  readonly make: (repo: string) => string | undefined;
  /** What has to be said. */
  readonly told: RegExp;
  /** Files that may not be in the set. */
  readonly leftOut?: readonly string[];
  /** Whether the set knows its commit. */
  readonly commit?: true;
}

const secret = 'what lies outside of the repository';

const repositories: readonly OddRepository[] = [
  { what: 'without Git', make: () => undefined, told: /No history of Git/ },
  {
    what: 'whose .git leads nowhere',
    make: (repo) => {
      writeFileSync(path.join(repo, '.git'), 'gitdir: /nowhere\n');
      return undefined;
    },
    told: /No history of Git/,
  },
  {
    what: 'that is a shallow clone',
    make: (repo) => {
      committed(repo);
      appendFileSync(path.join(repo, 'docs/guide.md'), 'more\n');
      git(repo, 'commit', '--quiet', '-am', 'second');
      git(path.dirname(repo), 'clone', '--quiet', '--depth', '1', `file://${repo}`, 'shallow');
      return path.join(path.dirname(repo), 'shallow');
    },
    told: /The clone is shallow/,
    commit: true,
  },
  {
    what: 'with a submodule',
    make: (repo) => {
      const other = path.join(path.dirname(repo), 'other');
      mkdirSync(other);
      writeFileSync(path.join(other, 'alien.ts'), 'export const alien = 1;\n');
      committed(other);
      committed(repo);
      git(repo, 'submodule', '--quiet', 'add', other, 'vendor/alien');
      git(repo, 'commit', '--quiet', '-m', 'submodule');
      return undefined;
    },
    told: /vendor\/alien \(a repository of its own \(submodule\)\)/,
    leftOut: ['vendor/alien', 'vendor/alien/alien.ts'],
    commit: true,
  },
  {
    what: 'with links that go round and out',
    make: (repo) => {
      symlinkSync('.', path.join(repo, 'src/again'));
      symlinkSync('b.ts', path.join(repo, 'src/a.ts'));
      symlinkSync('a.ts', path.join(repo, 'src/b.ts'));
      const outside = path.join(path.dirname(repo), 'outside.ts');
      writeFileSync(outside, `export const it = '${secret}';\n`);
      symlinkSync(outside, path.join(repo, 'src/out.ts'));
      return undefined;
    },
    told: /4 files are left out: .*\(a symbolic link\)/,
    leftOut: ['src/again', 'src/a.ts', 'src/b.ts', 'src/out.ts'],
  },
  {
    what: 'with a file of 100 MB',
    make: (repo) => {
      const large = path.join(repo, 'src/large.ts');
      writeFileSync(large, 'export const large = 1;\n');
      truncateSync(large, 100 * 2 ** 20);
      return undefined;
    },
    told: /One file is left out: src\/large\.ts \(104857600 bytes\)/,
    leftOut: ['src/large.ts'],
  },
  {
    what: 'with a file that is no UTF-8',
    make: (repo) => {
      writeFileSync(path.join(repo, 'src/latin.ts'), Buffer.from('export const caf\xe9 = 1;\n', 'latin1'));
      return undefined;
    },
    told: /One file is left out: src\/latin\.ts \(not valid UTF-8\)/,
    leftOut: ['src/latin.ts'],
  },
  {
    what: 'with a file of broken syntax',
    make: (repo) => {
      writeFileSync(
        path.join(repo, 'src/broken.ts'),
        "import { x } from './core/core';\nexport function ((( {{ class\n",
      );
      return undefined;
    },
    told: /One file has syntax errors.*: src\/broken\.ts\./,
  },
  {
    what: 'with changes that are not committed',
    make: (repo) => {
      committed(repo);
      appendFileSync(path.join(repo, 'docs/guide.md'), 'more\n');
      rmSync(path.join(repo, 'src/pages/page0.test.ts'));
      return undefined;
    },
    told: /2 files differ from the commit/,
    leftOut: ['src/pages/page0.test.ts'],
    commit: true,
  },
];

describe('whetstone locobench generate on a repository', function () {
  this.timeout(60_000);
  let root: string;

  before(bundledCommandLine);
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'odd-repositories-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  for (const { what, make, told, leftOut = [], commit } of repositories) {
    it(`${what}: makes scenarios, and says what is not in them`, async () => {
      const repo = path.join(root, 'repo');
      writeLayeredProject(repo, 3);
      const from = make(repo) ?? repo;
      const set = path.join(root, 'set');
      const { status, stdout, stderr } = await runCommandLine(
        [
          ...['locobench', 'generate', '--repo', from, '--out', set, '--count', String(count), '--lengths', '2k'],
          ...['--categories', 'architectural_understanding', '--json'],
        ],
        { env: { ...process.env, WHETSTONE_HOME: path.join(root, 'state') } },
      );
      assert.equal(status, 0, stderr);
      const { scenarios, notices } = answerForm.parse(JSON.parse(stdout));
      assert.equal(scenarios, count);
      assert.match(notices.join('\n'), told);
      const opened = await openScenarioSet(set);
      await opened.verify();
      assert.equal(opened.set.repository.commit !== undefined, commit === true);
      for (const file of leftOut) assert.equal(opened.set.files[file], undefined, file);
      const snapshot = path.join(set, 'snapshot');
      assert.ok(
        readdirSync(snapshot).every((name) => !readFileSync(path.join(snapshot, name), 'utf8').includes(secret)),
      );
    });
  }
});

function git(folder: string, ...args: readonly string[]): void {
  const person = ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always'];
  const { status, stderr } = spawnSync('git', [...person, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
  assert.equal(status, 0, stderr);
}

function committed(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '-m', 'first');
}
