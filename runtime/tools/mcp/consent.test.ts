import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { McpServerConfig } from '../../agent/protocol';
import { consentHash, type ConfiguredServer } from './consent';

const stdio = { type: 'stdio', command: 'node', args: ['a.js'], env: { A: '1', B: '2' } } as const;
const http = { type: 'http', url: 'https://a/mcp', headers: { X: '1' } } as const;
const hash = (config: McpServerConfig, more: Partial<ConfiguredServer> = {}) =>
  consentHash({ name: 'a', from: 'workspace', folder: '/w', config, ...more });

describe('consent to a server', () => {
  for (const [what, before, after] of [
    ['command', stdio, { ...stdio, command: 'deno' }],
    ['arguments', stdio, { ...stdio, args: ['b.js'] }],
    ['environment', stdio, { ...stdio, env: { A: '1', B: '3' } }],
    ['folder', stdio, { ...stdio, cwd: '/tmp' }],
    ['address', http, { ...http, url: 'https://b/mcp' }],
    ['headers', http, { ...http, headers: { X: '2' } }],
  ] as const) {
    it(`ends when its ${what} changes`, async () => assert.notEqual(await hash(before), await hash(after)));
  }

  it('stays when only the order of keys or the risks of tools change', async () => {
    assert.equal(await hash(stdio), await hash({ ...stdio, env: { B: '2', A: '1' }, risks: { x: 'read' } }));
  });

  it('holds for one workspace: the same text elsewhere starts another program', async () => {
    assert.notEqual(await hash(stdio), await hash(stdio, { folder: '/other' }));
    assert.equal(await hash(stdio, { from: 'user' }), await hash(stdio, { from: 'user', folder: '/other' }));
    const own = { ...stdio, args: ['${workspaceFolder}/a.js'] };
    assert.notEqual(await hash(own, { from: 'user' }), await hash(own, { from: 'user', folder: '/other' }));
  });

  it('ends when its environment file says something else', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'consent-'));
    try {
      const config = { ...stdio, envFile: '${workspaceFolder}/.env' };
      await writeFile(path.join(folder, '.env'), 'KEY=1');
      const before = await hash(config, { folder });
      await writeFile(path.join(folder, '.env'), 'NODE_OPTIONS=--require ./evil.js');
      assert.notEqual(await hash(config, { folder }), before);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
