import assert from 'node:assert/strict';
import { AcceptedTexts } from './acceptedTexts';

const change = (rangeOffset: number, rangeLength: number, text: string) => ({ rangeOffset, rangeLength, text });

describe('AcceptedTexts', () => {
  const cases: readonly [string, readonly ReturnType<typeof change>[], readonly { start: number; end: number }[]][] = [
    ['moves with text that is typed before it', [change(2, 0, 'abc')], [{ start: 13, end: 18 }]],
    ['moves with text that is deleted before it', [change(2, 3, '')], [{ start: 7, end: 12 }]],
    ['stays when text behind it changes', [change(15, 4, 'x')], [{ start: 10, end: 15 }]],
    ['grows with what is typed inside', [change(12, 1, 'xyz')], [{ start: 10, end: 17 }]],
    ['is gone when it is deleted', [change(10, 5, '')], []],
    ['is gone when a change reaches over its edge', [change(8, 4, '')], []],
    [
      'follows several changes of one edit, named from the end',
      [change(12, 0, '!'), change(0, 1, '')],
      [{ start: 9, end: 15 }],
    ],
  ];
  for (const [name, changes, expected] of cases) {
    it(name, () => {
      const texts = new AcceptedTexts();
      texts.remember('d', [{ start: 10, end: 15 }]);
      texts.changed('d', changes);
      texts.changed('other', [change(0, 0, 'nothing to do with it')]);
      assert.deepEqual(texts.of('d'), expected);
    });
  }

  it('the last one counts, and a closed document is forgotten', () => {
    const texts = new AcceptedTexts();
    texts.remember('d', [{ start: 1, end: 2 }]);
    texts.remember('d', [{ start: 5, end: 6 }]);
    assert.deepEqual(texts.of('d'), [{ start: 5, end: 6 }]);
    texts.closed('d');
    assert.deepEqual(texts.of('d'), []);
  });
});
