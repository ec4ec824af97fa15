import assert from 'node:assert/strict';
import { allowedModels } from './allowedModels';

describe('allowedModels', () => {
  const none = { user: undefined, workspace: undefined, folder: undefined };

  it('without settings everything is allowed', () => {
    assert.deepEqual(allowedModels(none), { allowedModels: [], workspaceModels: undefined });
  });

  it("a workspace's list stands beside the user's and never in its place", () => {
    const both = allowedModels({ ...none, user: ['ollama/**'], workspace: ['**'] });
    assert.deepEqual(both, { allowedModels: ['ollama/**'], workspaceModels: ['**'] });
  });

  it('a list that makes no sense lets nothing through', () => {
    const { workspaceModels } = allowedModels({ ...none, workspace: 'ollama/**' });
    assert.deepEqual(workspaceModels, ['no-model']);
    assert.deepEqual(allowedModels({ ...none, user: [1] }).allowedModels, ['no-model']);
  });
});
