import assert from 'node:assert/strict';
import { buildImportGraph } from './importGraph';

describe('The graph of imports', () => {
  const graph = buildImportGraph(
    new Map([
      ['a', ['b', 'c', 'gone']],
      ['b', ['d']],
      ['c', ['d', 'e']],
      ['d', []],
      ['e', ['f']],
      ['f', ['e', 'd']],
    ]),
  );

  it('finds cycles and counts each as one layer', () => {
    assert.deepEqual(graph.cycles(), [['e', 'f']]);
    assert.deepEqual(
      ['d', 'b', 'e', 'f', 'c', 'a'].map((file) => graph.layer(file)),
      [0, 1, 1, 1, 2, 3],
    );
  });

  it('follows imports in both directions', () => {
    assert.deepEqual(graph.transitiveDependencies('c'), ['d', 'e', 'f']);
    assert.deepEqual(graph.transitiveDependents('d'), ['a', 'b', 'c', 'e', 'f']);
    assert.equal(graph.distances(['b']).get('c'), 2);
    assert.deepEqual(graph.path('a', 'f'), ['a', 'c', 'e', 'f']);
    assert.equal(graph.path('d', 'a'), undefined);
  });
});
