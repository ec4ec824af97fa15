import assert from 'node:assert/strict';
import { TypingCadence } from './typingCadence';

function typed(gap: number, keys = 60): TypingCadence {
  const cadence = new TypingCadence();
  for (let key = 0; key < keys; key++) cadence.keyPressed(key * gap);
  return cadence;
}

describe('TypingCadence', () => {
  it('waits longer for a slower typist', () => {
    assert.ok(typed(60).wait(0, false) < 90);
    assert.ok(typed(220).wait(0, false) > 200);
  });

  it('never waits less than the setting nor, by itself, more than 300 ms', () => {
    assert.equal(typed(60).wait(500, false), 500);
    assert.ok(typed(900).wait(0, false) <= 300);
  });

  it('learns nothing from a pause', () => {
    const cadence = typed(100);
    const before = cadence.wait(0, false);
    cadence.keyPressed(1_000_000);
    assert.equal(cadence.wait(0, false), before);
  });

  it('waits less at a boundary', () => {
    assert.ok(typed(150).wait(0, true) < typed(150).wait(0, false) / 1.5);
  });

  it('backs off after dismissals in a row, and an accepted suggestion ends that', () => {
    const cadence = typed(100);
    const usual = cadence.wait(0, false);
    for (let n = 0; n < 8; n++) cadence.suggestionEnded(false);
    assert.equal(cadence.wait(0, false), usual * 2);
    cadence.suggestionEnded(true);
    assert.equal(cadence.wait(0, false), usual);
  });
});
