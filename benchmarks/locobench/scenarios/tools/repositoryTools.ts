/** How a repository is type-checked, tested and linted, by its own files; nothing is run. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { findProgram } from '../../../../runtime/tools/workspace';
import { detectRunner } from '../../../../runtime/tools/execution';
import type { RepositoryTexts } from '../context/repositoryTexts';
import type { RepositoryTools, ToolCommand } from '../types';
import { runnerOfTests } from './runnerOfTests';

export interface FoundTools {
  readonly tools: RepositoryTools;
  /** What was not found, for people. */
  readonly missing: readonly string[];
}

type Texts = Pick<RepositoryTexts, 'paths' | 'text'>;

/** Files that make a folder a package. */
const manifests = ['package.json', 'pyproject.toml', 'setup.py', 'go.mod', 'Cargo.toml', 'pom.xml', 'build.gradle'];
const packageForm = z.looseObject({ scripts: z.record(z.string(), z.string()).catch({}).default({}) });

/** @param hasProgram whether a program is on the machine */
export async function repositoryTools(
  root: string,
  texts: Texts,
  hasProgram: (command: ToolCommand, root: string) => Promise<boolean> = isInstalled,
): Promise<FoundTools> {
  const folders = packageFolders(texts);
  const missing: string[] = [];
  const first = async (
    what: string,
    find: (folder: string) => Promise<ToolCommand | undefined>,
  ): Promise<ToolCommand | undefined> => {
    for (const folder of folders) {
      const found = await find(folder);
      if (found !== undefined) return found;
    }
    missing.push(what);
    return undefined;
  };
  const needs = async (command: ToolCommand): Promise<ToolCommand | undefined> => {
    if (await hasProgram(command, root)) return command;
    missing.push(`${command.title} is not installed`);
    return undefined;
  };
  const tools: RepositoryTools = {
    typeCheck: await first('no type checker', async (folder) => {
      const command = typeChecker(folder, texts);
      return command && needs(command);
    }),
    test: await first('no test runner', async (folder) => {
      const runner = await detectRunner(path.join(root, folder));
      // A program of the package's own reports in a form that nobody knows.
      const own = runner?.title === 'npm test' ? runnerOfTests(folder, texts) : undefined;
      return runner && needs(own ?? { title: runner.title, folder, words: runner.command({}) });
    }),
    lint: await first('no linter', async (folder) => {
      const command = linter(folder, texts);
      return command && needs(command);
    }),
  };
  return { tools, missing };
}

/** The root, then folders with a manifest by the number of files below them. */
function packageFolders({ paths }: Texts): readonly string[] {
  const folders = paths
    .filter((each) => manifests.includes(path.posix.basename(each)))
    .map((each) => path.posix.dirname(each));
  const size = (folder: string) => paths.filter((each) => each.startsWith(`${folder}/`)).length;
  const nested = [...new Set(folders)].filter((folder) => folder !== '.').slice(0, 200);
  const sizes = new Map(nested.map((folder) => [folder, size(folder)]));
  return ['.', ...nested.sort((a, b) => sizes.get(b)! - sizes.get(a)! || (a < b ? -1 : 1))];
}

const npx = (...words: readonly string[]) => ['npx', '--no-install', ...words];

function typeChecker(folder: string, texts: Texts): ToolCommand | undefined {
  const has = (name: string) => texts.text(path.posix.join(folder, name)) !== undefined;
  const says = (name: string, part: string) => texts.text(path.posix.join(folder, name))?.includes(part) === true;
  const command = (title: string, words: readonly string[]): ToolCommand => ({ title, folder, words });
  if (has('tsconfig.json')) {
    // References alone have no files of their own: only a build checks them.
    const solution =
      says('tsconfig.json', '"references"') &&
      /"files"\s*:\s*\[\s*\]/.test(texts.text(path.posix.join(folder, 'tsconfig.json')) ?? '');
    return command('tsc', solution ? npx('tsc', '--build', '--noEmit') : npx('tsc', '--noEmit', '-p', '.'));
  }
  if (has('jsconfig.json')) return command('tsc', npx('tsc', '--noEmit', '-p', 'jsconfig.json'));
  if (has('pyrightconfig.json') || says('pyproject.toml', '[tool.pyright')) return command('pyright', ['pyright']);
  if (has('mypy.ini') || says('pyproject.toml', '[tool.mypy') || says('setup.cfg', '[mypy')) {
    return command('mypy', ['mypy', '.']);
  }
  if (has('go.mod')) return command('go vet', ['go', 'vet', './...']);
  if (has('Cargo.toml')) return command('cargo check', ['cargo', 'check', '--offline', '--all-targets']);
  if (has('pom.xml')) return command('mvn', ['mvn', '--offline', '--quiet', 'test-compile']);
  if (has('gradlew')) return command('gradle', ['./gradlew', '--offline', '--quiet', 'testClasses']);
  if (has('build.gradle') || has('build.gradle.kts')) {
    return command('gradle', ['gradle', '--offline', '--quiet', 'testClasses']);
  }
  if (texts.paths.some((each) => each.endsWith('.csproj') && path.posix.dirname(each) === folder)) {
    return command('dotnet build', ['dotnet', 'build', '--no-restore', '--nologo']);
  }
  if (folder !== '.') return undefined;
  return withoutManifest(texts, command);
}

/** Languages that are checked file by file where no build says how. */
function withoutManifest(
  { paths }: Texts,
  command: (title: string, words: readonly string[]) => ToolCommand,
): ToolCommand | undefined {
  const java = paths.filter((each) => each.endsWith('.java'));
  if (java.length > 0 && java.length <= 500) {
    return command('javac', ['javac', '-proc:none', '-d', '.whetstone-classes', ...java]);
  }
  return undefined;
}

function linter(folder: string, texts: Texts): ToolCommand | undefined {
  const own = texts.paths
    .filter((each) => path.posix.dirname(each) === folder)
    .map((each) => path.posix.basename(each));
  const manifest = packageForm.safeParse(jsonOf(texts.text(path.posix.join(folder, 'package.json')))).data;
  const says = (name: string, part: string) => texts.text(path.posix.join(folder, name))?.includes(part) === true;
  if (own.some((name) => /^(?:\.eslintrc(?:\..+)?|eslint\.config\.[cm]?[jt]s)$/.test(name))) {
    return { title: 'eslint', folder, words: npx('eslint', '.') };
  }
  if (own.includes('biome.json')) return { title: 'biome', folder, words: npx('biome', 'lint', '.') };
  if (/\bstandard\b/.test(manifest?.scripts.lint ?? '')) return { title: 'standard', folder, words: npx('standard') };
  if (own.includes('ruff.toml') || says('pyproject.toml', '[tool.ruff')) {
    return { title: 'ruff', folder, words: ['ruff', 'check', '.'] };
  }
  if (own.includes('.flake8') || says('setup.cfg', '[flake8')) return { title: 'flake8', folder, words: ['flake8'] };
  if (own.some((name) => /^\.golangci\.ya?ml$/.test(name))) {
    return { title: 'golangci-lint', folder, words: ['golangci-lint', 'run'] };
  }
  if (own.includes('Cargo.toml')) return { title: 'clippy', folder, words: ['cargo', 'clippy', '--offline'] };
  return undefined;
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

async function isInstalled({ folder, words }: ToolCommand, root: string): Promise<boolean> {
  const [program = '', , local = ''] = words;
  if (program.startsWith('./')) return true;
  if (program === 'npx' && !hasPackageProgram(root, folder, local)) return false;
  return (await findProgram(program, [root])) !== undefined;
}

/** `npx --no-install` takes programs of packages from this folder or one above it. */
function hasPackageProgram(root: string, folder: string, name: string): boolean {
  for (let at = path.resolve(root, folder); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'node_modules', '.bin', name))) return true;
    if (path.dirname(at) === at) return false;
  }
}
