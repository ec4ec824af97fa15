import assert from 'node:assert/strict';
import type { InfillExtent } from '../../protocol';
import { extentEnd, postProcess } from './postProcess';

interface Case {
  readonly what: string;
  readonly text: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly extent?: InfillExtent;
  readonly complete?: boolean;
  readonly result: string | undefined;
}

const cases: readonly Case[] = [
  { what: 'keeps a plain rest of line', text: 'self.x', prefix: 'return ', suffix: '\n', result: 'self.x' },
  { what: 'ends a line at its end', text: 'self.x\n    y', prefix: 'return ', result: 'self.x' },
  { what: 'drops blanks at the end of a line', text: 'x = 1  ', suffix: '\ny', result: 'x = 1' },
  { what: 'gives nothing for blanks', text: '   ', result: undefined },
  { what: 'gives nothing for an empty first line', text: '\n    x', result: undefined },
  { what: 'turns CRLF into LF', text: 'a\r\n  b\r\n', extent: 'block', prefix: '', result: 'a\n  b' },
  { what: 'ends before broken bytes', text: 'abc\ufffddef', result: 'abc' },
  {
    what: 'does not repeat the rest of the line',
    text: 'name, value)',
    prefix: 'f(',
    suffix: 'value)\n',
    result: 'name, ',
  },
  { what: 'keeps a short accidental overlap', text: 'i + 1', prefix: 'a[', suffix: '1]', result: 'i + 1' },
  { what: 'drops a bracket and what follows it', text: '+) {', prefix: 'for (i', suffix: ') {\n', result: '+' },
  { what: 'does not repeat a short rest of the line', text: 'a + b;', prefix: 'x = ', suffix: ';\n', result: 'a + b' },
  { what: 'drops a bracket that the editor closed', text: 'x)', prefix: 'f(', suffix: ')\n', result: 'x' },
  { what: 'drops several of them', text: 'x)])', prefix: 'f([g(', suffix: ')])\n', result: 'x' },
  { what: 'keeps a bracket that the text opens', text: 'g(x)', prefix: 'f(', suffix: ')\n', result: 'g(x)' },
  { what: 'keeps a bracket that nothing closes', text: 'x)', prefix: 'f(', suffix: '\n', result: 'x)' },
  { what: 'drops a quote that the editor closed', text: 'abc"', prefix: 'x = "', suffix: '"\n', result: 'abc' },
  { what: 'keeps quotes that belong together', text: '"abc"', prefix: 'f(', suffix: ')\n', result: '"abc"' },
  {
    what: 'does not repeat whole lines below',
    text: 'a = 1\n    return result',
    prefix: '    ',
    suffix: '\n    return result\n',
    extent: 'block',
    result: 'a = 1',
  },
  {
    what: 'stops a line that is written again and again',
    text: 'x = next()\nx = next()\nx = next()\nx = next()',
    extent: 'block',
    result: 'x = next()',
  },
  {
    what: 'drops a last partial line when tokens ran out',
    text: 'a = 1\nb = co',
    extent: 'block',
    complete: false,
    result: 'a = 1',
  },
  { what: 'keeps a single partial line', text: 'a = b.co', extent: 'block', complete: false, result: 'a = b.co' },
  {
    what: 'ends a body where the indentation ends',
    text: '\n        return 1\n    def g(self):\n        pass',
    prefix: 'class A:\n    def f(self):',
    extent: 'block',
    result: '\n        return 1',
  },
  {
    what: 'takes the closing line of a body along',
    text: '\n    return 1;\n  }\n  other();',
    prefix: '  f() {',
    extent: 'block',
    result: '\n    return 1;\n  }',
  },
  {
    what: 'goes on over one blank line inside a block',
    text: 'a = 1\n\n    b = 2\nc = 3',
    prefix: 'def f():\n  ',
    extent: 'block',
    result: 'a = 1\n\n    b = 2',
  },
  {
    what: 'keeps a closer of an inner bracket when the editor closed the outer one only',
    text: 'x)',
    prefix: 'f(g(',
    suffix: ')\n',
    result: 'x)',
  },
  {
    what: 'drops a bracket with the semicolon behind it',
    text: 'x);',
    prefix: 'f(',
    suffix: ')\n',
    result: 'x',
  },
  {
    what: 'does not close a body that the next line closes',
    text: '\n  return 1;\n}',
    prefix: 'function f() {',
    suffix: '\n}\n',
    extent: 'block',
    result: '\n  return 1;',
  },
  {
    what: 'does not close a call that the next line closes',
    text: '\n  g();\n});',
    prefix: "it('f(', () => {",
    suffix: '\n});\n',
    extent: 'block',
    result: '\n  g();',
  },
  {
    what: 'closes a body that only an outer block follows',
    text: '\n    g();\n  }',
    prefix: 'function f() {\n  if (a) {',
    suffix: '\n}\n',
    extent: 'block',
    result: '\n    g();\n  }',
  },
  {
    what: 'keeps the brackets of a whole member in front of the end of its class',
    text: 'f() {\n}',
    prefix: 'class A {\n',
    suffix: '\n}\n',
    extent: 'block',
    result: 'f() {\n}',
  },
  {
    what: 'cuts where a bracket closes nothing',
    text: 'unt):',
    prefix: 'f(x)\nself.balance -= amo',
    suffix: '\n',
    result: 'unt',
  },
  { what: 'closes a bracket of an earlier line', text: 'b)', prefix: 'f(\n  a,\n  ', suffix: '\n', result: 'b)' },
  { what: 'closes a bracket in spite of a smiley', text: 'b)', prefix: 'f(":)", ', suffix: '\n', result: 'b)' },
  {
    what: 'closes a bracket behind lifetimes, which look like strings',
    text: 'y: i32)',
    prefix: "fn f<'a>(x: &'a str, ",
    suffix: '\n',
    result: 'y: i32)',
  },
  {
    what: 'closes a bracket behind an escaped one',
    text: 'b)',
    prefix: 'f(/\\)/, ',
    suffix: '\n',
    result: 'b)',
  },
  { what: 'closes a half-open interval', text: '1)', prefix: '# x is in [0, ', suffix: '\n', result: '1)' },
  {
    what: 'keeps a line of closers whose openers are not known',
    text: '}, 500)',
    prefix: '  ',
    suffix: '\n',
    result: '}, 500)',
  },
  {
    what: 'keeps the bracket of a pattern in a shell',
    text: 'art)',
    prefix: 'case "$1" in\n  st',
    suffix: '\n',
    result: 'art)',
  },
  {
    what: 'does not write the rest of a word and go on',
    text: 'ance = 1',
    prefix: 'self.bal',
    suffix: 'ance\n',
    result: undefined,
  },
  { what: 'does not repeat the rest of a word', text: 'rces', prefix: 'x = sou', suffix: 'es.get()\n', result: 'rc' },
  {
    what: 'goes no deeper behind a finished statement',
    text: '  if (b) {\n      c();\n    }',
    prefix: 'f() {\n  a();\n  ',
    extent: 'block',
    result: 'if (b) {\n    c();\n  }',
  },
  { what: 'goes deeper behind an opener', text: '  b();', prefix: 'f() {\n', result: '  b();' },
  { what: 'goes deeper in a chain', text: '  .then(b)', prefix: 'f({\n})\n', result: '  .then(b)' },
  { what: 'goes deeper in a line that was not indented', text: '  b();', prefix: 'f() {\n  a();\n', result: '  b();' },
  { what: 'completes inside a word', text: 'Re', prefix: 'self.is', suffix: 'ady\n', result: 'Re' },
  { what: 'does not close a string twice', text: '#">x', prefix: '<a href="', suffix: '">y</a>\n', result: '#' },
  { what: 'does not only close a string', text: '">', prefix: '<a href="', suffix: '">y</a>\n', result: undefined },
  { what: 'keeps strings that it opens and closes', text: 'a" + "b', prefix: '"', suffix: '"\n', result: 'a" + "b' },
  { what: 'gives no lone quote', text: "'", prefix: 'f(', suffix: '\n', result: undefined },
  { what: 'gives no lone bracket before text', text: '[', prefix: 'f(', suffix: ')\n', result: undefined },
  { what: 'gives an empty string', text: "''", prefix: 'f(', suffix: ')\n', result: "''" },
  { what: 'drops blanks before a semicolon', text: 'a ', prefix: 'return ', suffix: ';\n', result: 'a' },
  { what: 'keeps the blank in front of a brace', text: 'a ', prefix: 'import { ', suffix: '} from\n', result: 'a ' },
  { what: 'drops blanks inside', text: 'a = 1  \n  b', extent: 'block', prefix: '  ', result: 'a = 1\n  b' },
  {
    what: 'does not repeat a closing tag',
    text: '\n  <li></li>\n</ul>',
    prefix: '<ul>',
    suffix: '\n</ul>\n',
    extent: 'block',
    result: '\n  <li></li>',
  },
  {
    what: 'does not indent twice behind an opener',
    text: '    return 0\n    ',
    prefix: 'def average(values):\n    if not values:\n        ',
    suffix: '\n',
    result: 'return 0',
  },
  {
    what: 'lets a line behind an opener go deeper that is not indented yet',
    text: '    return 0',
    prefix: 'def average(values):\n    if not values:\n    ',
    suffix: '\n',
    result: '    return 0',
  },
  {
    what: 'keeps an inner line that an outer one below equals but for its indentation',
    text: 'if not x:\n        return None',
    prefix: 'def f(x):\n    ',
    suffix: '\n    return None\n',
    extent: 'block',
    result: 'if not x:\n        return None',
  },
  {
    what: 'goes on after a line that closes a block and opens the next',
    text: '\n  a();\n} else {\n  b();\n}\nc();',
    prefix: 'if (x) {',
    extent: 'block',
    result: '\n  a();\n} else {\n  b();\n}',
  },
  {
    what: 'takes a closing word along',
    text: '\n  a\nend\nb',
    prefix: 'def f',
    extent: 'block',
    result: '\n  a\nend',
  },
  {
    what: 'takes no name for a closing word',
    text: '\n    a()\nend = 5\n',
    prefix: 'for x in y:',
    extent: 'block',
    result: '\n    a()',
  },
  {
    what: 'ends at two blank lines',
    text: 'def f():\n    pass\n\n\ndef g():',
    extent: 'block',
    result: 'def f():\n    pass',
  },
];

describe('post-processing', () => {
  for (const { what, text, prefix = '', suffix = '', extent = 'line', complete = true, result } of cases) {
    it(what, () => assert.equal(postProcess(text, extent, { prefix, suffix }, complete), result));
  }

  it('knows that a line or block is whole before the model says so', () => {
    const around = { prefix: 'def f():', suffix: '' };
    assert.equal(extentEnd('x', 'line', around), undefined);
    assert.equal(extentEnd('x\n', 'line', around), 1);
    assert.equal(extentEnd('\n    x\n    y', 'block', around), undefined);
    assert.equal(extentEnd('\n    x\ny', 'block', around), 6);
  });
});
