/** Test files that say nothing about the code: what a scenario has to tell from tests. */
import path from 'node:path';
import type { RepositoryIndex } from '../../../../runtime/repository';
import { isModule } from '../../grading/tests/probes';
import type { TestPair } from './testPairs';

export interface StubTests {
  readonly empty: string;
  readonly failing: string;
  /** Loads the code, and looks at nothing. */
  readonly importing: string;
}

/** @param runner as `grading/tests/reportedRunners` names it */
export function stubTests(index: RepositoryIndex, pair: TestPair, runner: string): StubTests {
  const text = index.text(pair.test);
  if (pair.language === 'python') {
    const lines = specifiersOf(index, pair).map(pythonImport);
    return {
      empty: 'def test_nothing():\n    pass\n',
      failing: 'def test_fails():\n    raise AssertionError("always")\n',
      importing: `${lines.join('\n')}\n\n\ndef test_loads():\n    pass\n`,
    };
  }
  const modules = isModule(pair.test, text);
  const head = headOf(runner, modules);
  const loads = specifiersOf(index, pair).map((each) => (modules ? `import '${each}';` : `require('${each}');`));
  // A test of tape ends by its last call.
  const test = (name: string, line: string) =>
    runner === 'tape'
      ? `test('${name}', (t) => {\n  ${line === '' ? '' : `${line}\n  `}t.end();\n});\n`
      : `${runner === 'mocha' ? 'it' : 'test'}('${name}', () => {${line === '' ? '' : ` ${line} `}});\n`;
  return {
    empty: `${head}${test('nothing', '')}`,
    failing: `${head}${test('fails', "throw new Error('always');")}`,
    importing: `${head}${loads.map((each) => `${each}\n`).join('')}${test('loads', '')}`,
  };
}

function headOf(runner: string, modules: boolean): string {
  const from = { 'node --test': ['{ test }', 'node:test'], vitest: ['{ test }', 'vitest'], tape: ['test', 'tape'] }[
    runner
  ];
  if (from === undefined) return '';
  return modules || runner === 'vitest'
    ? `import ${from[0]} from '${from[1]}';\n`
    : `const ${from[0]} = require('${from[1]}');\n`;
}

/** As the test imports sources of the repository; where it imports none, the way to the target. */
export function specifiersOf(index: RepositoryIndex, { test, target, language }: TestPair): readonly string[] {
  const imported = sourceImports(index, test).map(({ specifier }) => specifier);
  if (imported.length > 0) return [...new Set(imported)];
  if (language === 'python') return [target.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.')];
  const relative = path.posix.relative(path.posix.dirname(test), target).replace(/\.[cm]?[jt]sx?$/, '');
  return [relative.startsWith('.') ? relative : `./${relative}`];
}

export interface SourceImport {
  readonly specifier: string;
  readonly path: string;
}

export function sourceImports(index: RepositoryIndex, test: string): readonly SourceImport[] {
  return index.importsOf(test).flatMap(({ specifier, resolution, typeOnly, deferred }) => {
    const source = resolution.kind === 'file' && index.file(resolution.path)?.kind === 'source';
    return source && !typeOnly && !deferred ? [{ specifier, path: resolution.path }] : [];
  });
}

function pythonImport(specifier: string): string {
  return specifier.startsWith('.') ? `from ${specifier} import *` : `import ${specifier}`;
}

/** A second test file beside another one, where the runner would find it too. */
export function besideTest(test: string): string {
  const { dir, base } = path.posix.parse(test);
  const name = /^(test_)?(.*?)((?:[._-](?:test|spec))?\.[^.]+)$/.exec(base);
  return path.posix.join(dir, name === null ? `loads_${base}` : `${name[1] ?? ''}loads_only_${name[2]}${name[3]}`);
}
