import path from 'node:path';

/**
 * A path as all ways to write it have in common: relative to the workspace, with slashes, without `.` and `..`; '.' is the workspace
 * itself. One that leads out of it stays absolute.
 * @param roots absolute folders that stand for the workspace, e.g. the copy of it that this answer worked in
 */
export function workspacePath(written: string, roots: readonly string[]): string {
  const slashed = written
    .trim()
    .replace(/^file:\/\//i, '')
    .replaceAll('\\', '/');
  const absolute = slashed.startsWith('/') || /^[A-Za-z]:\//.test(slashed);
  const plain = path.posix.normalize(slashed === '' ? '.' : slashed).replace(/(?<=.)\/$/, '');
  if (!absolute) return plain;
  for (const root of roots) {
    const folder = path.posix.normalize(root.replaceAll('\\', '/')).replace(/(?<=.)\/$/, '');
    if (plain === folder) return '.';
    if (plain.startsWith(`${folder}/`)) return plain.slice(folder.length + 1);
  }
  return plain;
}
