import assert from 'node:assert/strict';
import { ConformalGuard } from './conformalGuard';
import { SeededRandom } from './seededRandom';

/** Share of requests whose answer was given and wrong, of models that are right with chance `right(chance)`. */
function simulate(alpha: number, right: (chance: number, i: number) => number, seed: number) {
  const random = new SeededRandom(seed);
  const guard = new ConformalGuard(alpha);
  let [given, wrong] = [0, 0];
  const requests = 3000;
  for (let i = 0; i < requests; i++) {
    const chance = random.uniform();
    const success = random.uniform() < right(chance, i);
    if (guard.threshold !== undefined && chance >= guard.threshold) {
      given++;
      if (!success) wrong++;
    }
    guard.add(chance, success);
  }
  return { given: given / requests, wrong: wrong / requests, guard };
}

describe('conformal guard', function () {
  this.timeout(30_000);
  it('keeps answers that are given and wrong at alpha, whether chances are right, too sure or without meaning', () => {
    for (const right of [(chance: number) => chance, (chance: number) => chance ** 3, () => 0.6]) {
      const { given, wrong } = simulate(0.1, right, 5);
      assert.ok(wrong < 0.12, `${wrong} are wrong`);
      assert.ok(given > 0.1, `only ${given} are given`);
    }
  });

  it('holds on average when the model gets worse', () => {
    const { wrong } = simulate(0.1, (chance, i) => (i < 1500 ? chance : chance * 0.6), 6);
    assert.ok(wrong < 0.125, `${wrong} are wrong`);
  });

  it('says nothing with fewer labels than alpha needs', () => {
    const guard = new ConformalGuard(0.1);
    for (let i = 0; i < 8; i++) guard.add(0.9, true);
    assert.equal(guard.threshold, undefined);
    guard.add(0.9, true);
    assert.notEqual(guard.threshold, undefined);
  });

  it('tells how much must go elsewhere at least', () => {
    const guard = new ConformalGuard(0.1);
    for (let i = 0; i < 100; i++) guard.add(0.5, i % 2 === 0);
    assert.ok(Math.abs(guard.leastEscalated - 0.4 / 0.9) < 1e-9);
  });
});
