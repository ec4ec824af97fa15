import assert from 'node:assert/strict';
import { movedFindings, type TextChange } from './movedFindings';
import { madeFinding, madePlace } from './testing/madeFinding';

/** From and to as [line, character]. */
function change(from: readonly [number, number], to: readonly [number, number], text: string): TextChange {
  const [start, end] = [from, to].map(([line, character]) => ({ line, character }));
  return { range: { start: start!, end: end! }, text };
}

describe('movedFindings', () => {
  /** The function stands in lines 10 to 12; the line that it is in afterwards, undefined where nothing is told any more. */
  const cases: readonly [string, readonly TextChange[], number | undefined][] = [
    ['moves down with lines that are put above', [change([2, 0], [2, 0], 'a\nb\n')], 12],
    ['moves up with lines that are taken away above', [change([2, 3], [5, 1], '')], 7],
    ['stays with typing in a line above', [change([9, 3], [9, 3], 'x')], 10],
    ['moves with a line break right in front of it', [change([10, 0], [10, 0], '\n')], 11],
    ['moves with lines that are exchanged up to its first one', [change([7, 0], [10, 0], 'one\n')], 8],
    ['stays with what is written below', [change([13, 0], [13, 0], 'a\n\n')], 10],
    ['ends with typing inside', [change([11, 2], [11, 2], 'x')], undefined],
    ['ends with typing in its first line', [change([10, 0], [10, 0], 'async ')], undefined],
    ['ends when the line break in front of it goes', [change([9, 5], [10, 0], '')], undefined],
    ['ends when a change reaches into it', [change([8, 0], [11, 0], '\n')], undefined],
    ['ends when all is exchanged', [change([0, 0], [30, 0], 'new\n')], undefined],
    [
      'follows several changes of one edit, named from the end',
      [change([20, 0], [20, 0], '\n'), change([3, 0], [3, 0], '\n'), change([1, 0], [2, 0], '')],
      10,
    ],
  ];
  for (const [name, changes, line] of cases) {
    it(name, () => assert.equal(movedFindings([madeFinding()], 'text.py', changes)[0]?.tool.line, line));
  }

  it('moves others that stand in the same document, and drops those that were changed', () => {
    const finding = madeFinding({ others: [madePlace('text.py', 'slug', 20), madePlace('text.py', 'to_slug', 30)] });
    const [moved] = movedFindings([finding], 'text.py', [change([21, 0], [21, 0], 'x'), change([0, 0], [0, 0], '\n')]);
    assert.deepEqual(
      moved?.others.map(({ name, line, first, last }) => [name, line, first, last]),
      [['to_slug', 31, 31, 33]],
    );
  });

  it('ends where all others were changed', () => {
    const finding = madeFinding({ others: [madePlace('text.py', 'slug', 20)] });
    assert.deepEqual(movedFindings([finding], 'text.py', [change([20, 0], [20, 0], 'x')]), []);
  });
});
