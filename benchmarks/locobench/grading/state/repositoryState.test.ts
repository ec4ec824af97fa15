import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { RepositoryState } from './repositoryState';

const text = 'export const a = 1;\n';
const hash = createHash('sha256').update(text).digest('hex');

describe('A state of the repository', () => {
  const snapshot = RepositoryState.ofSnapshot({
    folder: '/nowhere',
    set: { files: { 'a.ts': { hash, bytes: text.length } } },
  });

  it('is that of the snapshot again when a file is written back as it was', () => {
    const changed = snapshot.with([
      { path: 'a.ts', content: null },
      { path: 'b.ts', content: '' },
    ]);
    const back = changed.with([
      { path: 'a.ts', content: text },
      { path: 'b.ts', content: null },
    ]);
    assert.notEqual(changed.key(), snapshot.key());
    assert.deepEqual([back.changes(), back.key()], [[], snapshot.key()]);
  });

  it('differs by what was written, added and deleted', () => {
    const changes = [
      { path: 'a.ts', content: 'export const a = 2;\n' },
      { path: 'b.ts', content: text },
    ];
    assert.deepEqual(snapshot.with(changes).changes(), changes);
    assert.deepEqual(snapshot.with([{ path: 'a.ts', content: null }]).changes(), [{ path: 'a.ts', content: null }]);
  });
});
