/** Which test runner a workspace uses, by its own files. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { jest, mocha, nodeTest, vitest } from './javascriptRunners';
import { cargoTest, goTest, pytest } from './otherRunners';
import { tape } from './tape';
import type { TestRunner } from './testReport';

const manifest = z.object({ scripts: z.record(z.string(), z.string()).optional() }).loose();

/** Any `npm test`: counted by its exit status alone. */
const npmTest: TestRunner = {
  title: 'npm test',
  command: ({ file, name }) => {
    const more = [name, file].filter((each) => each !== undefined);
    return ['npm', 'test', '--silent', ...(more.length === 0 ? [] : ['--', ...more])];
  },
  read: () => undefined,
};

/** @param prefer a file whose language decides where several are there */
export async function detectRunner(root: string, prefer?: string): Promise<TestRunner | undefined> {
  const found = new Map<string, TestRunner>();
  const runner = await javascriptRunner(root);
  if (runner !== undefined) found.set('javascript', runner);
  if (await usesPytest(root)) found.set('python', pytest);
  if (existsSync(path.join(root, 'go.mod'))) found.set('go', goTest);
  if (existsSync(path.join(root, 'Cargo.toml'))) found.set('rust', cargoTest);
  const language = prefer === undefined ? undefined : LANGUAGES[path.extname(prefer)];
  const own = language === undefined ? undefined : found.get(language);
  if (own !== undefined || language === undefined) return own ?? [...found.values()][0];
  // A single file needs no project around it.
  return language === 'python' ? pytest : language === 'javascript' ? nodeTest([]) : undefined;
}

const LANGUAGES: Readonly<Partial<Record<string, string>>> = {
  '.py': 'python',
  '.go': 'go',
  '.rs': 'rust',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.ts': 'javascript',
  '.mts': 'javascript',
  '.tsx': 'javascript',
  '.jsx': 'javascript',
};

async function testScript(root: string): Promise<string | undefined> {
  const text = await readFile(path.join(root, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const scripts = manifest.safeParse(JSON.parse(text)).data?.scripts ?? {};
    const script = followed(scripts, scripts.test);
    return script === undefined || script.includes('no test specified') ? undefined : script;
  } catch {
    return undefined;
  }
}

/** `npm run name` means that script, which may name another one. */
function followed(scripts: Readonly<Record<string, string>>, script: string | undefined): string | undefined {
  let found = script;
  for (let step = 0; step < 5; step++) {
    const name = /^(?:npm run|npm run-script|pnpm run|yarn run|yarn)(?: -s| --silent)? ([\w:-]+)$/.exec(
      found ?? '',
    )?.[1];
    if (name === undefined || scripts[name] === undefined) return found;
    found = scripts[name];
  }
  return found;
}

/** Programs that only measure what another one runs. */
const wrappers = new Set(['npx', 'nyc', 'c8', 'cross-env', 'env']);

/** What the test script calls; a script that says nothing of it, e.g. a program of the project's own, gives way to a runner's settings. */
async function javascriptRunner(root: string): Promise<TestRunner | undefined> {
  const script = await testScript(root);
  const called = script === undefined ? undefined : runnerOfScript(script);
  return called === undefined || called === npmTest ? ((await configuredRunner(root)) ?? called) : called;
}

const configured: readonly (readonly [RegExp, () => TestRunner])[] = [
  [/^\.mocharc\.(?:[cm]?js|jsonc?|ya?ml)$/, () => mocha([])],
  [/^vitest\.config\.[cm]?[jt]s$/, () => vitest()],
  [/^jest\.config\.(?:[cm]?[jt]s|json)$/, () => jest()],
];

/** @returns the only runner that has a file of settings; undefined: there are none or several */
async function configuredRunner(root: string): Promise<TestRunner | undefined> {
  const names = await readdir(root).catch(() => []);
  const runners = configured.filter(([form]) => names.some((name) => form.test(name)));
  return runners.length === 1 ? runners[0]?.[1]() : undefined;
}

function runnerOfScript(script: string): TestRunner {
  // One plain command is understood; a line of several is run as it is.
  if (/[;&|<>$`(]/.test(script)) return npmTest;
  const all = script.split(/\s+/).filter((word) => word !== '' && !/^\w+=/.test(word));
  const words = all.slice(all.findIndex((word) => !wrappers.has(word)));
  const options = words
    .slice(1)
    .filter((word) => word !== '--test' && !word.startsWith('--reporter') && !word.startsWith('--test-reporter'));
  switch (words[0]) {
    case 'mocha':
      return mocha(options.map((word) => word.replace(/^(['"])(.*)\1$/, '$2')));
    case 'tape':
      return tape(options.map((word) => word.replace(/^(['"])(.*)\1$/, '$2')));
    case 'vitest':
      return vitest();
    case 'jest':
      return jest();
    case 'node':
      return words.includes('--test') ? nodeTest(options.map((word) => word.replace(/^(['"])(.*)\1$/, '$2'))) : npmTest;
    default:
      return npmTest;
  }
}

async function usesPytest(root: string): Promise<boolean> {
  if (['pytest.ini', 'tox.ini', 'conftest.py', 'tests/conftest.py'].some((name) => existsSync(path.join(root, name))))
    return true;
  for (const name of ['pyproject.toml', 'setup.cfg', 'requirements-dev.txt', 'requirements.txt']) {
    if ((await readFile(path.join(root, name), 'utf8').catch(() => '')).includes('pytest')) return true;
  }
  for (const folder of ['.', 'test', 'tests']) {
    const names = await readdir(path.join(root, folder)).catch(() => []);
    if (names.some((name) => /^test_.*\.py$|_test\.py$/.test(name))) return true;
  }
  return false;
}
