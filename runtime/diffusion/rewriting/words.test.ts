import assert from 'node:assert/strict';
import { breaksBalance } from './balance';
import { improveWords, type WordJudgement, type WordWriter } from './improveWords';
import { leastSureWords } from './wordChoice';
import { wordsWithin } from './words';

describe('words that are written anew', () => {
  /** As a tokenizer would give them that cuts before blanks, between letters and signs, and within names at underscores. */
  const tokensOf = (text: string) => {
    const pretokens = [...text.matchAll(/ ?_?\p{L}+| ?[^\s\p{L}]+|\s+/gu)].map(({ index }, token) => ({
      token,
      unit: index,
    }));
    return { ids: pretokens.map((_, id) => id), pretokens };
  };
  const texts = (text: string, start = 0, end = text.length) =>
    wordsWithin(text, tokensOf(text), start, end).map((word) => text.slice(word.start, word.end));

  it('are pretokens without white space, and whole names', () => {
    assert.deepEqual(texts('  a_name = f(x)\n'), ['a_name', '=', 'f', '(', 'x', ')']);
    assert.deepEqual(texts('größe  +='), ['größe', '+=']);
    assert.deepEqual(texts(''), []);
  });

  it('are none of those that the span cuts', () => {
    assert.deepEqual(texts('first second third', 2, 15), ['second']);
    assert.deepEqual(texts('first second', 6, 12), ['second']);
  });

  it('are the least sure ones, and at most so many', () => {
    const scores = [0.9, 0.1, 0.8, 0.2];
    const choice = { scores, temperature: 0, random: () => 0.5, most: 10 };
    assert.deepEqual(leastSureWords({ ...choice, ratio: 0.5 }), [1, 3]);
    assert.deepEqual(leastSureWords({ ...choice, ratio: 1 }), []);
    assert.deepEqual(leastSureWords({ ...choice, ratio: 0, most: 3 }), [1, 3, 2]);
  });

  it('are drawn by their scores where texts are drawn', () => {
    let state = 1;
    const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
    const first = Array.from({ length: 200 }, () => {
      const [index] = leastSureWords({ scores: [0.5, 0.4, 0.99], ratio: 0.5, temperature: 1, random, most: 9 });
      return index;
    });
    assert.equal(new Set(first).size, 3);
  });

  describe('one by one', () => {
    const writer = (proposals: Readonly<Record<string, string>>, judgement?: WordJudgement): WordWriter => ({
      propose: async (_, old) => proposals[old],
      judge: async () => judgement ?? { gain: 10, probability: 0.9 },
    });
    const threshold = { margin: 4, probability: 0.5 };
    const improve = (
      text: string,
      given: WordWriter,
      order = (words: readonly { start: number; end: number }[]) => words,
    ) => improveWords(text, order(wordsWithin(text, tokensOf(text), 0, text.length)), given, threshold);

    it('are replaced by words of any length, in any order, at their places', async () => {
      const text = 'one two three two';
      const proposals = { one: 'eleven', two: 'b', three: 'twelve' };
      for (const order of [
        (w: readonly { start: number; end: number }[]) => w,
        (w: readonly { start: number; end: number }[]) => [...w].reverse(),
      ]) {
        const { text: now, changed } = await improve(text, writer(proposals), order);
        assert.equal(now, 'eleven b twelve b');
        assert.deepEqual(
          changed.map(({ start, end }) => now.slice(start, end)),
          ['eleven', 'b', 'twelve', 'b'],
        );
      }
    });

    it('are asked for between the words as they are by then', async () => {
      const seen: string[] = [];
      await improve('a b c', {
        propose: async ({ prefix, suffix }, old) => {
          seen.push(`${prefix}|${suffix}`);
          return old.toUpperCase();
        },
        judge: async () => ({ gain: 10, probability: 0.9 }),
      });
      assert.deepEqual(seen, ['| b c', 'A | c', 'A B |']);
    });

    for (const [what, judgement] of [
      ['hardly more probable', { gain: 4, probability: 0.9 }],
      ['not probable', { gain: 30, probability: 0.4 }],
      ['of unknown probability', { gain: NaN, probability: NaN }],
    ] as const) {
      it(`stay where the new one is ${what}`, async () => {
        const { text, changed } = await improve('one two', writer({ one: 'x', two: 'y' }, judgement));
        assert.equal(text, 'one two');
        assert.deepEqual(changed, []);
      });
    }

    it('stay where the new one would leave a bracket or a quote alone', async () => {
      assert.equal((await improve('f(x) y', writer({ '(': '', x: 'y', y: '"' }))).text, 'f(y) y');
    });
  });

  describe('brackets and quotes', () => {
    const around = { prefix: 'call(', suffix: ')\nnext()\n' };
    for (const [old, now, breaks] of [
      ['a', 'b', false],
      ['a', '(b)', false],
      ['a', 'b)', true],
      ['a', '[b', true],
      ['a', '"b"', false],
      ['a', '"b', true],
      // In disorder already.
      ['a)', 'b)', false],
      ['"a', '"b', false],
      ['"a', '"a"', false],
    ] as const) {
      it(`${JSON.stringify(now)} for ${JSON.stringify(old)}: ${breaks ? 'breaks' : 'keeps'} the order`, () => {
        assert.equal(breaksBalance(old, now, around), breaks);
      });
    }
  });
});
