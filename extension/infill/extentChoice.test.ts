import assert from 'node:assert/strict';
import { chooseExtent } from './extentChoice';
import type { ExtentFacts } from './extentChoice';

const facts = (changes: Partial<ExtentFacts>): ExtentFacts => ({
  lineBefore: '',
  lineAfter: '',
  previousLine: undefined,
  onDemand: false,
  setting: 'auto',
  ...changes,
});

describe('chooseExtent', () => {
  const cases: readonly [string, Partial<ExtentFacts>, 'line' | 'block'][] = [
    ['an indented empty line', { lineBefore: '    ', previousLine: '    x = 1' }, 'block'],
    ['an empty line after an opener', { previousLine: 'def f():' }, 'block'],
    ['an empty line after a brace', { previousLine: 'function f() {' }, 'block'],
    ['an empty line at the top level', { previousLine: 'x = 1' }, 'line'],
    ['an empty line at the top level on demand', { previousLine: 'x = 1', onDemand: true }, 'block'],
    ['the end of a line while typing', { lineBefore: '    total = ' }, 'line'],
    ['the end of a line on demand', { lineBefore: 'def mean(values):', onDemand: true }, 'block'],
    ['before text', { lineBefore: 'f(', lineAfter: 'x)', onDemand: true }, 'line'],
    ['before a closed bracket', { lineBefore: 'f(', lineAfter: ')', onDemand: true }, 'line'],
    ['an indented empty line, set to lines', { lineBefore: '    ', setting: 'line' }, 'line'],
  ];
  for (const [name, changes, expected] of cases) {
    it(`${name}: ${expected}`, () => assert.equal(chooseExtent(facts(changes)), expected));
  }
});
