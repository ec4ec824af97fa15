import assert from 'node:assert/strict';
import type { Branch } from '../infilling/alternatives';
import type { Middle } from '../infilling/decodeMiddle';
import { balancedSpan, type WrittenMiddle } from './balancedSpan';
import type { GrowingSpan } from './grownSpan';

describe('brackets and quotes of a span of which nothing stays', () => {
  const growing: GrowingSpan = {
    ...{ lead: '  ', trail: '\n', extent: 'line' },
    around: { prefix: 'call(', suffix: ')\nnext()\n' },
  };
  /** Texts of one token each, the most probable first: what a model would write, as branches and from the start. */
  const written = (texts: readonly string[]) => {
    const asked: (Branch | undefined)[] = [];
    const ranked = texts.map((_, token) => ({ token, probability: 0.5 / (token + 1) }));
    const write = (branch: Branch | undefined): Promise<WrittenMiddle> => {
      asked.push(branch);
      const token = branch?.forced[0] ?? asked.filter((each) => each === undefined).length - 1;
      const choice = { ...ranked[token]!, ranked, copied: false, match: 0 };
      const middle: Middle = {
        ...{ tokens: [token], choices: [branch ? undefined : choice] },
        ...{ end: undefined, complete: true },
      };
      const text = texts[token]!;
      return Promise.resolve({ middle, span: { text: text === '' ? '' : `  ${text}\n`, tokens: [] } });
    };
    return { asked, write };
  };
  const chosen = async (old: string, texts: readonly string[]) => {
    const { asked, write } = written(texts);
    const { text } = await balancedSpan(old, growing, write, false);
    return { text: text.trim(), tries: asked.length };
  };

  for (const [what, old, texts, text, tries] of [
    ['are in order in the first text: it is taken', 'a', ['b', 'c'], 'b', 1],
    ['are in order in the next text only: that is taken', 'a', ['b)', 'c'], 'c', 2],
    ['are in order in none: the first text stays', 'a', ['b)', '(c', '"d'], 'b)', 3],
    ['are not looked for without end', 'a', ['(b', '(c', '(d', '(e', '(f', 'g'], '(b', 5],
    ['were in disorder before: the first text is taken', 'a)', ['b)', 'c'], 'b)', 1],
    ['of the old text are no other text', 'a', ['b)', 'a', 'c'], 'c', 3],
    ['of nothing are no text', 'a', ['b)', '', 'c'], 'c', 3],
    ['of a gap are compared with nothing', '', ['(b', 'c'], '(b', 1],
    ['are none where the model has nothing to say', 'a', ['', 'c'], '', 1],
  ] as const) {
    it(what, async () => assert.deepEqual(await chosen(old, texts), { text, tries }));
  }

  it('are looked for in texts drawn anew where texts are drawn', async () => {
    const { asked, write } = written(['b)', '[c', 'd']);
    assert.equal((await balancedSpan('a', growing, write, true)).text, '  d\n');
    assert.deepEqual(asked, [undefined, undefined, undefined]);
  });
});
