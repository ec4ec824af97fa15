import assert from 'node:assert/strict';
import { askedReveal, proactiveReveal, smallTalk } from './speak';

const preference = { id: 'P1', aspect: 'hotel', explicit: 'Has parking', implicit: 'My car must sleep safely too.' };
const remarks = { conversation: [], utterance: 'x', seed: 3, turn: 2 };
const turns = Array.from({ length: 40 }, (_, turn) => turn);

describe('what a user by rules says', () => {
  it('hints, and does not say the preference outright', () => {
    for (const turn of turns) {
      const said = askedReveal({ ...remarks, turn, preference });
      assert.match(said, /My car must sleep safely too\.$/);
      assert.doesNotMatch(said, /parking/);
    }
  });

  it('names the aspect where nobody asked', () => {
    for (const turn of turns) assert.match(proactiveReveal({ ...remarks, turn, preference }), /hotel.*safely too\.$/);
  });

  it('is the same for the same seed and turn, and not always the same', () => {
    assert.equal(smallTalk(remarks), smallTalk({ ...remarks, utterance: 'y' }));
    assert.ok(new Set(turns.map((turn) => smallTalk({ ...remarks, turn }))).size > 2);
  });

  it('gives away nothing in small talk', () => {
    for (const turn of turns) assert.match(smallTalk({ ...remarks, turn }), /^[\w ,]{2,20}\.$/);
  });
});
