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
