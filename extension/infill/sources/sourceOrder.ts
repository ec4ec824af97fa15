/** A file that may be read, and its size in bytes. */
export interface SizedFile {
  readonly path: string;
  readonly bytes: number;
}

/** Paths in the order in which they help a document: those in its folder first, then those in folders near by. */
export function nearestFirst(paths: readonly string[], document: string): readonly string[] {
  const own = folders(document);
  const distance = (path: string): number => {
    const other = folders(path);
    let common = 0;
    while (common < own.length && common < other.length && own[common] === other[common]) common += 1;
    return own.length - common + (other.length - common);
  };
  return paths
    .map((path) => ({ path, away: distance(path) }))
    .sort((a, b) => a.away - b.away || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

/** The first files that keep within a number of bytes; files of more than `largest` are passed over. */
export function withinBudget(files: readonly SizedFile[], bytes: number, largest: number): readonly string[] {
  const taken: string[] = [];
  let left = bytes;
  for (const file of files) {
    if (file.bytes > largest || file.bytes === 0) continue;
    if (file.bytes > left) break;
    left -= file.bytes;
    taken.push(file.path);
  }
  return taken;
}

function folders(path: string): readonly string[] {
  return path.split(/[\\/]/).slice(0, -1);
}
