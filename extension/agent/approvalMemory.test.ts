import assert from 'node:assert/strict';
import { ApprovalMemory } from './approvalMemory';

/** VS Code's memory of a workspace, by its form. */
function memento() {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.has(key) ? (values.get(key) as T) : otherwise),
    update: async (key: string, value: unknown) => {
      values.set(key, value);
    },
  };
}

describe('ApprovalMemory', () => {
  it('knows of each key what the user was told that it covers', async () => {
    const memory = new ApprovalMemory(memento(), () => 7);
    memory.expect('Every change of a file');
    memory.expect('This very command');
    await memory.remember('k1');
    await memory.remember('k2');
    assert.deepEqual(memory.approvals, [
      { key: 'k1', covers: 'Every change of a file', at: 7 },
      { key: 'k2', covers: 'This very command', at: 7 },
    ]);
  });

  it('forgets what is revoked, and only that', async () => {
    const memory = new ApprovalMemory(memento());
    for (const key of ['k1', 'k2']) await memory.remember(key);
    await memory.revoke(['k1']);
    assert.deepEqual(
      memory.approvals.map(({ key }) => key),
      ['k2'],
    );
  });

  it('keeps a key and a server once', async () => {
    const memory = new ApprovalMemory(memento());
    for (const key of ['k', 'k']) await memory.remember(key);
    for (const hash of ['h', 'h']) await memory.allowServer(hash);
    assert.deepEqual([memory.approvals.length, memory.servers], [1, ['h']]);
    await memory.revokeServers();
    assert.deepEqual(memory.servers, []);
  });
});
