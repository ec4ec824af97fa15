import assert from 'node:assert/strict';
import { chanceOf, usualCounts } from '../metrics/chance';
import { coreScenario } from '../solving/travelContent';
import { travelRunOptions } from '../solving/travelOptions';
import { makeScenarios, travelSets } from '../travel/makeScenarios';
import { multiChoiceGuesses, policyNamed } from './policies';
import { playPolicies } from './playPolicy';

const { signal } = new AbortController();
const played = (
  name: string,
  choices: 'single' | 'multi',
  count: number,
  sets: readonly (typeof travelSets)[number][],
) => {
  const options = travelRunOptions({ choices });
  const scenarios = sets.flatMap((set) =>
    Object.entries(makeScenarios(set, count, 11)).map(([id, each]) => coreScenario(id, each, set, options)),
  );
  return playPolicies(policyNamed(name), scenarios, options, { seed: 3, signal });
};
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const metric = (all: Awaited<ReturnType<typeof played>>, name: string) =>
  meanOf(all.map(({ score }) => score.metrics[name] ?? NaN));

describe('scripted policies score what theory says', function () {
  this.timeout(60_000);

  for (const choices of ['single', 'multi'] as const) {
    it(`perfect: 1 in every set, every wish drawn out, no turn wasted (${choices})`, async () => {
      const all = await played('perfect', choices, 4, travelSets);
      assert.ok(all.every(({ score }) => score.value === 1 && score.complete));
      assert.deepEqual(
        ['elicitedShare', 'validActionShare', 'validSearchShare'].map((name) => metric(all, name)),
        [1, 1, 1],
      );
    });
  }

  it('blind: chance, within its interval', async () => {
    const all = await played('blind', 'single', 150, ['travel22']);
    const { score, best, correct } = chanceOf(usualCounts);
    // Of an aspect: 1 with chance 1/18, 0.8 with chance 2/18; the interval of 99.9 % of this many independent aspects.
    const half = 3.29 * Math.sqrt((best + 0.64 * (correct - best) - score ** 2) / (2 * all.length));
    const mean = meanOf(all.map((each) => each.score.value));
    assert.ok(Math.abs(mean - score) < half, `${mean} is not ${score} ± ${half}`);
    assert.equal(metric(all, 'elicitedShare'), 0);
  });

  it('blind with several guesses: chance of so many', async () => {
    const all = await played('blind', 'multi', 150, ['travel22']);
    const { score } = chanceOf(usualCounts, multiChoiceGuesses);
    // No score of an aspect varies more than one that is 0 or 1.
    const half = 3.29 * Math.sqrt((score * (1 - score)) / (2 * all.length));
    const mean = meanOf(all.map((each) => each.score.value));
    assert.ok(Math.abs(mean - score) < half, `${mean} is not ${score} ± ${half}`);
  });

  it('ask-everything: draws wishes out and is worth no more than chance', async () => {
    const all = await played('ask-everything', 'single', 60, ['travel33']);
    assert.ok(metric(all, 'elicitedShare') > 0.5);
    assert.ok(meanOf(all.map(({ score }) => score.value)) < 0.3);
    assert.ok(all.every(({ record }) => record.turns.length <= 20));
  });

  it('search-only and nothing: 0', async () => {
    const searched = await played('search-only', 'single', 5, ['travel2222']);
    assert.ok(searched.every(({ score, record }) => score.value === 0 && record.ended === 'finished'));
    assert.equal(metric(searched, 'validSearchShare'), 1);
    const none = await played('nothing', 'single', 5, ['travel22']);
    assert.ok(none.every(({ score, record }) => score.value === 0 && record.ended === 'no-action'));
  });

  it('do the same by the same seed', async () => {
    const text = async () =>
      JSON.stringify((await played('blind', 'single', 3, ['travel22'])).map(({ record }) => record.answers));
    assert.equal(await text(), await text());
  });
});
