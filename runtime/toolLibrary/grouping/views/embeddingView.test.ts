import assert from 'node:assert/strict';
import { embeddingView } from './embeddingView';

describe('embeddingView', () => {
  const row = (vectors: readonly (readonly number[])[], tool: number) => {
    const filled = new Float32Array(vectors.length);
    embeddingView(
      vectors.map((each) => Float32Array.from(each)),
      1,
    ).fill(tool, filled);
    return [...filled.slice(0, tool)];
  };

  it('tells vectors apart that all point into much the same direction', () => {
    const far = [10, 10, 10];
    const shifted = (x: number, y: number) => far.map((value, at) => value + ([x, y][at] ?? 0));
    const [same = 0, other = 1] = row([shifted(1, 0), shifted(-1, 0), shifted(1, 0.01)], 2);
    assert.ok(same > 0.9 && other === 0, `${same} ${other}`);
  });

  it('does not heed how long a vector is', () => {
    const [close = 0] = row(
      [
        [1, 0],
        [50, 1],
        [0, 1],
      ],
      1,
    );
    assert.ok(close > 0.9, String(close));
  });

  it('knows nothing of a text without a vector', () => {
    assert.deepEqual(
      row(
        [
          [1, 0],
          [0, 1],
          [0, 0],
        ],
        2,
      ),
      [Number.NaN, Number.NaN],
    );
  });
});
