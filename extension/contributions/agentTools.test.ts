import assert from 'node:assert/strict';
import { agentToolDefinitions } from './agentToolDefinitions';
import { agentToolPrefix, agentTools } from './agentTools';
import { presentDefinitions } from './testing/toolDefinitions';

describe('tools for VS Code', () => {
  it('are those of the workspace (else run npx tsx extension/contributions/testing/toolDefinitions.ts)', async () => {
    assert.deepEqual(agentToolDefinitions, await presentDefinitions());
  });
  it('have names as VS Code wants them', () => {
    for (const { name, reference } of agentTools) {
      assert.match(`${agentToolPrefix}${name}`, /^[a-z]+(_[a-z]+)+$/);
      assert.match(reference, /^[a-z]+([A-Z][a-z]+)*$/);
    }
    assert.equal(new Set(agentTools.map(({ reference }) => reference)).size, agentTools.length);
  });
});
