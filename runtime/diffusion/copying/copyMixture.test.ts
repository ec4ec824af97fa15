import assert from 'node:assert/strict';
import { goesOn, groupVotes, type CopyVote } from './copyGroups';
import { copyMasses, type CopyWeights } from './copyMixture';

const weights: CopyWeights = {
  length: [-3, -2, -1, 0, 0, 0, 0, 0, Math.log(4)],
  origin: [0, -1, -1],
  joins: Math.log(2),
  count: 0.5,
  purity: Math.log(3),
  end: [-100, 0, 100, -100, 0, 100],
  certainty: 0.5,
};
const text = new Uint8Array(200);
const vote = (token: number, length: number, changes: Partial<CopyVote> = {}): CopyVote => ({
  match: { origin: 'document', text, at: 150, end: 200, length },
  token,
  end: goesOn,
  joins: false,
  ...changes,
});
const near = (a: number | undefined, b: number) => assert.ok(Math.abs((a ?? NaN) - b) < 1e-9, `${a} is not ${b}`);

describe('mixture of copies', () => {
  it('weighs votes by the range of their length, their number and their agreement', () => {
    const masses = copyMasses(groupVotes([vote(7, 100), vote(7, 128), vote(8, 90), vote(7, 99)]), undefined, weights);
    const purity = (9 + 1) / 16;
    const mass = 4 * 3 ** purity * 4 ** 0.5;
    near(masses.tokens.get(7), (mass * 3) / 4);
    near(masses.tokens.get(8), mass / 4);
    near(masses.total, mass);
  });

  it('adds up groups, and counts places that lead to the text after the cursor more', () => {
    const one = copyMasses(groupVotes([vote(7, 100)]), undefined, weights).total;
    const { tokens } = copyMasses(groupVotes([vote(7, 100), vote(8, 100, { joins: true })]), undefined, weights);
    near(tokens.get(7), one);
    near(tokens.get(8), 2 * one);
  });

  it('gives to the end what agrees with the text after the cursor', () => {
    const votes = [vote(7, 100, { end: 2 }), vote(7, 3, { end: 1 }), vote(7, 4, { end: 1 })];
    const { tokens, total } = copyMasses(groupVotes(votes), 6, weights);
    const short = Math.exp(-3) * 3 * 2 ** 0.5;
    near(tokens.get(6), 12 + short / 2);
    near(total, 12 + short);
    // Where the middle may not end, the votes are for what comes next.
    assert.deepEqual([...copyMasses(groupVotes(votes), undefined, weights).tokens.keys()], [7]);
  });

  it('is nothing without votes', () => {
    assert.deepEqual(copyMasses([], 6, weights), { tokens: new Map(), total: 0 });
  });
});
