import assert from 'node:assert/strict';
import { contradictions, withRoomFor } from './contradictions';
import { decodability, forcedChoice, givenAway } from './decodability';
import { allTopics } from './topics';

describe('What users may want', () => {
  for (const topic of allTopics) {
    it(`has three values and three statements each at least: ${topic.scope} ${topic.id}`, () => {
      assert.ok(topic.values.length >= 3);
      for (const { value, implicit } of topic.values) assert.ok(new Set(implicit).size >= 3, value);
    });
  }

  it('is told without saying a value’s name', () => {
    const said = allTopics.flatMap((topic) =>
      topic.values.flatMap(({ implicit }) => implicit.map((text) => givenAway(text, topic) && `${topic.id}: ${text}`)),
    );
    assert.deepEqual(
      said.filter((each) => each !== undefined),
      [],
    );
  });

  it('can be told apart by nine statements in ten', () => {
    assert.deepEqual(
      allTopics.filter((topic) => decodability(topic) < 0.9).map(({ id }) => id),
      [],
    );
  });

  it('is not decoded from a statement that hints at nothing', () => {
    assert.equal(forcedChoice('The weather is fine.', allTopics[0]!.values), undefined);
  });

  it('notices a name that is given away, as a whole word only', () => {
    const topic = allTopics.find(({ id }) => id === 'export')!;
    assert.equal(givenAway('Please make it a default export.', topic), 'default');
    assert.equal(givenAway('Renamed things confuse me.', topic), undefined);
  });
});

describe('Wishes that contradict each other', () => {
  it('are told where both are wishes', () => {
    const design = { 'error-style': 'nothing', 'error-message': 'code' };
    assert.equal(contradictions(design, new Set(['error-style', 'error-message']), 'script').length, 1);
    assert.deepEqual(contradictions(design, new Set(['error-message']), 'script'), []);
  });

  it('are kept apart by what nobody has a wish about', () => {
    const design = { 'error-style': 'nothing', 'error-message': 'code', where: 'existing', header: 'licence' };
    const made = withRoomFor(design, new Set(['error-message', 'header']), 'script');
    assert.deepEqual([made['error-style'], made.where], ['throw', 'beside']);
  });
});
