import assert from 'node:assert/strict';
import { DisposableStore } from './disposableStore';

describe('DisposableStore', () => {
  it('disposes in reverse order, once', () => {
    const order: number[] = [];
    const store = new DisposableStore();
    for (const number of [1, 2, 3]) store.push({ dispose: () => order.push(number) });
    store.dispose();
    store.dispose();
    assert.deepEqual(order, [3, 2, 1]);
  });

  it('disposes at once what comes too late', () => {
    const store = new DisposableStore();
    store.dispose();
    let disposed = false;
    store.push({ dispose: () => (disposed = true) });
    assert.equal(disposed, true);
  });
});
