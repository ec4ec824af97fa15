import { RepositoryError, type ImportGraph, type RepositoryIndex } from '../../../../runtime/repository';

/** The index's own graph; where an index keeps none, it is built of the imports of its files. */
export function importGraphOf(index: RepositoryIndex): ImportGraph {
  try {
    return index.graph();
  } catch (error) {
    if (!(error instanceof RepositoryError) || error.kind !== 'not-indexed') throw error;
  }
  const files = index.files().map(({ path }) => path);
  return buildImportGraph(
    new Map(
      files.map((file) => [
        file,
        index.importsOf(file).flatMap(({ resolution }) => {
          if (resolution.kind === 'file') return [resolution.path];
          return resolution.kind === 'files' ? [...resolution.paths] : [];
        }),
      ]),
    ),
  );
}

/** @param imports files that each file imports */
export function buildImportGraph(imports: ReadonlyMap<string, readonly string[]>): ImportGraph {
  const files = [...imports.keys()].sort();
  const out = new Map<string, readonly string[]>();
  const into = new Map<string, string[]>(files.map((file) => [file, []]));
  for (const file of files) {
    const targets = [...new Set(imports.get(file))].filter((each) => each !== file && imports.has(each)).sort();
    out.set(file, targets);
    for (const target of targets) into.get(target)!.push(file);
  }
  const next = (file: string) => out.get(file) ?? [];
  const before = (file: string) => into.get(file) ?? [];
  const components = stronglyConnected(files, next);
  const layers = layersOf(components, next);
  const cycles = components
    .filter((members) => members.length > 1)
    .map((members) => [...members].sort())
    .sort((a, b) => b.length - a.length || (a[0]! < b[0]! ? -1 : 1));
  return {
    files,
    dependenciesOf: next,
    dependentsOf: before,
    transitiveDependencies: (file) => reached(file, next),
    transitiveDependents: (file) => reached(file, before),
    cycles: () => cycles,
    layer: (file) => layers.get(file) ?? 0,
    distances: (from) => {
      const found = new Map(from.map((file) => [file, 0]));
      const queue = [...from];
      // The list grows while it is gone through.
      for (const file of queue) {
        for (const each of [...next(file), ...before(file)]) {
          if (found.has(each)) continue;
          found.set(each, found.get(file)! + 1);
          queue.push(each);
        }
      }
      return found;
    },
    path: (from, to) => shortestWay(from, to, next),
  };
}

type Next = (file: string) => readonly string[];

function reached(from: string, next: Next): readonly string[] {
  const seen = new Set<string>([from]);
  const queue = [from];
  for (const file of queue) {
    for (const each of next(file)) {
      if (seen.has(each)) continue;
      seen.add(each);
      queue.push(each);
    }
  }
  seen.delete(from);
  return [...seen].sort();
}

function shortestWay(from: string, to: string, next: Next): readonly string[] | undefined {
  const came = new Map<string, string | undefined>([[from, undefined]]);
  const queue = [from];
  for (let at = 0; at < queue.length && !came.has(to); at++) {
    for (const each of next(queue[at]!)) {
      if (came.has(each)) continue;
      came.set(each, queue[at]);
      queue.push(each);
    }
  }
  if (!came.has(to)) return undefined;
  const way: string[] = [];
  for (let each: string | undefined = to; each !== undefined; each = came.get(each)) way.unshift(each);
  return way;
}

/** Tarjan's algorithm without recursion, which deep graphs would overflow. @returns components, those imported first */
function stronglyConnected(files: readonly string[], next: Next): readonly (readonly string[])[] {
  const number = new Map<string, number>();
  const low = new Map<string, number>();
  const open = new Set<string>();
  const stack: string[] = [];
  const components: string[][] = [];
  for (const start of files) {
    if (number.has(start)) continue;
    const work = [{ file: start, at: 0 }];
    while (work.length > 0) {
      const top = work.at(-1)!;
      const { file } = top;
      if (top.at === 0) {
        number.set(file, number.size);
        low.set(file, number.get(file)!);
        stack.push(file);
        open.add(file);
      }
      const target = next(file)[top.at];
      top.at += 1;
      if (target !== undefined) {
        if (!number.has(target)) work.push({ file: target, at: 0 });
        else if (open.has(target)) low.set(file, Math.min(low.get(file)!, number.get(target)!));
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.file;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(file)!));
      if (low.get(file) !== number.get(file)) continue;
      const members: string[] = [];
      for (let member = ''; member !== file; members.push(member)) {
        member = stack.pop()!;
        open.delete(member);
      }
      components.push(members);
    }
  }
  return components;
}

/** Longest distance to a file that imports nothing; a cycle counts as one place. */
function layersOf(components: readonly (readonly string[])[], next: Next): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  for (const members of components) {
    const own = new Set(members);
    const below = members.flatMap((file) => next(file)).filter((each) => !own.has(each));
    const layer = below.reduce((most, each) => Math.max(most, 1 + (layers.get(each) ?? 0)), 0);
    for (const file of members) layers.set(file, layer);
  }
  return layers;
}
