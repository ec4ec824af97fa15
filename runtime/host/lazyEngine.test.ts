import assert from 'node:assert/strict';
import type { ModelInfo } from '../protocol';
import { LazyEngine } from './lazyEngine';
import type { HostEngine } from './rpcServer';

const info: ModelInfo = {
  id: 'a',
  family: 'f',
  folder: '/a',
  parameters: 1,
  windowTokens: 32,
  maxPrefixTokens: 512,
  maxSuffixTokens: 64,
  loadMs: 1,
};

const engine = (): HostEngine => ({
  load: () => Promise.resolve(info),
  infill: () => Promise.reject(new Error('not asked')),
  rewrite: () => Promise.reject(new Error('not asked')),
  tokenConfidence: () => Promise.reject(new Error('not asked')),
  closeSession: () => undefined,
  putSources: () => undefined,
  dropSources: () => undefined,
  models: () => [info],
  dispose: () => Promise.resolve(),
});

describe('LazyEngine', () => {
  it('makes nothing before it is needed, and one engine then', async () => {
    let made = 0;
    const lazy = new LazyEngine(async () => {
      made += 1;
      return engine();
    });
    lazy.closeSession('s');
    await lazy.dispose();
    assert.deepEqual(lazy.models(), []);
    assert.equal(made, 0);
    assert.deepEqual(await Promise.all([lazy.load('a'), lazy.load('b')]), [info, info]);
    assert.equal(made, 1);
    assert.deepEqual(lazy.models(), [info]);
  });

  it('keeps changes of the sources for the engine, in their order', async () => {
    const seen: unknown[] = [];
    const lazy = new LazyEngine(() =>
      Promise.resolve({
        ...engine(),
        putSources: (files) => void seen.push(files),
        dropSources: (paths) => void seen.push(paths),
      }),
    );
    lazy.putSources([{ path: '/a' }]);
    lazy.dropSources('all');
    assert.deepEqual(seen, []);
    await lazy.load('a');
    lazy.putSources([{ path: '/b' }]);
    assert.deepEqual(seen, [[{ path: '/a' }], 'all', [{ path: '/b' }]]);
  });

  it('fails the request that could not have an engine, and tries again with the next', async () => {
    let tries = 0;
    const lazy = new LazyEngine(async () => {
      tries += 1;
      if (tries === 1) {
        throw Object.assign(new Error('libonnxruntime.so.1'), { code: 'ERR_DLOPEN_FAILED' });
      }
      return engine();
    });
    await assert.rejects(lazy.load('a'), { code: 'ERR_DLOPEN_FAILED' });
    assert.deepEqual(await lazy.load('a'), info);
  });
});
