import assert from 'node:assert/strict';
import { endClasses } from '../copyGroups';
import type { CopyWeights } from '../copyMixture';
import type { EvidenceRow, GroupRow } from './evidenceRows';
import { fitWeights, lossOf } from './fitWeights';

const start: CopyWeights = {
  length: [-1, -1, -1, -1, -1, -1, -1, -1, -1],
  origin: [0, 0, 0],
  joins: 0,
  count: 0,
  purity: 0,
  end: [0, 0, 0, 0, 0, 0],
  certainty: 0,
};
const counts = (at: number, count: number) => Array.from({ length: endClasses + 1 }, (_, i) => (i === at ? count : 0));
const group = (length: number, right: boolean, changes: Partial<GroupRow> = {}): GroupRow => ({
  length,
  origin: 0,
  joins: false,
  purity: 1,
  votes: counts(endClasses, 1),
  hits: counts(endClasses, right ? 1 : 0),
  ...changes,
});
const row = (groups: readonly GroupRow[], changes: Partial<EvidenceRow> = {}): EvidenceRow => ({
  modelProbability: 0.1,
  modelGreatest: 0.5,
  ends: false,
  mayEnd: true,
  groups,
  ...changes,
});

describe('fit of the copy weights', () => {
  it('trusts what was right and not what was wrong, and lowers the loss', () => {
    const rows = Array.from({ length: 300 }, (_, i) => row([group(8, i % 10 !== 0), group(0, i % 10 === 0)]));
    const fitted = fitWeights(rows, start);
    assert.ok(fitted.length[8]! > fitted.length[0]! + 1, JSON.stringify(fitted.length));
    assert.ok(lossOf(rows, fitted) < lossOf(rows, start) - 0.1);
  });

  it('finds the share of right votes where the model knows nothing', () => {
    // Three of four votes are right: the best mass m has m / (1 + m) = 3 / 4.
    const rows = Array.from({ length: 400 }, (_, i) =>
      row([group(4, i % 4 !== 0)], { modelProbability: i % 4 === 0 ? 1 : 0, modelGreatest: 1 }),
    );
    const fitted = fitWeights(rows, start);
    const mass = Math.exp(fitted.length[4]! + fitted.origin[0]! + fitted.purity);
    assert.ok(Math.abs(mass / (1 + mass) - 0.75) < 0.02, String(mass));
  });

  it('learns which agreement with the text after the cursor means the end', () => {
    const ending = (end: number, ends: boolean) =>
      row([group(8, true, { votes: counts(end, 1), hits: counts(end, ends ? 0 : 1) })], { ends });
    const rows = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? ending(2, true) : ending(0, false)));
    const fitted = fitWeights(rows, start);
    assert.ok(fitted.end[2]! > 1 && fitted.end[0]! < -1, JSON.stringify(fitted.end));
  });
});
