import assert from 'node:assert/strict';
import { macosProfile } from './macosProfile';

/** The text alone: only macOS can run it. */
describe('Profile for sandbox-exec', () => {
  const profile = macosProfile({
    scratch: '/private/tmp/w',
    readable: ['/Users/a/.nvm/v24'],
    hidden: ['/Users/a/.ssh'],
  });

  it('denies by default and denies the network', () => {
    assert.match(profile, /^\(version 1\)\n\(deny default\)\n/);
    assert.match(profile, /^\(deny network\*\)$/m);
    assert.doesNotMatch(profile, /allow network/);
  });

  it('allows writing in the scratch folder alone', () => {
    const writes = profile.split('\n').filter((line) => line.startsWith('(allow') && line.includes(' file-write*'));
    assert.deepEqual(writes, ['(allow file-read* file-write* file-map-executable (subpath "/private/tmp/w"))']);
  });

  it('hides after it allows, because the last rule wins', () => {
    const allowed = profile.indexOf('(allow file-read* file-map-executable (subpath "/Users/a/.nvm/v24"))');
    assert.ok(allowed > 0 && allowed < profile.indexOf('(deny file-read* file-write* (subpath "/Users/a/.ssh"))'));
  });

  it('gives no file a second name, whatever is allowed before', () => {
    assert.ok(profile.indexOf('(deny file-link)') > profile.lastIndexOf('file-write*'));
  });

  it('lets no path leave its string', () => {
    const odd = macosProfile({ scratch: '/a")(allow network*)("', readable: [], hidden: [] });
    assert.match(odd, /\(subpath "\/a\\"\)\(allow network\*\)\(\\""\)/);
    assert.throws(() => macosProfile({ scratch: '/a\n', readable: [], hidden: [] }), TypeError);
  });

  it('balances its brackets', () => {
    const bare = profile.replace(/"(?:[^"\\]|\\.)*"|;.*$/gm, '');
    assert.equal(bare.split('(').length, bare.split(')').length);
  });
});
