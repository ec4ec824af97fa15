import assert from 'node:assert/strict';
import { ChanceCalibration } from './suggestionChanceCalibration';

/** Chances as a model gives them, most of them small, in a fixed order. */
const chances = Array.from({ length: 400 }, (_, at) => ((at * 37) % 100) / 100 + 0.005).map((chance) => chance ** 2);
/** An outcome that is right as often as `truth` says, without luck. */
function learnAll(calibration: ChanceCalibration, truth: (chance: number) => number, times = 1): void {
  for (let time = 0; time < times; time++) for (const chance of chances) calibration.learn(chance, truth(chance));
}
const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('calibration on this machine', () => {
  it('changes nothing before anything happened', () => {
    const calibration = new ChanceCalibration();
    for (const chance of [0, 0.01, 0.3, 0.99, 1]) near(calibration.correct(chance), chance, 1e-5);
  });

  it('leaves chances alone that come true', () => {
    const calibration = new ChanceCalibration();
    learnAll(calibration, (chance) => chance);
    for (const chance of [0.05, 0.3, 0.8]) near(calibration.correct(chance), chance, 0.01);
  });

  it('lowers chances that promise too much, and raises those that promise too little', () => {
    for (const [odds, what] of [
      [0.6, 'too much'],
      [1.7, 'too little'],
    ] as const) {
      const truth = (chance: number) => (odds * chance) / (1 - chance + odds * chance);
      const calibration = new ChanceCalibration();
      learnAll(calibration, truth, 2);
      for (const chance of [0.1, 0.3, 0.6]) {
        const [before, after] = [chance - truth(chance), calibration.correct(chance) - truth(chance)];
        assert.ok(Math.abs(after) < Math.abs(before) / 3, `${what}: ${chance} became ${calibration.correct(chance)}`);
      }
    }
  });

  it('keeps the order of chances', () => {
    const calibration = new ChanceCalibration();
    learnAll(calibration, (chance) => Math.min(1, 0.9 - chance));
    const corrected = Array.from({ length: 99 }, (_, at) => calibration.correct((at + 1) / 100));
    assert.deepEqual(
      corrected,
      [...corrected].sort((a, b) => a - b),
    );
  });

  it('hardly moves for a few outcomes', () => {
    const calibration = new ChanceCalibration();
    for (let time = 0; time < 3; time++) calibration.learn(0.4, 0);
    assert.ok(calibration.correct(0.4) > 0.25, `${calibration.correct(0.4)}`);
    assert.ok(calibration.correct(0.4) < 0.4);
  });

  it('cannot be silenced by a bad hour, and recovers', () => {
    const calibration = new ChanceCalibration();
    for (let time = 0; time < 2000; time++) calibration.learn(chances[time % chances.length]!, 0);
    // What the model was sure of is still shown at any sensible minimum.
    assert.ok(calibration.correct(0.6) > 0.35, `${calibration.correct(0.6)}`);
    learnAll(calibration, (chance) => chance, 10);
    near(calibration.correct(0.4), 0.4, 0.03);
  });

  it('goes on from what was kept, and from nothing when that is of another form', () => {
    const first = new ChanceCalibration();
    learnAll(first, () => 0);
    const second = new ChanceCalibration(first.outcomes);
    assert.equal(second.correct(0.5), first.correct(0.5));
    near(new ChanceCalibration(first.outcomes.slice(1)).correct(0.5), 0.5, 1e-9);
  });
});
