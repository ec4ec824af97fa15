import assert from 'node:assert/strict';
import type { CodeSymbol } from '../../../../runtime/repository';
import { LeakIndex } from '../checks/leakIndex';
import { namesAt, stretchAround } from './faultPlace';

const words = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `w${from + at}`).join(' ');

describe('The place of a fault', () => {
  it('has a stretch around it that the right text has and the faulty one has not', () => {
    const right = `${words(0, 40)} < ${words(40, 80)}`;
    const faulty = right.replace('<', '<=');
    const at = right.indexOf('<');
    const stretch = stretchAround(right, at, at + 1);
    const leaks = new LeakIndex([]);
    assert.deepEqual([leaks.leakIn(stretch, right), leaks.leakIn(stretch, faulty)], [true, false]);
  });

  it('keeps to that where the difference is long', () => {
    const right = `${words(0, 40)} ${words(100, 140)} ${words(40, 80)}`;
    const from = right.indexOf('w100');
    const stretch = stretchAround(right, from, right.indexOf(' w40'));
    assert.equal(new LeakIndex([]).leakIn(stretch, `${words(0, 40)} ; ${words(40, 80)}`), false);
  });

  it('has every name that its function goes by', async () => {
    const text = 'var parse = function parseText(a) {\n  const inner = (b) => b + 1;\n  return inner(a);\n};\n';
    const at = (line: number, column: number) => ({ line, column });
    const symbol: CodeSymbol = {
      ...{ id: 'a.js:parse', name: 'parse', kind: 'function', path: 'a.js', exported: false, signature: '' },
      ...{ range: { start: at(0, 0), end: at(3, 2) }, selection: { start: at(0, 4), end: at(0, 9) } },
      ...{
        body: { start: at(0, 34), end: at(3, 1) },
        documentation: undefined,
        parameters: ['a'],
        container: ['Text'],
      },
    };
    const names = await namesAt('javascript', text, at(1, 25), symbol);
    for (const name of ['inner', 'parseText', 'parse()', 'Text.parse', 'Text#parse'])
      assert.ok(names.includes(name), name);
  });
});
