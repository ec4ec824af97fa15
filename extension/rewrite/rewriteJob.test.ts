import assert from 'node:assert/strict';
import type { DocumentSpan } from './documentSpan';
import { keepOf, rewriteParams, type RewriteTask } from './rewriteJob';
import { RewriteText } from './rewriteText';

const lines = ['x = first + second', 'y = <<?>>'];
const source = { lineCount: lines.length, line: (index: number) => lines[index] ?? '' };
const spans: readonly DocumentSpan[] = [
  { start: { line: 0, character: 4 }, end: { line: 0, character: 18 }, marker: false },
  { start: { line: 1, character: 4 }, end: { line: 1, character: 9 }, marker: true },
];
const text = new RewriteText(source, spans, { before: 1000, after: 1000, all: 5000 });
const request = { model: 'embedded', session: 's', languageId: 'python', copy: 'off' } as const;
const params = (task: RewriteTask, keep: number, number = 0) =>
  rewriteParams({ task, spans, oldTexts: ['first + second', '<<?>>'] }, text, request, keep, number);

describe('rewriteParams', () => {
  const cases: readonly [RewriteTask, number, object][] = [
    [{ kind: 'regenerate', keep: 0 }, 0, { kind: 'nothing' }],
    [{ kind: 'regenerate', keep: 0 }, 0.5, { kind: 'share', ratio: 0.5 }],
    [{ kind: 'polish', keep: 0.75 }, 0.25, { kind: 'surest', ratio: 0.25 }],
    [{ kind: 'fillGaps' }, 0, { kind: 'nothing' }],
    [{ kind: 'word' }, 0, { kind: 'nothing' }],
    [
      { kind: 'token', start: { line: 0, character: 10 }, end: { line: 0, character: 11 } },
      0,
      { kind: 'all-but', parts: [{ start: 10, end: 11 }] },
    ],
  ];
  for (const [task, keep, expected] of cases) {
    it(`${task.kind} with ${keep * 100} % says what stays, and a gap keeps nothing`, () => {
      const [first, gap] = params(task, keep).spans;
      assert.deepEqual(first?.keep, expected);
      assert.deepEqual(gap?.keep, { kind: 'nothing' });
    });
  }

  it('asks for the most probable text first, then samples by the number', () => {
    const [first, second] = [0, 2].map((number) => params({ kind: 'fillGaps' }, 0, number));
    assert.equal(first?.temperature, 0);
    assert.deepEqual([second?.seed, (second?.temperature ?? 0) > 0], [2, true]);
  });

  it('speaks of the text that is sent, in which the marker is not', () => {
    const { text: sent, spans: found } = params({ kind: 'fillGaps' }, 0);
    assert.equal(sent, 'x = first + second\ny = ');
    assert.deepEqual(
      found.map(({ start, end }) => [start, end]),
      [
        [4, 18],
        [23, 23],
      ],
    );
  });

  it('only what has a share of old text has a slider', () => {
    assert.equal(keepOf({ kind: 'polish', keep: 0.75 }), 0.75);
    assert.equal(keepOf({ kind: 'fillGaps' }), undefined);
  });
});
