import assert from 'node:assert/strict';
import { alternatives, inWords } from './termWords';
import { contentStems, coveredShare, stems, TermText, termsOf } from './terms';

describe('Terms', () => {
  for (const [one, other] of [
    ['Bakers', 'baker'],
    ['stories', 'story'],
    ['Café', 'cafe'],
    ['walked', 'walking'],
    ['stopped', 'stops'],
    ['the dog’s', 'the dog'],
  ] as const) {
    it(`takes “${one}” and “${other}” for the same`, () => assert.deepEqual(stems(one), stems(other)));
  }

  for (const [one, other] of [
    ['bus', 'bu'],
    ['class', 'cla'],
    ['cat', 'car'],
  ] as const) {
    it(`tells “${one}” from “${other}”`, () => assert.notDeepEqual(stems(one), stems(other)));
  }

  it('finds any alternative, and the words of a phrase only beside each other', () => {
    const text = new TermText('Where does the lift stop, and who presses its buttons?');
    assert.ok(text.has('elevator|lift'));
    assert.ok(!text.has('lift_button|panel'));
    assert.ok(new TermText('He cannot reach the lift button').has('lift_button|panel'));
  });

  it('does not find a term within a word', () => {
    assert.ok(!new TermText('catalogue').has('cat'));
    assert.ok(!new TermText('').has('cat'));
  });

  it('says which share of a list is there, and nothing of an empty list', () => {
    const text = new TermText('The short man cannot reach the button.');
    assert.equal(text.share('short|small button|panel umbrella'), 2 / 3);
    assert.ok(text.hasAll('short|small button|panel'));
    assert.deepEqual([text.share(''), text.hasAll(''), text.share('   ')], [0, false, 0]);
  });

  for (const [question, denies] of [
    ['Is it alive?', false],
    ['Is it not alive?', true],
    ['Isn’t it alive?', true],
    ['Is it not without water?', false],
    ['Is it a nothing-burger of a note?', true],
    ['Does a knot matter?', false],
  ] as const) {
    it(`hears that “${question}” ${denies ? 'denies' : 'does not deny'}`, () => {
      assert.equal(new TermText(question).denies, denies);
    });
  }

  it('weighs words that say something alone', () => {
    assert.deepEqual(contentStems('Would you please tell about the budget? The budget!'), ['budget']);
    assert.equal(coveredShare('the old tower', new TermText('An old tower stands there')), 1);
    assert.equal(coveredShare('it is the', new TermText('it is the')), 0);
  });

  it('writes terms in words', () => {
    assert.deepEqual([alternatives('lift_button|panel'), inWords('a_b|c d')], [['lift button', 'panel'], 'a b and d']);
    assert.deepEqual(termsOf(' a  b '), ['a', 'b']);
  });

  it('reads a huge text once, and asks it often in little time', () => {
    const text = new TermText('word '.repeat(20_000));
    for (let at = 0; at < 1000; at++) assert.ok(!text.has(`absent${at}|nowhere_at_all`));
  });
});
