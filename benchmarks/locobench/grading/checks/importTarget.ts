import path from 'node:path';

const SCRIPT_ENDS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.d.ts'];

/**
 * Whether an import that stands in a file means another file of the repository: relative paths of scripts and headers, modules of
 * Python, dotted and `::` paths by their last parts. Aliases of a configuration are not followed.
 *
 * @param specifier as it stands, without quotes
 */
export function importMeans(from: string, specifier: string, to: string): boolean {
  const extension = path.posix.extname(from);
  if (['.py', '.pyi'].includes(extension)) return pythonMeans(from, specifier, to);
  if (specifier.startsWith('.') || ['.c', '.h', '.cc', '.cpp', '.cxx', '.hpp', '.hh'].includes(extension)) {
    const joined = path.posix.join(path.posix.dirname(from), specifier);
    return scriptCandidates(joined).includes(to);
  }
  const parts = specifier.split(/::|[.\\/]/).filter((part) => part !== '' && part !== '*' && part !== 'crate');
  const stem = to.slice(0, to.length - path.posix.extname(to).length).split('/');
  // Java: the last two parts; a package alone, as in Go: the folder.
  const tail = parts.slice(-2).join('/');
  return (
    tail !== '' && (`/${stem.join('/')}`.endsWith(`/${tail}`) || `/${stem.slice(0, -1).join('/')}`.endsWith(`/${tail}`))
  );
}

function scriptCandidates(joined: string): string[] {
  const bare = joined.replace(/\.[mc]?js$/, '');
  const bases = bare === joined ? [joined] : [joined, bare];
  return bases.flatMap((base) => [
    ...SCRIPT_ENDS.map((end) => base + end),
    ...SCRIPT_ENDS.slice(1).map((end) => `${base}/index${end}`),
  ]);
}

function pythonMeans(from: string, specifier: string, to: string): boolean {
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(specifier) ?? [];
  const below = rest
    .split('.')
    .filter((part) => part !== '')
    .join('/');
  const ends = (base: string) => [`${base}.py`, `${base}/__init__.py`, `${base}.pyi`];
  if (dots !== '') {
    const folder = path.posix.join(path.posix.dirname(from), '../'.repeat(dots.length - 1) || '.');
    return ends(path.posix.join(folder, below)).includes(to) || (below === '' && path.posix.dirname(to) === folder);
  }
  return ends(below).some((end) => to === end || to.endsWith(`/${end}`));
}
