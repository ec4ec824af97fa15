/** Which runner test files are written for, where the package's own script is a program that nobody can read. */
import path from 'node:path';
import { z } from 'zod';
import { isTestPath } from '../../../../runtime/repository';
import type { RepositoryTexts } from '../context/repositoryTexts';
import type { ToolCommand } from '../types';

type Texts = Pick<RepositoryTexts, 'paths' | 'text'>;

const MOST_FILES = 60;
/** Share of the test files that have to be written for it. */
const LEAST_SHARE = 0.8;

const script = /\.[cm]?[jt]sx?$/;
const dependenciesForm = z.looseObject({
  dependencies: z.record(z.string(), z.string()).catch({}).default({}),
  devDependencies: z.record(z.string(), z.string()).catch({}).default({}),
});

/** @returns undefined: its test files are written for several runners, or for one that the package does not name */
export function runnerOfTests(folder: string, texts: Texts): ToolCommand | undefined {
  const needed = dependenciesOf(texts.text(path.posix.join(folder, 'package.json')));
  const below = folder === '.' ? '' : `${folder}/`;
  const files = texts.paths.filter((each) => each.startsWith(below) && isTestPath(each) && script.test(each));
  const written = files.slice(0, MOST_FILES).flatMap((each) => writtenFor(texts.text(each) ?? '', needed) ?? []);
  const counts = new Map<string, number>();
  for (const name of written) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] < written.length * LEAST_SHARE) return undefined;
  const typed = files.some((each) => /\.[cm]?tsx?$/.test(each)) && needed.has('tsx');
  return { title: best[0], folder, words: wordsOf(best[0], typed) };
}

function writtenFor(text: string, needed: ReadonlySet<string>): string | undefined {
  const imports = (name: string) => new RegExp(`(?:from|require\\(|import)\\s*['"]${name}['"]`).test(text);
  if (imports('node:test')) return 'node --test';
  for (const name of ['vitest', 'tape']) if (imports(name)) return needed.has(name) ? name : undefined;
  if (!/^\s*(?:it|test)(?:\.\w+)?\(/m.test(text)) return undefined;
  const global = ['mocha', 'jest'].filter((name) => needed.has(name));
  return global.length === 1 ? global[0] : undefined;
}

function wordsOf(title: string, typed: boolean): readonly string[] {
  if (title === 'node --test') return ['node', ...(typed ? ['--import', 'tsx'] : []), '--test'];
  const run = title === 'vitest' ? ['run'] : title === 'mocha' && typed ? ['--require', 'tsx/cjs'] : [];
  return ['npx', '--no-install', title, ...run];
}

function dependenciesOf(manifest: string | undefined): ReadonlySet<string> {
  const parsed = dependenciesForm.safeParse(jsonOf(manifest)).data;
  return new Set(parsed === undefined ? [] : Object.keys({ ...parsed.dependencies, ...parsed.devDependencies }));
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
