import assert from 'node:assert/strict';
import type { CodeLanguage } from '../types';
import { factsReader } from './extractFacts';
import type { FileFacts } from './types';

describe('facts of a file', function () {
  this.timeout(30_000);

  interface Sample {
    readonly text: string;
    /** kind id */
    readonly symbols: readonly string[];
    /** role qualifier.name */
    readonly references: readonly string[];
    /** specifier: imported as local */
    readonly imports: readonly string[];
  }

  const samples: Readonly<Record<CodeLanguage, Sample>> = {
    typescript: {
      text: `import fs, { readFile as read, type A } from './b';\nexport * from './c';\n/** Doc. */\nexport class Foo<T> extends Bar<T> {\n  private readonly x = 1;\n  run(a: A): T { read(a); return this.x; }\n}\nexport const f = async (n: number) => new Foo(n);\n`,
      symbols: ['class Foo', 'field Foo.x', 'method Foo.run', 'function f'],
      references: [
        'import fs',
        'import readFile',
        'import A',
        'type Bar',
        'type T (local)',
        'type A',
        'type T (local)',
        'call read',
        'read a (local)',
        'read this.x',
        'new Foo',
        'read n (local)',
      ],
      imports: ['./b: default as fs, readFile as read, A as A', './c: *'],
    },
    typescriptreact: {
      text: `export function App({ name }: Props) {\n  return <Box title={name}>{name}</Box>;\n}\n`,
      symbols: ['function App'],
      references: ['type Props', 'call Box', 'read name (local)', 'read name (local)'],
      imports: [],
    },
    javascript: {
      text: `const { a, b: c } = require('./q');\nvar stringify = function (object) { return a(object); };\nmodule.exports = function parse(text) { return c.d(text); };\n`,
      symbols: ['constant a', 'constant c', 'function stringify', 'function parse'],
      references: [
        'call require',
        'call a',
        'read object (local)',
        'read module',
        'write module.exports',
        'read c',
        'call c.d',
        'read text (local)',
      ],
      imports: ['./q: a as a, b as c'],
    },
    javascriptreact: {
      text: `export const App = () => <p>{text}</p>;\n`,
      symbols: ['function App'],
      references: ['call p', 'read text'],
      imports: [],
    },
    python: {
      text: `import os.path as p\nfrom ..pkg import A as B, C\nLIMIT = 1\nclass K(Base):\n    """Doc."""\n    def __init__(self, n: int):\n        self.n = n\n        z = helper(n)\n        z.run(LIMIT)\n`,
      symbols: ['constant LIMIT', 'class K', 'constructor K.__init__', 'field K.n'],
      references: [
        'import A',
        'import C',
        'type Base',
        'type int',
        'read self (self)',
        'read n (local)',
        'call helper',
        'read n (local)',
        'read z (local)',
        'call z.run (local)',
        'read LIMIT',
      ],
      imports: ['os.path: * as p', '..pkg: A as B, C as C'],
    },
    java: {
      text: `package com.acme;\nimport java.util.List;\npublic class A extends B {\n  private int x;\n  public void run(List<C> names) { for (C c : names) foo(c); this.x = 1; new D().bar(); }\n}\n`,
      symbols: ['class A', 'field A.x', 'method A.run'],
      references: [
        'import List',
        'type B',
        'type List',
        'type C',
        'type C',
        'read names (local)',
        'call foo',
        'read c (local)',
        'write this.x',
        'new D',
        'call ?.bar',
      ],
      imports: ['java.util.List: List as List'],
    },
    go: {
      text: `package main\n\nimport x "example.com/b"\n\ntype S struct{ n int }\n\nfunc (s *S) Run(a int) error { q := s.help(a); return x.Do(q, K) }\n`,
      symbols: ['struct S', 'field S.n', 'method S.Run'],
      references: [
        'type int',
        'type S',
        'type int',
        'type error',
        'read s (local)',
        'call this.help',
        'read a (local)',
        'read x',
        'call x.Do',
        'read q (local)',
        'read K',
      ],
      imports: ['example.com/b: * as x'],
    },
    rust: {
      text: `use crate::a::{B, c as d};\nmod sub;\npub struct S { n: u32 }\nimpl S { pub fn run(&self, x: u32) -> B { let y = d(x); self.n; B::make(y) } }\n`,
      symbols: ['struct S', 'field S.n', 'method S.run'],
      references: [
        'import crate.a',
        'import B',
        'import c',
        'read sub',
        'type S',
        'type B',
        'call d',
        'read x (local)',
        'read self.n',
        'read B',
        'call B.make',
        'read y (local)',
      ],
      imports: ['crate::a::B: B as B', 'crate::a::c: c as d', 'sub: * as sub'],
    },
    c: {
      text: `#include "a.h"\nstruct S { int x; };\nstatic int f(struct S *s, int n) { int k = g(n); s->x = k; return K; }\n`,
      symbols: ['struct S', 'field S.x', 'function f'],
      references: [
        'type S',
        'call g',
        'read n (local)',
        'read s (local)',
        'write s.x (local)',
        'read k (local)',
        'read K',
      ],
      imports: ['a.h: *'],
    },
    cpp: {
      text: `#include <vector>\nnamespace acme {\nclass A : public Base { int n_; };\nint A::go(int q) { return ns::help(q) + K; }\n}\n`,
      symbols: ['module acme', 'class acme.A', 'field acme.A.n_', 'method acme.A.go'],
      references: ['type Base', 'read A', 'read ns', 'call ns.help', 'read q (local)', 'read K'],
      imports: ['vector: *'],
    },
    csharp: {
      text: `using System.Text;\nnamespace Acme;\npublic class A : B {\n  private int _x;\n  public C Run(List<D> a) { var q = a.First(); _x = 1; return Foo(q); }\n}\n`,
      symbols: ['class A', 'field A._x', 'method A.Run'],
      references: [
        'type B',
        'type C',
        'type List',
        'type D',
        'read a (local)',
        'call a.First (local)',
        'write _x',
        'call Foo',
        'read q (local)',
      ],
      imports: ['System.Text: *'],
    },
    php: {
      text: `<?php\nnamespace Acme;\nuse Acme\\Other\\User as U;\nclass K extends Base {\n  private $n = 2;\n  public function run(Foo $a) { $q = $this->help($a); return U::make($q, LIMIT); }\n}\n`,
      symbols: ['class K', 'field K.n', 'method K.run'],
      references: [
        'import User',
        'type Base',
        'type Foo',
        'read this',
        'call this.help',
        'read a (local)',
        'read U',
        'call U.make',
        'read q (local)',
        'read LIMIT',
      ],
      imports: ['Acme\\Other\\User: User as U'],
    },
  };

  for (const [language, { text, symbols, references, imports }] of Object.entries(samples)) {
    describe(`in ${language}`, () => {
      let facts: FileFacts;
      before(async () => (facts = (await factsReader(language as CodeLanguage))('a', text)));

      it('are of a text that parses', () => assert.equal(facts.broken, false));
      it('name the definitions', () =>
        assert.deepEqual(
          facts.symbols.map(({ kind, id }) => `${kind} ${id.slice(2)}`),
          symbols,
        ));
      it('name the references with their roles', () =>
        assert.deepEqual(
          facts.references.map(
            ({ role, qualifier, name, local }) =>
              `${role} ${qualifier === undefined ? '' : `${qualifier}.`}${name}${local ? ' (local)' : name === 'self' ? ' (self)' : ''}`,
          ),
          references,
        ));
      it('name the imports', () =>
        assert.deepEqual(
          facts.imports.map(
            ({ specifier, bindings }) =>
              `${specifier}: ${bindings.map(({ imported, local }) => (local === undefined ? imported : `${imported} as ${local}`)).join(', ')}`,
          ),
          imports,
        ));
    });
  }

  it('keep the definitions of a text that is broken', async () => {
    const facts = (await factsReader('typescript'))(
      'a',
      'export function a() { return 1; }\nconst = (;\nexport function b() {}\n',
    );
    assert.deepEqual([facts.broken, facts.symbols.map(({ name }) => name)], [true, ['a', 'b']]);
  });

  it('have places, bodies, comments and signatures', async () => {
    const text = '// One.\n// Two.\nexport async function run(a: string): Promise<void> {\n  await a;\n}\n';
    const [symbol] = (await factsReader('typescript'))('a', text).symbols;
    assert.deepEqual(
      [symbol?.range, symbol?.body?.start, symbol?.documentation, symbol?.signature, symbol?.exported],
      [
        { start: { line: 2, column: 0 }, end: { line: 4, column: 1 } },
        { line: 2, column: 53 },
        '// One.\n// Two.',
        'export async function run(a: string): Promise<void>',
        true,
      ],
    );
  });

  it('number definitions of one name', async () => {
    const { symbols } = (await factsReader('python'))('a', 'def f(): pass\ndef f(): pass\n');
    assert.deepEqual(
      symbols.map(({ id }) => id),
      ['a:f', 'a:f#2'],
    );
  });

  it('name test cases with the groups around them', async () => {
    const text = "describe('d', () => {\n  it('one', () => {});\n  it.skip('two', () => {});\n});\n";
    const { testCases } = (await factsReader('javascript'))('a', text);
    assert.deepEqual(
      testCases.map(({ title }) => title),
      [
        ['d', 'one'],
        ['d', 'two'],
      ],
    );
  });
});
