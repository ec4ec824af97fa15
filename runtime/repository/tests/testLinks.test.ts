import assert from 'node:assert/strict';
import type { CodeLanguage, RepositoryFile } from '../types';
import { fileKind } from '../kinds';
import { testLinks } from './testLinks';

const languages: Readonly<Record<string, CodeLanguage>> = {
  ts: 'typescript',
  js: 'javascript',
  py: 'python',
  go: 'go',
  java: 'java',
  cs: 'csharp',
  php: 'php',
};

const file = (path: string): RepositoryFile => ({
  ...{ path, kind: fileKind(path, ''), bytes: 1, lines: 1, hash: '', skipped: undefined, broken: false },
  language: languages[path.split('.').at(-1) ?? ''],
});

const links = (paths: readonly string[], imports: Readonly<Record<string, readonly string[]>> = {}): string[] =>
  testLinks(paths.map(file), (path) => imports[path] ?? []).map(({ test, source, by }) => `${test} ${source} ${by}`);

describe('Tests and what they are about', () => {
  it('links by name in the languages of the runners', () => {
    assert.deepEqual(
      links([
        ...['src/a.ts', 'src/a.test.ts', 'lib/parse.js', 'test/parse.js', 'pkg/mod.py', 'tests/test_mod.py'],
        ...['cmd/x.go', 'cmd/x_test.go', 'src/main/java/User.java', 'src/test/java/UserTest.java'],
        ...['App/Cart.cs', 'App.Tests/CartTests.cs', 'src/Mail.php', 'tests/MailTest.php'],
      ]),
      [
        'src/a.test.ts src/a.ts name',
        'test/parse.js lib/parse.js name',
        'tests/test_mod.py pkg/mod.py name',
        'cmd/x_test.go cmd/x.go name',
        'src/test/java/UserTest.java src/main/java/User.java name',
        'App.Tests/CartTests.cs App/Cart.cs name',
        'tests/MailTest.php src/Mail.php name',
      ],
    );
  });

  it('links by import, and says when both agree', () => {
    assert.deepEqual(links(['a.ts', 'b.ts', 'a.test.ts'], { 'a.test.ts': ['a.ts', 'b.ts'] }), [
      'a.test.ts a.ts both',
      'a.test.ts b.ts import',
    ]);
  });

  it('takes the nearest of a name, and none where two are as near', () => {
    const paths = ['x/util.ts', 'y/util.ts', 'x/util.test.ts'];
    assert.deepEqual(links(paths), ['x/util.test.ts x/util.ts name']);
    assert.deepEqual(links(['x/util.ts', 'y/util.ts', 'test/util.test.ts']), []);
  });

  it('does not link across languages, or tests with tests', () => {
    assert.deepEqual(links(['a.py', 'a.test.ts', 'testing/fake.ts'], { 'a.test.ts': ['testing/fake.ts'] }), []);
  });
});
