import assert from 'node:assert/strict';
import { BadInputError } from '../../core/badInputError';
import { aspectNames, type AspectName } from './aspects';
import { makeScenarios, travelSet, travelSets } from './makeScenarios';
import { travelScenario, type AspectBlock, type TravelScenario } from './scenarioSchema';
import { judge } from './testing/solveScenario';

const each = 12;
const made = travelSets.flatMap((set) =>
  Object.entries(makeScenarios(set, each, 7)).map(([id, scenario]) => ({ set, id, scenario })),
);
const blocksOf = (scenario: TravelScenario) =>
  scenario.dimensions.map((aspect): readonly [AspectName, AspectBlock] => [aspect, scenario[aspect]!]);
const blocks = made.flatMap(({ scenario }) => blocksOf(scenario));

describe('scenarios of journeys that are made', () => {
  it('have the published form', () => {
    for (const { scenario } of made) assert.ok(travelScenario.safeParse(JSON.parse(JSON.stringify(scenario))).success);
  });

  it('have as many aspects and preferences as their set says, also in their id', () => {
    for (const { set, id, scenario } of made) {
      const counts = blocksOf(scenario).map(([, { preferences }]) => preferences.length);
      assert.equal(counts.toSorted().join(''), set.replace('travel', ''));
      const parts = scenario.dimensions.map((aspect, index) => `${aspect}:${counts[index]!}-\\d+`);
      assert.match(id, new RegExp(`^${parts.join('\\|')}$`));
    }
    assert.equal(new Set(made.map(({ set, id }) => `${set} ${id}`)).size, each * travelSets.length);
  });

  it('are the same for the same seed, and others for another', () => {
    const text = (seed: number) => JSON.stringify(makeScenarios('travel233', 3, seed));
    assert.equal(text(5), text(5));
    assert.notEqual(text(5), text(6));
    const longer = makeScenarios('travel22', 5, 1);
    for (const [id, scenario] of Object.entries(makeScenarios('travel22', 3, 1))) {
      assert.deepEqual(longer[id], scenario, 'a longer set begins with the shorter one');
    }
  });

  it('show 1 best, 2 more correct, 10 wrong and 5 absurd options, whose ids tell nothing', () => {
    const firsts = new Set<string>();
    for (const [, { options, best_id }] of blocks) {
      assert.deepEqual([options.correct.length, options.wrong.length, options.noise.length], [3, 10, 5]);
      firsts.add(best_id.slice(1));
    }
    assert.ok(firsts.size > 12, `${firsts.size} numbers of best options`);
  });

  it('have the cheapest of what satisfies as the best, read from the cards by somebody else', () => {
    for (const [aspect, block] of blocks) {
      const all = [...block.options.correct, ...block.options.wrong, ...block.options.noise];
      const good = all
        .map((option) => judge(aspect, block, option))
        .filter(({ odd, violated }) => !odd && violated.length === 0);
      assert.deepEqual(good.map(({ id }) => id).sort(), block.correct_ids.toSorted(), aspect);
      const cheapest = good.toSorted((a, b) => a.cost - b.cost);
      assert.equal(cheapest[0]!.id, block.best_id);
      assert.ok(cheapest[1]!.cost > cheapest[0]!.cost);
    }
  });

  it('have wrong options that violate something, each preference some, and are no nonsense', () => {
    for (const [aspect, block] of blocks) {
      const judged = block.options.wrong.map((option) => judge(aspect, block, option));
      assert.ok(judged.every(({ violated, odd }) => violated.length > 0 && !odd));
      for (const [, , explicit] of block.preferences) {
        assert.ok(
          judged.some(({ violated }) => violated.length === 1 && violated[0] === explicit),
          explicit,
        );
      }
    }
  });

  it('have noise that can be told from its card, and of which about half would satisfy', () => {
    const judged = blocks.flatMap(([aspect, block]) =>
      block.options.noise.map((option) => judge(aspect, block, option)),
    );
    assert.ok(judged.every(({ odd }) => odd));
    const satisfying = judged.filter(({ violated }) => violated.length === 0).length / judged.length;
    assert.ok(satisfying > 0.3 && satisfying < 0.7, String(satisfying));
  });

  it('cannot be solved by prices alone', () => {
    const plain = blocks.map(([aspect, block]) => {
      const all = [...block.options.correct, ...block.options.wrong];
      const judged = all.map((option) => ({
        ...judge(aspect, block, option),
        price: Number(option.cost ?? option.expectation),
      }));
      const cheapest = judged.toSorted((a, b) => a.price - b.price)[0]!;
      const listed = judged.filter(({ violated }) => violated.length === 0).toSorted((a, b) => a.price - b.price)[0]!;
      return { cheapest: cheapest.id === block.best_id, fees: listed.id !== block.best_id };
    });
    const share = (of: (row: (typeof plain)[number]) => boolean) => plain.filter(of).length / plain.length;
    assert.ok(share(({ cheapest }) => cheapest) < 0.12, 'the cheapest of all is hardly ever right');
    assert.ok(share(({ fees }) => fees) > 0.05, 'fees of what is wanted decide at times');
  });

  it('say at first all that a search needs, and no preference', () => {
    for (const { scenario } of made) {
      for (const [, block] of blocksOf(scenario)) {
        for (const value of Object.values(block.arguments)) {
          const text = JSON.stringify(value).replaceAll('"', '');
          assert.ok(scenario.initial_description.includes(text), text);
        }
        for (const [, , explicit, implicit] of block.preferences) {
          assert.ok(
            !scenario.initial_description.includes(explicit) && !scenario.initial_description.includes(implicit),
          );
        }
      }
    }
  });

  it('use every aspect and nearly every preference', () => {
    const wanted = new Set(blocks.flatMap(([, { preferences }]) => preferences.map(([, , explicit]) => explicit)));
    assert.deepEqual(new Set(blocks.map(([aspect]) => aspect)), new Set(aspectNames));
    assert.ok(wanted.size >= 80, `${wanted.size} preferences`);
  });

  it('are refused for sets that nobody published', () => {
    assert.throws(() => travelSet('travel99'), BadInputError);
  });
});
