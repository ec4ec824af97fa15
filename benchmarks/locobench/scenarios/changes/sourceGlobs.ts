import picomatch from 'picomatch';
import type { RepositoryIndex } from '../../../../runtime/repository';

/** Names of tests beside sources; the first that tells them apart in a folder is taken. */
const names = [
  '*',
  '!(*.test|*.spec|*.suite|*.e2e|*_test|*-test|*_spec|*-spec)',
  '!(test_*|*_test|conftest|tests)',
  '!(*Test|*Tests|*TestCase|*Spec|*IT|Test*)',
] as const;

interface Listed {
  readonly path: string;
  readonly source: boolean;
}

/**
 * Globs that match every source of a repository and none of its tests, settings, generated and vendored files: what an answer may
 * change. As few as the names allow; a file that no pattern tells apart stands for itself.
 */
export function sourceGlobs(index: RepositoryIndex): readonly string[] {
  const files = index.files().map(({ path, kind }) => ({ path, source: kind === 'source' }));
  return globsBelow('', files);
}

function globsBelow(folder: string, files: readonly Listed[]): readonly string[] {
  const left = new Map<string, Listed[]>();
  const globs: string[] = [];
  for (const [extension, same] of grouped(files, ({ path }) => extensionOf(path))) {
    if (!same.some(({ source }) => source)) continue;
    const glob = names
      .map((name) => `${escaped(folder)}**/${name}${escaped(extension)}`)
      .find((each) => extension !== '' && tellsApart(each, same));
    if (glob === undefined) left.set(extension, same);
    else globs.push(glob);
  }
  const rest = [...left.values()].flat();
  const own = (path: string) => !path.slice(folder.length).includes('/');
  const here = rest.filter(({ path }) => own(path));
  for (const [extension, same] of grouped(here, ({ path }) => extensionOf(path))) {
    if (!same.some(({ source }) => source)) continue;
    const glob = names
      .map((name) => `${escaped(folder)}${name}${escaped(extension)}`)
      .find((each) => extension !== '' && tellsApart(each, same));
    globs.push(...(glob === undefined ? same.filter(({ source }) => source).map(({ path }) => escaped(path)) : [glob]));
  }
  const below = rest.filter(({ path }) => !own(path));
  const nameOf = (path: string) => path.slice(0, path.indexOf('/', folder.length) + 1);
  for (const [name, inside] of grouped(below, ({ path }) => nameOf(path))) globs.push(...globsBelow(name, inside));
  return globs.sort();
}

function tellsApart(glob: string, files: readonly Listed[]): boolean {
  // As grading matches.
  const matches = picomatch(glob, { dot: true });
  return files.every(({ path, source }) => matches(path) === source);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function extensionOf(path: string): string {
  return /[^/](\.[^./]+)$/.exec(path)?.[1] ?? '';
}

function escaped(text: string): string {
  return text.replace(/[\\^$*+?.()[\]{}|!@]/g, (sign) => (sign === '.' ? sign : `\\${sign}`));
}
