import assert from 'node:assert/strict';
import type { ModelListing } from '../../runtime/models/protocol';
import { actsOf, canDo } from './modelActs';
import { embedded, installed, listing } from './testing/listings';

const acts = (model: ModelListing, used = false): readonly string[] => {
  const { main, more } = actsOf({ listing: model, used });
  return [main ?? 'none', ...more];
};

describe('actsOf', () => {
  it('the embedded model can be measured and verified, never removed', () => {
    assert.deepEqual(acts(embedded(), true), ['measure', 'verify', 'reveal']);
    assert.deepEqual(acts(embedded()), ['use', 'measure', 'verify', 'reveal']);
  });
  it('what is not here is downloaded; what is partly here goes on or goes away', () => {
    assert.deepEqual(acts(listing()), ['download']);
    assert.deepEqual(acts(listing({ state: 'partial' })), ['resume', 'discard']);
    assert.deepEqual(acts(listing({ state: 'downloading' })), ['cancel']);
  });
  it('what is installed is used first, and can be removed unless somebody else put it there', () => {
    assert.deepEqual(acts(installed()), ['use', 'measure', 'verify', 'reveal', 'remove']);
    assert.deepEqual(acts(installed({ origin: 'unmanaged' })), ['use', 'measure', 'verify', 'reveal']);
  });
  it('what is damaged is downloaded again where that is possible, else removed', () => {
    assert.deepEqual(acts(installed({ state: 'broken' })), ['download', 'verify', 'reveal', 'remove']);
    assert.deepEqual(acts(installed({ state: 'broken', repository: undefined })), ['remove', 'reveal']);
    assert.deepEqual(acts({ ...embedded(), state: 'broken' }), ['verify', 'reveal']);
  });
  it('while something is done with it, only that can be called off', () => {
    const work = { kind: 'verify', cancellable: true } as const;
    assert.deepEqual(actsOf({ listing: installed(), used: false, work }), { main: 'cancel', more: [] });
    const start = { kind: 'start', cancellable: false } as const;
    assert.deepEqual(actsOf({ listing: listing(), used: false, work: start }), { main: undefined, more: [] });
  });
  it('a licence can be read whenever there is one', () => {
    assert.equal(canDo({ listing: listing(), used: false }, 'licence'), true);
    assert.equal(canDo({ listing: embedded(), used: false }, 'licence'), false);
    assert.equal(canDo({ listing: listing(), used: false }, 'remove'), false);
  });
});
