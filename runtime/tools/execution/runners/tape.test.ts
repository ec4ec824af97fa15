import assert from 'node:assert/strict';
import { tape } from './tape';

const output = `TAP version 13
# outer
ok 1 left out # SKIP
# inner
ok 2 should be truthy
not ok 3 one is two
  ---
    operator: equal
    expected: 2
    actual:   1
  ...
# SKIP fine
# last
ok 4 should be truthy

1..4
# tests 4
# pass  3
# fail  1
`;

describe('Reading what tape prints', () => {
  it('counts tests, not assertions, and names those that fail', () => {
    assert.deepEqual(tape([]).read(output, ''), {
      passed: 1,
      skipped: 1,
      failures: [
        {
          name: 'inner',
          output: 'one is two\n  operator: equal\n  expected: 2\n  actual:   1'.replaceAll('\n  ', '\n'),
        },
      ],
    });
  });

  it('does not take the output of another program for its own', () => {
    assert.equal(tape([]).read('ok 1 fine', ''), undefined);
  });

  it('runs one file in place of the files of the script, with its options', () => {
    assert.deepEqual(tape(['-r', 'ts-node/register', 'test/**/*.js']).command({ file: 'test/a.js' }), [
      ...['npx', '--no-install', 'tape', '-r', 'ts-node/register', 'test/a.js'],
    ]);
  });
});
