import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RuntimeError } from '../runtimeError';
import { readGatewayConfig } from './gatewayConfigFile';

describe('settings file of the gateway', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'settings-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (text: string) => {
    const file = path.join(folder, 'gateway.json');
    await writeFile(file, text);
    return file;
  };

  it('is the example of the README', async () => {
    const readme = await readFile(path.join(__dirname, 'README.md'), 'utf8');
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
    const config = await readGatewayConfig(await write(example), { FLEET_API_KEY: ' k1 ', OPENAI_API_KEY: 'k2' });
    assert.deepEqual(config.keys, { fleet: 'k1', openai: 'k2' });
    assert.deepEqual(config.localModels, [path.join(folder, 'models/qwen2.5-coder-0.5b-instruct-q8_0.gguf')]);
    assert.equal(config.providers.length, 3);
  });

  it('is not needed: vendors whose keys are set, and Ollama', async () => {
    const { providers, policy } = await readGatewayConfig(undefined, { ANTHROPIC_API_KEY: 'k' });
    assert.deepEqual(
      providers.map(({ id }) => id),
      ['anthropic', 'ollama'],
    );
    assert.equal(policy.localOnly, false);
  });

  it('says what is wrong with it', async () => {
    const wrong = async (text: string, says: RegExp) =>
      assert.rejects(
        readGatewayConfig(await write(text), {}),
        (error) => error instanceof RuntimeError && error.kind === 'bad-request' && says.test(error.message),
      );
    await wrong('{', /not JSON/);
    await wrong('{"providers":[{"id":"a","kind":"openai","key":"sk"}]}', /key/);
    await wrong('{"providers":[{"id":"local","kind":"openai"}]}', /must not be one of/);
    await wrong('{"providers":[{"id":"a","kind":"openai"},{"id":"a","kind":"google"}]}', /must differ/);
    await wrong('{"policy":{"qualty":3}}', /qualty/);
    await wrong('{"policy":{"routerModel":"auto"}}', /routerModel|PROVIDER\/NAME/);
    await assert.rejects(readGatewayConfig(path.join(folder, 'none.json'), {}), /cannot be read/);
  });
});
