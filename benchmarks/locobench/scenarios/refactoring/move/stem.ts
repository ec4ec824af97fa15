import path from 'node:path/posix';

/** A path without its ending. */
export function stem(file: string): string {
  return file.slice(0, file.length - path.extname(file).length);
}
