import path from 'node:path';

/**
 * A path as tools write it: relative to the workspace's first folder, with slashes, or absolute.
 * @returns the absolute path; undefined when it lies in none of the folders
 */
export function insideWorkspace(written: string, roots: readonly string[]): string | undefined {
  const [first] = roots;
  if (first === undefined) return undefined;
  const absolute = path.resolve(first, written);
  return roots.some((root) => isInside(root, absolute)) ? absolute : undefined;
}

/** A path as tools write it. */
export function asWritten(absolute: string, roots: readonly string[]): string {
  const [first] = roots;
  if (first === undefined || !isInside(first, absolute)) return absolute.split(path.sep).join('/');
  return path.relative(first, absolute).split(path.sep).join('/');
}

function isInside(root: string, absolute: string): boolean {
  const relative = path.relative(root, absolute);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
