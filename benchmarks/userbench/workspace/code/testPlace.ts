/**
 * Where a test lies: beside sources, in a folder of tests at the root, or in one inside of the sources.
 * @param folders of sources
 */
export function testPlace(file: string, folders: ReadonlySet<string>): string {
  const parts = file.split('/');
  if (parts.slice(0, -1).some((part) => part === '__tests__')) return 'inner-folder';
  const at = parts.slice(0, -1).findIndex((part) => /^(?:tests?|specs?)$/.test(part));
  if (at === 0) return 'root-folder';
  if (at > 0) return folders.has(parts.slice(0, at).join('/')) ? 'inner-folder' : 'root-folder';
  return 'beside';
}
