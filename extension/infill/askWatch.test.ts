import assert from 'node:assert/strict';
import { AskWatch } from './askWatch';

describe('AskWatch', () => {
  it('says silent only after several unanswered key presses, each given time', () => {
    const watch = new AskWatch();
    watch.typed(0);
    watch.typed(100);
    assert.equal(watch.silent(10_000), false);
    watch.typed(200);
    assert.equal(watch.silent(1000), false);
    assert.equal(watch.silent(1701), true);
  });

  it('is content as soon as VS Code asks', () => {
    const watch = new AskWatch();
    for (const time of [0, 1, 2]) watch.typed(time);
    watch.asked();
    assert.equal(watch.silent(10_000), false);
  });
});
