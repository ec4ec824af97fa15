import assert from 'node:assert/strict';
import { diskFailure } from './diskFailure';

describe('diskFailure', () => {
  const failure = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

  it('says which disk is full, over its quota or read-only, and what to do', () => {
    assert.match(diskFailure(failure('ENOSPC')) ?? '', /no room left on the disk\. Make room/);
    assert.match(diskFailure(failure('EDQUOT')) ?? '', /quota is used up/);
    assert.match(diskFailure(failure('EROFS', '/mnt/a.json')) ?? '', /^\/mnt\/a\.json: The disk is read-only\. /);
  });

  it('leaves every other error alone', () => {
    assert.equal(diskFailure(failure('ENOENT')), undefined);
    assert.equal(diskFailure(new Error('ENOSPC')), undefined);
    assert.equal(diskFailure('ENOSPC'), undefined);
  });
});
