import assert from 'node:assert/strict';
import { saidOf, symptomsText } from './symptoms';

describe('Symptoms of a fault', () => {
  it('leave out what differs from run to run', () => {
    const said = ['expected 3 to equal 4', '\u001b[31mexpected 3\u001b[39m', 'took 312 ms', 'timed out'];
    const places = ["Cannot find '/tmp/checkout-x1/lib/a.js'", 'object at 0x7ffe'];
    assert.deepEqual([...said, ...places].map(saidOf), [
      ...['expected 3 to equal 4', 'expected 3', undefined, undefined],
      ...[undefined, undefined],
    ]);
  });

  it('say a failure on one line, without where it was thrown', () => {
    assert.equal(saidOf('one\n  two\n    at f (a.js:1:2)'), 'one two');
  });

  it('count the tests that they do not name', () => {
    const names = Array.from({ length: 15 }, (_, at) => `test ${at}`);
    assert.match(symptomsText([{ file: 'a.test.js', names }], []), /- test 11\n… and 3 more\.$/);
  });
});
