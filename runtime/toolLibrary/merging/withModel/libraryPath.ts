import path from 'node:path';

/**
 * Where a new module goes: into the deepest folder that holds all of its tools' files, under the name of its topic.
 *
 * @param ending with its dot
 * @param taken paths that are not free
 */
export function libraryPath(
  topic: string,
  files: readonly string[],
  ending: string,
  taken: (file: string) => boolean,
): string {
  const folder = files.map((file) => path.posix.dirname(file)).reduce(common);
  const words = topic.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  // Digits may not begin a module's name, and words of a language may not be one.
  const stem = ['shared', ...words.slice(0, 3)].join('_');
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number === 1 ? '' : `_${String(number)}`}${ending}`;
    const file = folder === '.' ? name : `${folder}/${name}`;
    if (!taken(file)) return file;
  }
}

function common(a: string, b: string): string {
  const [left, right] = [a.split('/'), b.split('/')];
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length === 0 ? '.' : left.slice(0, length).join('/');
}
