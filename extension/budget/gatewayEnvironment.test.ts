import assert from 'node:assert/strict';
import { gatewayEnvironment } from './gatewayEnvironment';

describe('gatewayEnvironment', () => {
  const source = {
    PATH: '/bin',
    WHETSTONE_HOME: '/state',
    OPENAI_API_KEY: 'sk-1',
    ANTHROPIC_API_KEY: 'sk-2',
    NODE_OPTIONS: '--inspect',
    no_proxy: 'intranet',
    HTTPS_PROXY: 'http://old:1',
  };

  it('hands over no key and no option of Node', () => {
    const text = JSON.stringify(gatewayEnvironment(source, false, undefined));
    assert.doesNotMatch(text, /sk-|inspect/);
  });

  it('hands over where the state lies', () => {
    assert.equal(gatewayEnvironment(source, false, undefined).WHETSTONE_HOME, '/state');
  });

  it("VS Code's proxy goes before the environment's, and never before this machine's own addresses", () => {
    const environment = gatewayEnvironment(source, true, 'http://proxy:3128');
    assert.equal(environment.HTTPS_PROXY, 'http://proxy:3128');
    assert.equal(environment.NO_PROXY, 'intranet,127.0.0.1,localhost,::1');
    assert.equal(environment.ELECTRON_RUN_AS_NODE, '1');
  });
});
