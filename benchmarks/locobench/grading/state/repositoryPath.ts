/** Longer paths are no names of files. */
const LONGEST = 400;

/** Devices of Windows, and what is not of the repository. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const CLOSED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv']);

/**
 * A path as somebody else wrote it, as one of the repository: relative, with slashes, without `.`.
 * @returns undefined where it leads outside, into a folder of tools (`.git`, `node_modules`, …), or is no path of a file
 */
export function repositoryPath(written: string): string | undefined {
  const text = written.trim().replaceAll('\\', '/');
  if (text === '' || text.length > LONGEST || text.startsWith('/') || text.startsWith('~') || text.endsWith('/')) {
    return undefined;
  }
  // eslint-disable-next-line no-control-regex -- none of these belongs into a name
  if (/[\u0000-\u001f\u007f<>:"|?*]/.test(text)) return undefined;
  const parts = text.split('/').filter((part) => part !== '.' && part !== '');
  // Windows drops dots and blanks at the end: `.git.` would be `.git`.
  const outside = parts.some(
    (part) => part === '..' || /[. ]$/.test(part) || RESERVED.test(part) || CLOSED_FOLDERS.has(part.toLowerCase()),
  );
  return outside || parts.length === 0 ? undefined : parts.join('/');
}
