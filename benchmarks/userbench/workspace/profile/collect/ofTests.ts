/** Habits that tests show. */
import path from 'node:path';
import type { CodeFacts } from '../../code/types';
import { testPlace } from '../../code/testPlace';
import { wordsOf } from '../../code/words';
import type { Votes } from '../votes';

const FRAMEWORKS: readonly (readonly [RegExp, string])[] = [
  [/^node:test$/, 'node-test'],
  [/^vitest$/, 'vitest'],
  [/^@jest\/globals$/, 'jest'],
  [/^mocha$/, 'mocha'],
  [/^tape$/, 'tape'],
  [/^ava$/, 'ava'],
  [/^pytest$/, 'pytest'],
  [/^unittest$/, 'unittest'],
];

export function votesOfTest(
  facts: CodeFacts,
  scope: 'script' | 'python',
  folders: ReadonlySet<string>,
  votes: Votes,
): void {
  if (facts.tests.length === 0 && !/(?:test|spec)/i.test(path.posix.basename(facts.path))) return;
  const line = facts.tests[0]?.line ?? 1;
  const add = (facet: Parameters<Votes['add']>[1], value: string | undefined, at = line) => {
    if (value !== undefined) votes.add(scope, facet, value, facts.path, at);
  };
  add('test-place', testPlace(facts.path, folders));
  add('test-suffix', testSuffix(facts.path, scope));
  add('test-framework', framework(facts, scope));
  add('test-form', testForm(facts, scope));
  for (const { title, line: at } of facts.tests.slice(0, 40)) add('test-titles', titleForm(title, facts), at);
}

function testSuffix(file: string, scope: 'script' | 'python'): string | undefined {
  const name = path.posix.basename(file);
  if (scope === 'python')
    return name.startsWith('test_')
      ? 'test-first'
      : name.endsWith('_test.py')
        ? 'test-last'
        : name.endsWith('_spec.py')
          ? 'spec-last'
          : undefined;
  if (/\.test\.[cm]?[jt]sx?$/.test(name)) return 'dot-test';
  if (/\.spec\.[cm]?[jt]sx?$/.test(name)) return 'dot-spec';
  return /[-_]test\.[cm]?[jt]sx?$/.test(name) ? 'dash-test' : undefined;
}

function framework({ imports, code, tests }: CodeFacts, scope: 'script' | 'python'): string | undefined {
  for (const { specifier } of imports) {
    const found = FRAMEWORKS.find(([pattern]) => pattern.test(specifier));
    if (found !== undefined) return found[1];
  }
  if (scope === 'python') return tests.length > 0 && !/\bself\.assert/.test(code) ? 'pytest' : undefined;
  return /\bdescribe\(/.test(code) ? (/\bjest\.|\bexpect\(/.test(code) ? 'jest' : 'mocha') : undefined;
}

function testForm({ code, tests }: CodeFacts, scope: 'script' | 'python'): string | undefined {
  if (tests.length === 0) return undefined;
  const table =
    scope === 'python' ? /parametrize|subTest\(/ : /\.each\s*[(`]|for \((?:const|let|var)[^)]*\)\s*\{?\s*(?:it|test)\(/;
  if (table.test(code)) return 'table';
  return tests.length === 1 ? 'single' : 'each';
}

function titleForm(title: string, { imports }: CodeFacts): string {
  const [first = ''] = wordsOf(title.replace(/^test_?/, ''));
  if (first === 'should') return 'should';
  const called = /^[a-z]+[A-Z]\w*\b|^\w+\(/.test(title);
  return called || imports.some(({ specifier }) => specifier.endsWith(`/${title.split(/\W/)[0]}`))
    ? 'function-first'
    : 'plain';
}
