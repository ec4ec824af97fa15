import assert from 'node:assert/strict';
import { parseServers } from './serverConfig';

describe('servers of the settings', () => {
  it('have the type that their keys tell', () => {
    const { servers, problems } = parseServers({
      files: { command: 'npx', args: ['server-filesystem'] },
      docs: { url: 'https://example.org/mcp' },
    });
    assert.deepEqual(problems, []);
    assert.deepEqual([servers.files?.type, servers.docs?.type], ['stdio', 'http']);
  });
  for (const [what, entry] of Object.entries({
    'no program and no address': {},
    'an address that is none': { url: 'file:///etc/passwd' },
    'a key that nobody reads': { command: 'a', comand: 'b' },
    'arguments in one text': { command: 'a', args: '-v' },
  })) {
    it(`leave out one with ${what}, name it, and keep the others`, () => {
      const { servers, problems } = parseServers({ bad: entry, good: { command: 'a' } });
      assert.deepEqual(Object.keys(servers), ['good']);
      assert.match(problems.join(), /"bad".*left out.*Correct it/);
    });
  }
});
