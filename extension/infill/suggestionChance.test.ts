import assert from 'node:assert/strict';
import { RemainderCache } from './remainderCache';
import { likelyOnes, remainderChance } from './suggestionChance';

const itself = (chance: number) => chance;

describe('chance of a remainder', () => {
  it('grows from that of the whole to certainty while it is typed', () => {
    assert.equal(remainderChance(0.25, 8, 8), 0.25);
    assert.equal(remainderChance(0.25, 4, 8), 0.5);
    assert.equal(remainderChance(0.25, 0, 8), 1);
    assert.equal(remainderChance(0.25, 0, 0), 0.25);
  });
});

describe('what may come by itself', () => {
  const cache = new RemainderCache<string, { text: string; chance: number }>();
  cache.put('answer', { before: 'x = ', after: '' }, [
    { text: 'abcdefgh', chance: 0.16 },
    { text: 'abzz', chance: 0.09 },
  ]);
  const texts = (typed: string, minimum: number, correct = itself) => {
    const found = cache.find({ before: `x = ${typed}`, after: '' });
    return found && likelyOnes(found.remainders, correct, minimum).likely.map(({ text }) => text);
  };

  it('is what is likely enough; what is not is still found, so that nobody asks again', () => {
    assert.deepEqual(texts('', 0.1), ['abcdefgh']);
    assert.deepEqual(texts('', 0.3), []);
    assert.deepEqual(texts('', 0), ['abcdefgh', 'abzz']);
  });

  it('is more once typing agrees, and asked for anew once it does not', () => {
    assert.deepEqual(texts('abcd', 0.4), ['efgh']);
    assert.deepEqual(texts('ab', 0.3), ['zz']);
    assert.equal(texts('abx', 0), undefined);
  });

  it('depends on what a chance means on this machine', () => {
    assert.deepEqual(
      texts('', 0.3, (chance) => chance * 2),
      ['abcdefgh'],
    );
  });

  it('tells the best chance there was', () => {
    const found = cache.find({ before: 'x = ', after: '' })!;
    assert.equal(likelyOnes(found.remainders, itself, 1).best, 0.16);
    assert.equal(likelyOnes([], itself, 0).best, 0);
  });
});
