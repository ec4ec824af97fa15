import type { ImportGraph } from '../types';
import { layersOf, stronglyConnected, type Adjacency, type Components } from './components';

/** What one file imports of the repository. */
export interface ImportList {
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * @param files every file of the graph, also those that import nothing
 * @param imports may name a file more than once; what is not among `files` is left out, and so are imports of oneself
 */
export function importGraph(files: readonly string[], imports: Iterable<ImportList>): ImportGraph {
  return new FileGraph(files, imports);
}

class FileGraph implements ImportGraph {
  readonly files: readonly string[];
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly out: Adjacency;
  private readonly in: Adjacency;
  private components: Components | undefined;
  private layers: Int32Array | undefined;

  constructor(files: readonly string[], imports: Iterable<ImportList>) {
    this.files = [...new Set(files)].sort();
    this.numbers = new Map(this.files.map((file, number) => [file, number]));
    const out = this.files.map(() => new Set<number>());
    for (const { from, to } of imports) {
      const number = this.numbers.get(from);
      if (number === undefined) continue;
      for (const file of to) {
        const other = this.numbers.get(file);
        if (other !== undefined && other !== number) out[number]!.add(other);
      }
    }
    // Sorted: answers do not depend on the order in which files were read.
    this.out = out.map((targets) => [...targets].sort((a, b) => a - b));
    const back: number[][] = this.files.map(() => []);
    this.out.forEach((targets, number) => targets.forEach((target) => back[target]!.push(number)));
    this.in = back;
  }

  dependenciesOf(path: string): readonly string[] {
    return this.named(this.out[this.number(path)] ?? []);
  }

  dependentsOf(path: string): readonly string[] {
    return this.named(this.in[this.number(path)] ?? []);
  }

  transitiveDependencies(path: string): readonly string[] {
    return this.reached(path, this.out);
  }

  transitiveDependents(path: string): readonly string[] {
    return this.reached(path, this.in);
  }

  cycles(): readonly (readonly string[])[] {
    return this.connected()
      .members.filter(({ length }) => length > 1)
      .map((nodes) => this.named(nodes))
      .sort((a, b) => b.length - a.length || (a[0]! < b[0]! ? -1 : 1));
  }

  layer(path: string): number {
    this.layers ??= layersOf(this.out, this.connected());
    return this.layers[this.number(path)] ?? 0;
  }

  distances(from: readonly string[]): ReadonlyMap<string, number> {
    const distance = new Map(this.files.map((file) => [file, Infinity]));
    let frontier = from.map((file) => this.number(file)).filter((number) => number >= 0);
    for (const number of frontier) distance.set(this.files[number]!, 0);
    for (let steps = 1; frontier.length > 0; steps++) {
      const next: number[] = [];
      for (const number of frontier) {
        for (const list of [this.out[number]!, this.in[number]!]) {
          for (const other of list) {
            const file = this.files[other]!;
            if (distance.get(file) !== Infinity) continue;
            distance.set(file, steps);
            next.push(other);
          }
        }
      }
      frontier = next;
    }
    return distance;
  }

  path(from: string, to: string): readonly string[] | undefined {
    const [start, end] = [this.number(from), this.number(to)];
    if (start < 0 || end < 0) return undefined;
    const before = new Map<number, number>([[start, -1]]);
    const queue = [start];
    for (const node of queue) {
      if (node === end) break;
      for (const other of this.out[node]!) {
        if (before.has(other)) continue;
        before.set(other, node);
        queue.push(other);
      }
    }
    if (!before.has(end)) return undefined;
    const way: number[] = [];
    for (let node = end; node >= 0; node = before.get(node)!) way.push(node);
    return this.named(way.reverse());
  }

  private number(path: string): number {
    return this.numbers.get(path) ?? -1;
  }

  private named(numbers: readonly number[]): readonly string[] {
    return numbers.map((number) => this.files[number]!);
  }

  private connected(): Components {
    return (this.components ??= stronglyConnected(this.out));
  }

  private reached(path: string, edges: Adjacency): readonly string[] {
    const start = this.number(path);
    if (start < 0) return [];
    const seen = new Uint8Array(this.files.length);
    seen[start] = 1;
    const queue = [start];
    for (const node of queue) {
      for (const other of edges[node]!) {
        if (seen[other] === 1) continue;
        seen[other] = 1;
        queue.push(other);
      }
    }
    return this.named(queue.slice(1).sort((a, b) => a - b));
  }
}
