import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelEntries } from './modelEntries';
import { EndpointProvider } from './providers/endpointProvider';
import { LocalProvider } from './providers/localProvider';
import type { Provider } from './providers/provider';
import { openPolicy, price } from './testing/gatewayFixture';

describe('entries of models', () => {
  const endpointOf = (provider: Provider, name: string): string | undefined => {
    const model = provider.model(name);
    assert.ok(model);
    const listed = [{ provider, models: [{ ...model, price }], problem: undefined }];
    return modelEntries(listed, openPolicy)[0]?.endpoint;
  };

  it('tell servers apart whose provider and model have the same names', () => {
    const at = (port: number) => {
      const baseUrl = `http://127.0.0.1:${port}/v1`;
      return new EndpointProvider(
        { id: 'desk', kind: 'openai-compatible', baseUrl, models: [{ name: 'm' }] },
        undefined,
      );
    };
    assert.deepEqual(
      [at(1), at(2)].map((provider) => endpointOf(provider, 'm')),
      ['http://127.0.0.1:1/v1', 'http://127.0.0.1:2/v1'],
    );
  });

  it("name a vendor's own address by the vendor", () => {
    assert.equal(endpointOf(new EndpointProvider({ id: 'mine', kind: 'openai' }, 'key'), 'm'), 'openai');
  });

  it('tell a file from the one that has taken its place', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-entries-'));
    const file = path.join(folder, 'model.gguf');
    const provider = new LocalProvider({ files: [file], threads: 1 });
    try {
      await writeFile(file, 'one');
      const before = endpointOf(provider, 'model');
      assert.equal(endpointOf(provider, 'model'), before);
      await writeFile(file, 'two');
      await utimes(file, 1, 1);
      assert.notEqual(endpointOf(provider, 'model'), before);
    } finally {
      await provider.dispose();
      await rm(folder, { recursive: true });
    }
  });
});
