import assert from 'node:assert/strict';
import { RuntimeError } from '../../runtimeError';
import { writeFailure } from './writeFailure';

const failure = (code: string) => Object.assign(new Error(`${code}: of the file system`), { code });

describe('writeFailure', () => {
  for (const [code, kind, words] of [
    ['ENOSPC', 'disk-full', /no room on the disk for \/models\/a/],
    ['EDQUOT', 'disk-full', /no room on the disk/],
    ['EROFS', 'unavailable', /\/models\/a cannot be written \(EROFS\)/],
    ['EACCES', 'unavailable', /cannot be written/],
  ] as const) {
    it(`says in words what ${code} means, and what to do`, () => {
      const error = writeFailure(failure(code), '/models/a');
      assert.ok(error instanceof RuntimeError);
      assert.equal(error.kind, kind);
      assert.match(error.message, words);
      assert.notEqual(error.action, '');
    });
  }

  it('gives other errors back', () => {
    for (const error of [failure('EIO'), new RuntimeError('model-corrupt', 'a', 'b'), 'text']) {
      assert.equal(writeFailure(error, '/models/a'), error);
    }
  });
});
