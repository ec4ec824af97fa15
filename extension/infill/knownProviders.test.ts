import assert from 'node:assert/strict';
import { knownProviders, namesOfProviders } from './knownProviders';

describe('namesOfProviders', () => {
  it('finds providers whatever the case of their ids, each name once', () => {
    assert.deepEqual(
      namesOfProviders(['Continue.continue', 'GitHub.copilot', 'GitHub.copilot-chat', 'ms-python.python']),
      ['GitHub Copilot', 'Continue'],
    );
  });
  it('lists ids in lower case, or they would never be found', () => {
    for (const id of knownProviders.keys()) assert.equal(id, id.toLowerCase());
  });
});
