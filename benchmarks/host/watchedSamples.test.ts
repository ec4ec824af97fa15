import assert from 'node:assert/strict';
import type { SampleEvents } from './protocol';
import { WatchedSamples } from './watchedSamples';

describe('events of samples under way', () => {
  const begun = { kind: 'begun' };
  const turn = (i: number) => ({ kind: 'turn', i });
  let told: SampleEvents[];
  let samples: WatchedSamples;

  beforeEach(() => {
    told = [];
    samples = new WatchedSamples((events) => told.push(events));
  });

  it('are all there for who comes late, and then told as they come', () => {
    samples.add('r', 3, begun);
    samples.add('r', 3, turn(0));
    assert.deepEqual(samples.watch('r', 3), { run: 'r', index: 3, from: 0, events: [begun, turn(0)] });
    samples.add('r', 3, turn(1));
    samples.add('r', 4, turn(0));
    samples.forget('r');
    assert.deepEqual(told, [{ run: 'r', index: 3, from: 2, events: [turn(1)] }]);
  });

  it('are told no more when nobody watches', () => {
    samples.watch('r', 0);
    samples.unwatch('r', 0);
    samples.add('r', 0, begun);
    samples.forget('r');
    assert.deepEqual(told, []);
  });

  it('begin anew with the sample', () => {
    samples.watch('r', 0);
    samples.add('r', 0, begun);
    samples.add('r', 0, turn(0));
    samples.add('r', 0, begun);
    samples.forget('r');
    assert.deepEqual(told, [{ run: 'r', index: 0, from: 0, events: [begun] }]);
  });

  it('are kept of the latest samples only, and of a watched one always', () => {
    samples.watch('r', 0);
    samples.add('r', 0, begun);
    for (let index = 1; index < 1000; index++) samples.add('r', index, begun);
    assert.deepEqual(samples.watch('r', 0).events, [begun]);
    assert.deepEqual(samples.watch('r', 1).events, []);
    assert.deepEqual(samples.watch('r', 999).events, [begun]);
  });
});
