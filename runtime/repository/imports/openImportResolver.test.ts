import assert from 'node:assert/strict';
import { languageOfFile } from '../../syntax';
import type { RawImport, RepositoryView } from '../extraction/types';
import { openImportResolver } from './index';
import type { Resolution } from './resolution';

interface Given {
  readonly texts?: Readonly<Record<string, string>>;
  readonly namespaces?: Readonly<Record<string, readonly string[]>>;
}

function viewOf(paths: readonly string[], { texts = {}, namespaces = {} }: Given): RepositoryView {
  const all = [...new Set([...paths, ...Object.keys(texts)])].sort();
  const known = new Set(all);
  return {
    root: '/r',
    paths: all,
    has: (path) => known.has(path),
    language: (path) => languageOfFile(path),
    namespaces: (path) => namespaces[path] ?? [],
    read: (path) => texts[path],
  };
}

const zero = { line: 0, column: 0 };
const raw = (specifier: string, names: readonly string[] = [], form: RawImport['form'] = 'module'): RawImport => ({
  ...{ specifier, form, range: { start: zero, end: zero }, typeOnly: false, deferred: false },
  bindings: names.map((imported) => ({ imported, local: imported })),
});

/** A path, paths with blanks between them, `package NAME`, `builtin` or `-`. */
function short(resolution: Resolution): string {
  switch (resolution.kind) {
    case 'file':
      return resolution.path;
    case 'files':
      return resolution.paths.join(' ');
    case 'package':
      return `package ${resolution.name}`;
    case 'builtin':
      return 'builtin';
    case 'unresolved':
      return '-';
  }
}

function check(
  paths: readonly string[],
  given: Given,
  cases: readonly (readonly [string, RawImport | string, string])[],
): void {
  const resolver = openImportResolver(viewOf(paths, given));
  for (const [from, what, expected] of cases) {
    const one = typeof what === 'string' ? raw(what) : what;
    assert.equal(short(resolver.resolve(from, one)), expected, `${one.specifier} in ${from}`);
  }
}

describe('What an import means', () => {
  it('TypeScript and JavaScript: paths, endings, folders, Node, packages', () => {
    const paths = [
      'src/a.ts',
      'src/b.tsx',
      'src/c/index.ts',
      'src/d.mts',
      'lib/e.js',
      'lib/index.js',
      'src/f.d.ts',
      'src/g.json',
    ];
    check(paths, { texts: { 'package.json': '{"main": "lib/index.js"}' } }, [
      ['src/x.ts', './a', 'src/a.ts'],
      ['src/x.ts', './a.js', 'src/a.ts'],
      ['src/x.ts', './b', 'src/b.tsx'],
      ['src/x.ts', './c', 'src/c/index.ts'],
      ['src/x.ts', './c/', 'src/c/index.ts'],
      ['src/x.ts', './d.mjs', 'src/d.mts'],
      ['src/x.ts', './f', 'src/f.d.ts'],
      ['src/x.ts', './g.json', 'src/g.json'],
      ['src/c/x.ts', '..', '-'],
      ['test/x.js', '../', 'lib/index.js'],
      ['lib/e.js', '.', 'lib/index.js'],
      ['src/x.ts', '../../out', '-'],
      ['src/x.ts', 'node:fs', 'builtin'],
      ['src/x.ts', 'fs/promises', 'builtin'],
      ['src/x.ts', '@scope/name/deep', 'package @scope/name'],
      ['src/x.ts', './missing', '-'],
    ]);
  });

  it('TypeScript: paths and baseUrl of the nearest configuration, with what it extends', () => {
    check(
      ['app/src/lib/a.ts', 'app/src/main.ts', 'shared/b.ts', 'other/x.ts'],
      {
        texts: {
          'base.json': '{"compilerOptions": {"paths": {"@/*": ["./app/src/*"], "@shared": ["./shared/b.ts"]}}}',
          'app/tsconfig.json': '{ // comment\n"extends": "../base.json", "compilerOptions": {"baseUrl": "src"},}',
        },
      },
      [
        ['app/src/main.ts', '@/lib/a', 'app/src/lib/a.ts'],
        ['app/src/main.ts', '@shared', 'shared/b.ts'],
        ['app/src/main.ts', 'lib/a', 'app/src/lib/a.ts'],
        ['other/x.ts', '@shared', 'package @shared'],
      ],
    );
  });

  it('JavaScript: packages of the repository by their names, exports and imports', () => {
    check(
      ['packages/core/src/index.ts', 'packages/core/src/util.ts', 'packages/app/a.ts', 'v4/classic/index.ts'],
      {
        texts: {
          'package.json':
            '{"name": "own", "exports": {"./v4": {"types": "./v4/index.d.ts", "import": "./v4/classic/index.js"}}}',
          'packages/core/package.json':
            '{"name": "@x/core", "main": "dist/index.js", "exports": {".": "./dist/index.js", "./*": "./dist/*.js"}, "imports": {"#util": "./dist/util.js"}}',
        },
      },
      [
        ['packages/app/a.ts', '@x/core', 'packages/core/src/index.ts'],
        ['packages/app/a.ts', '@x/core/util', 'packages/core/src/util.ts'],
        ['packages/core/src/index.ts', '#util', 'packages/core/src/util.ts'],
        ['packages/app/a.ts', 'own/v4', 'v4/classic/index.ts'],
        ['packages/app/a.ts', '@x/other', 'package @x/other'],
      ],
    );
  });

  it('Python: absolute, relative, submodules by name, namespace packages, the standard library', () => {
    const paths = [
      'src/pkg/__init__.py',
      'src/pkg/a.py',
      'src/pkg/sub/__init__.py',
      'src/pkg/sub/b.py',
      'tools/run.py',
      'tools/help.py',
      'space/part/c.py',
    ];
    check(paths, {}, [
      ['src/pkg/a.py', raw('.sub.b', ['f']), 'src/pkg/sub/b.py'],
      ['src/pkg/sub/b.py', raw('..', ['a']), 'src/pkg/a.py'],
      ['src/pkg/a.py', raw('.', ['sub', 'thing']), 'src/pkg/__init__.py src/pkg/sub/__init__.py'],
      ['tools/run.py', 'pkg.a', 'src/pkg/a.py'],
      ['tools/run.py', 'help', 'tools/help.py'],
      ['src/pkg/a.py', 'json', 'builtin'],
      ['src/pkg/a.py', 'a', 'package a'],
      ['tools/run.py', raw('space.part', ['c']), 'space/part/c.py'],
      ['tools/run.py', 'numpy.linalg', 'package numpy'],
      ['src/pkg/a.py', raw('....', ['x']), '-'],
    ]);
  });

  it('Java: types, packages, static members', () => {
    const namespaces = { 'app/User.java': ['com.acme'], 'app/Cart.java': ['com.acme'], 'x/Main.java': ['com'] };
    check(Object.keys(namespaces), { namespaces }, [
      ['x/Main.java', 'com.acme.User', 'app/User.java'],
      ['x/Main.java', raw('com.acme', ['*']), 'app/Cart.java app/User.java'],
      ['x/Main.java', 'com.acme.User.NAME', 'app/User.java'],
      ['x/Main.java', 'java.util.List', 'builtin'],
      ['x/Main.java', 'org.junit.Test', 'package org.junit.Test'],
    ]);
  });

  it('Go: packages as folders of the module', () => {
    const texts = { 'go.mod': 'module example.org/app\n\ngo 1.22\n' };
    check(['main.go', 'store/a.go', 'store/b.go', 'store/a_test.go'], { texts }, [
      ['main.go', 'example.org/app/store', 'store/a.go store/b.go'],
      ['main.go', 'fmt', 'builtin'],
      ['main.go', 'github.com/x/y', 'package github.com/x/y'],
      ['main.go', 'example.org/app/gone', '-'],
    ]);
  });

  it('Rust: modules of the crate, and crates of the workspace', () => {
    const texts = {
      'core/Cargo.toml': '[package]\nname = "my-core"\n',
      'app/Cargo.toml': '[package]\nedition = "2021"\nname = "app"\n[dependencies]\nmy-core = {}\n',
    };
    const paths = ['core/src/lib.rs', 'core/src/a.rs', 'core/src/a/b.rs', 'core/src/c/mod.rs', 'app/src/main.rs'];
    check(paths, { texts }, [
      ['core/src/lib.rs', raw('a', [], 'submodule'), 'core/src/a.rs'],
      ['core/src/a.rs', raw('b', [], 'submodule'), 'core/src/a/b.rs'],
      ['core/src/a/b.rs', 'crate::c::Thing', 'core/src/c/mod.rs'],
      ['core/src/a/b.rs', 'super::f', 'core/src/a.rs'],
      ['core/src/a/b.rs', 'super::super::c', 'core/src/c/mod.rs'],
      ['app/src/main.rs', 'my_core::a::b::g', 'core/src/a/b.rs'],
      ['app/src/main.rs', 'std::fs', 'builtin'],
      ['app/src/main.rs', 'serde::Serialize', 'package serde'],
    ]);
  });

  it('C and C++: beside the file, below folders of headers, the standard library', () => {
    check(['src/a.c', 'src/a.h', 'include/lib/b.h', 'x/include/lib/b.h', 'x/src/d.cpp'], {}, [
      ['src/a.c', raw('a.h', [], 'include'), 'src/a.h'],
      ['src/a.c', raw('lib/b.h', [], 'include'), 'include/lib/b.h x/include/lib/b.h'],
      ['x/src/d.cpp', raw('lib/b.h', [], 'system'), 'x/include/lib/b.h'],
      ['src/a.c', raw('stdio.h', [], 'system'), 'builtin'],
      ['x/src/d.cpp', raw('cstdio', [], 'system'), 'builtin'],
      ['x/src/d.cpp', raw('boost/any.hpp', [], 'system'), 'package boost'],
      ['src/a.c', raw('gone.h', [], 'include'), '-'],
    ]);
  });

  it('C#: namespaces; PHP: PSR-4, namespaces, required files', () => {
    const namespaces = { 'A.cs': ['Acme.App'], 'B.cs': ['Acme.App'], 'C.cs': ['Acme'], 'lib/Old.php': ['Legacy'] };
    const texts = { 'composer.json': '{"autoload": {"psr-4": {"Acme\\\\": "src/"}}}' };
    check([...Object.keys(namespaces), 'src/Mail/Box.php', 'src/x.php'], { namespaces, texts }, [
      ['C.cs', 'Acme.App', 'A.cs B.cs'],
      ['C.cs', 'Acme.App.Thing', 'A.cs B.cs'],
      ['C.cs', 'System.Text', 'builtin'],
      ['src/x.php', 'Acme\\Mail\\Box', 'src/Mail/Box.php'],
      ['src/x.php', 'Legacy\\Old', 'lib/Old.php'],
      ['src/x.php', 'Monolog\\Logger', 'package Monolog'],
      ['src/x.php', raw('../lib/Old.php', [], 'include'), 'lib/Old.php'],
    ]);
  });
});
