/**
 * Repositories that tests of scenarios use, made of packages that are installed as development dependencies: the same bytes, commits and
 * hashes at every run. Their `node_modules` is a link to the project's.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { preProcessFile } from 'typescript';
import { z } from 'zod';
import { packageRoot } from '../../core/packageRoot';

const run = promisify(execFile);

/** This project itself. */
export function ownRepository(): string {
  return packageRoot();
}

const ownParts = ['benchmarks/core/statistics', 'benchmarks/core/sampling', 'benchmarks/core/reports'];

/**
 * A part of this project (TypeScript, tests by mocha) and what it imports, in one commit: the whole one has tests that take a minute each.
 * @param folder is made, and may not hold anything yet
 */
export async function makeOwnPart(folder: string): Promise<void> {
  await startRepository(folder);
  const root = packageRoot();
  for (const name of ['package.json', 'tsconfig.json', '.mocharc.json', 'LICENSE', ...(await importedFrom(ownParts))]) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await cp(path.join(root, name), path.join(folder, name));
  }
  await commit(folder, 'Statistics, sampling and reports', 0);
}

/** @returns sources below folders of this project, with all that they import from each other, below its root */
async function importedFrom(folders: readonly string[]): Promise<readonly string[]> {
  const root = packageRoot();
  const found = new Set<string>();
  const open: string[] = [];
  for (const folder of folders) {
    const names = await readdir(path.join(root, folder), { recursive: true });
    open.push(...names.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name)));
  }
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const { importedFiles } = preProcessFile(await readFile(path.join(root, file), 'utf8'));
    for (const { fileName } of importedFiles.filter((each) => each.fileName.startsWith('.'))) {
      const base = path.join(path.dirname(file), fileName);
      const target = [`${base}.ts`, path.join(base, 'index.ts')].find((each) => existsSync(path.join(root, each)));
      if (target !== undefined) open.push(target);
    }
  }
  return [...found].sort();
}

const qsReleases = ['qs-6-11', 'qs-6-12', 'qs-6-13', 'qs-6-14', 'qs-6-15', 'qs-6-16', 'qs-6-17'] as const;
const manifestForm = z.looseObject({ version: z.string() });

/**
 * qs (a parser of query strings, JavaScript, tests by tape) with a commit for each of seven releases, oldest first.
 * @param folder is made, and may not hold anything yet
 */
export async function makeQsRepository(folder: string): Promise<void> {
  await startRepository(folder);
  for (const [index, release] of qsReleases.entries()) {
    const source = installed(release);
    for (const part of ['lib', 'test']) {
      await rm(path.join(folder, part), { recursive: true, force: true });
      await cp(path.join(source, part), path.join(folder, part), { recursive: true });
    }
    for (const name of ['README.md', 'CHANGELOG.md', 'LICENSE.md']) {
      await cp(path.join(source, name), path.join(folder, name));
    }
    const manifest = manifestForm.parse(JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')));
    await writeJson(path.join(folder, 'package.json'), { ...manifest, scripts: { test: "tape 'test/**/*.js'" } });
    await commit(folder, `v${manifest.version}`, index);
  }
}

/**
 * The sources of zod (TypeScript, tests by vitest) in one commit. Its tests import `zod/v4`, which means the sources here.
 * @param folder is made, and may not hold anything yet
 */
export async function makeZodRepository(folder: string): Promise<void> {
  await startRepository(folder);
  const source = installed('zod');
  await cp(path.join(source, 'src'), path.join(folder, 'src'), {
    recursive: true,
    filter: (from) => path.basename(from) !== 'benchmarks',
  });
  for (const name of ['README.md', 'LICENSE']) await cp(path.join(source, name), path.join(folder, name));
  const { version } = manifestForm.parse(JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')));
  await writeJson(path.join(folder, 'package.json'), {
    name: 'zod',
    version,
    type: 'module',
    license: 'MIT',
    scripts: { test: 'vitest run', typecheck: 'tsc --noEmit -p .' },
  });
  await writeJson(path.join(folder, 'tsconfig.json'), {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2022', 'dom'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
      paths: { zod: ['./src/index.ts'], 'zod/*': ['./src/*/index.ts', './src/*'] },
    },
    include: ['src'],
    exclude: ['**/tests/**'],
  });
  await writeFile(path.join(folder, 'vitest.config.ts'), vitestConfig);
  await commit(folder, `v${version}`, 0);
}

const vitestConfig = `import { defineConfig } from 'vitest/config';

const sources = new URL('./src/', import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^zod$/, replacement: sources + 'index.ts' },
      { find: /^zod\\/(.+)$/, replacement: sources + '$1' },
    ],
  },
  test: { include: ['src/**/*.test.ts'] },
});
`;

function installed(name: string): string {
  return path.join(packageRoot(), 'node_modules', name);
}

async function startRepository(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, ['init', '--quiet', '--initial-branch=main']);
  await writeFile(path.join(folder, '.gitignore'), 'node_modules\n');
  await symlink(path.join(packageRoot(), 'node_modules'), path.join(folder, 'node_modules'), 'dir');
}

/** @param index days after the first of a year, so that commits are the same at every run */
async function commit(folder: string, subject: string, index: number): Promise<void> {
  await git(folder, ['add', '--all']);
  await git(folder, ['commit', '--quiet', '--no-verify', '-m', subject], new Date(Date.UTC(2024, 0, 1 + index)));
}

async function git(folder: string, args: readonly string[], time?: Date): Promise<void> {
  const person = { NAME: 'Maker of test repositories', EMAIL: 'maker@example.org' };
  await run('git', ['-c', 'core.autocrlf=false', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      // Neither the user's configuration nor a repository around this one has a say.
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_AUTHOR_NAME: person.NAME,
      GIT_AUTHOR_EMAIL: person.EMAIL,
      GIT_COMMITTER_NAME: person.NAME,
      GIT_COMMITTER_EMAIL: person.EMAIL,
      ...(time && { GIT_AUTHOR_DATE: time.toISOString(), GIT_COMMITTER_DATE: time.toISOString() }),
    },
  });
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
