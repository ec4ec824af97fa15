import assert from 'node:assert/strict';
import type { SuggestionEvidence } from '../../protocol';
import { randomNumbers } from '../infilling/distribution';
import { chanceOf } from './chance';
import { fitGate, type GateExample } from './fitGate';

/** Suggestions of a model that trusts itself too much: they are right with the square of the probability it gives. */
function overconfident(count: number): GateExample[] {
  const random = randomNumbers(5);
  return Array.from({ length: count }, () => {
    const tokens = 1 + Math.floor(random() * 8);
    const meanLogProbability = Math.log(0.6 + 0.4 * random());
    const evidence: SuggestionEvidence = {
      tokens,
      meanLogProbability,
      minLogProbability: meanLogProbability * 1.5,
      firstLogProbability: meanLogProbability * random(),
      endLogProbability: -0.05,
      copyMatch: Math.floor(random() * 30),
      copied: random(),
      midWord: random() < 0.3,
    };
    return { evidence, kept: random() < Math.exp(2 * (tokens * meanLogProbability - 0.05)) };
  });
}

describe('gate', () => {
  it('learns how far a model can be trusted', () => {
    const examples = overconfident(3000);
    const gate = fitGate(examples.slice(0, 1500));
    assert.equal(gate.n, 1500);
    const others = examples.slice(1500);
    const error = (chance: (evidence: SuggestionEvidence) => number) =>
      others.reduce((sum, { evidence, kept }) => sum + (chance(evidence) - Number(kept)) ** 2, 0) / others.length;
    const best = error(({ tokens, meanLogProbability }) => Math.exp(2 * (tokens * meanLogProbability - 0.05)));
    const own = error((evidence) => chanceOf(evidence, undefined));
    const fitted = error((evidence) => chanceOf(evidence, gate));
    assert.ok(fitted < own - 0.01 && fitted < best + 0.005, `own ${own}, fitted ${fitted}, best ${best}`);
  });

  it('needs right and wrong suggestions', () => {
    const wrong = overconfident(9).map((example) => ({ ...example, kept: false }));
    assert.throws(() => fitGate(wrong), /0 of 9 are right/);
    assert.throws(() => fitGate([]), RangeError);
  });
});
