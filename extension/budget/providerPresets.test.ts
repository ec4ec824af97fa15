import assert from 'node:assert/strict';
import { parseProviders } from './providerConfig';
import { freeId, providerPresets, wrongAddress } from './providerPresets';

describe('providerPresets', () => {
  it('each makes an entry that the settings accept', () => {
    const entries = providerPresets.map(({ id, kind, title, baseUrl }) => ({
      ...{ id, kind, title },
      ...(baseUrl === undefined ? {} : { baseUrl: baseUrl === '' ? 'http://127.0.0.1:1/v1' : baseUrl }),
    }));
    const { providers, problems } = parseProviders(entries);
    assert.deepEqual(problems, []);
    assert.equal(providers.length, providerPresets.length);
  });

  it('servers on this machine are at a loopback address', () => {
    for (const { where, baseUrl, id } of providerPresets) {
      if (where === 'machine') assert.match(baseUrl ?? '', /^http:\/\/127\.0\.0\.1:/, id);
    }
  });

  it('gives a second endpoint of a kind another id', () => {
    assert.equal(freeId('vllm', []), 'vllm');
    assert.equal(freeId('vllm', ['vllm', 'vllm-2']), 'vllm-3');
  });

  it('refuses addresses that are none, or that hold a password', () => {
    assert.equal(wrongAddress('localhost'), 'no-url');
    assert.equal(wrongAddress('file:///etc/passwd'), 'no-http');
    assert.equal(wrongAddress('https://me:secret@host/v1'), 'has-secret');
    assert.equal(wrongAddress(' https://host/v1 '), undefined);
  });
});
