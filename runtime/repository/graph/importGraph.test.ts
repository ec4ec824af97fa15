import assert from 'node:assert/strict';
import { importGraph } from './importGraph';

const graphOf = (edges: Readonly<Record<string, readonly string[]>>) =>
  importGraph(
    Object.keys(edges),
    Object.entries(edges).map(([from, to]) => ({ from, to })),
  );

describe('Import graph', () => {
  const graph = graphOf({ a: ['b', 'c', 'b', 'a'], b: ['d'], c: ['d'], d: ['e'], e: ['d'], f: [], g: ['elsewhere'] });

  it('knows direct and transitive neighbours, without the file itself', () => {
    assert.deepEqual(graph.dependenciesOf('a'), ['b', 'c']);
    assert.deepEqual(graph.dependentsOf('d'), ['b', 'c', 'e']);
    assert.deepEqual(graph.transitiveDependencies('a'), ['b', 'c', 'd', 'e']);
    assert.deepEqual(graph.transitiveDependents('e'), ['a', 'b', 'c', 'd']);
    assert.deepEqual(graph.dependenciesOf('g'), []);
    assert.deepEqual(graph.dependenciesOf('nowhere'), []);
  });

  it('finds cycles, and counts one as one layer', () => {
    assert.deepEqual(graph.cycles(), [['d', 'e']]);
    assert.deepEqual(
      ['d', 'e', 'b', 'a', 'f'].map((file) => graph.layer(file)),
      [0, 0, 1, 2, 0],
    );
  });

  it('measures distances both ways, and ways only along imports', () => {
    const distance = graph.distances(['b']);
    assert.deepEqual([distance.get('b'), distance.get('a'), distance.get('c'), distance.get('f')], [0, 1, 2, Infinity]);
    assert.deepEqual(graph.path('a', 'e'), ['a', 'b', 'd', 'e']);
    assert.equal(graph.path('e', 'a'), undefined);
    assert.deepEqual(graph.path('f', 'f'), ['f']);
  });

  it('agrees with plain search on random graphs', () => {
    let state = 7;
    const random = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 30; round++) {
      const names = Array.from({ length: 12 }, (_, index) => `n${String(index).padStart(2, '0')}`);
      const edges = Object.fromEntries(
        names.map((name) => [name, names.filter((other) => other !== name && random(5) === 0)]),
      );
      const made = graphOf(edges);
      const reach = (from: string): Set<string> => {
        const seen = new Set<string>();
        const visit = (name: string): void => {
          for (const next of edges[name]!) {
            if (seen.has(next)) continue;
            seen.add(next);
            visit(next);
          }
        };
        visit(from);
        return seen;
      };
      const cyclic = new Set(made.cycles().flat());
      for (const name of names) {
        const expected = reach(name);
        assert.equal(cyclic.has(name), expected.has(name), `round ${round}: ${name} in a cycle`);
        expected.delete(name);
        assert.deepEqual(new Set(made.transitiveDependencies(name)), expected);
        for (const other of edges[name]!) {
          const same = reach(other).has(name);
          assert.ok(same ? made.layer(name) === made.layer(other) : made.layer(name) > made.layer(other));
        }
      }
    }
  });

  it('holds chains that are deeper than the stack', () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `f${String(index).padStart(6, '0')}`);
    const long = importGraph(
      names,
      names.map((from, index) => ({ from, to: names.slice(index + 1, index + 2) })),
    );
    assert.equal(long.layer(names[0]!), names.length - 1);
    assert.equal(long.transitiveDependencies(names[0]!).length, names.length - 1);
  });
});
