import path from 'node:path/posix';
import type { ResolveModule } from './usage/usageClosure';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** What a module's name means among the files of a collection. @param files their paths */
export function moduleResolver(files: ReadonlySet<string>): ResolveModule {
  const byPythonName = new Map<string, string[]>();
  for (const file of files) {
    if (!file.endsWith('.py')) continue;
    const parts = file.replace(/(\/__init__)?\.py$/, '').split('/');
    const last = parts.at(-1) ?? '';
    const known = byPythonName.get(last);
    if (known === undefined) byPythonName.set(last, [file]);
    else known.push(file);
  }
  return (from, module) =>
    from.endsWith('.py') ? pythonModule(from, module, files, byPythonName) : relativeModule(from, module, files);
}

/** Relative ones only: what packages mean is not part of the collection. */
function relativeModule(from: string, module: string, files: ReadonlySet<string>): string | undefined {
  if (!module.startsWith('.')) return undefined;
  const base = path.join(path.dirname(from), module);
  // TypeScript writes `./x.js` for what is `x.ts`.
  const bare = base.replace(/\.([cm]?)jsx?$/, '');
  const candidates = [base, ...extensions.map((each) => base + each), ...extensions.map((each) => bare + each)];
  candidates.push(...extensions.map((each) => `${base}/index${each}`));
  return candidates.find((each) => files.has(each));
}

function pythonModule(
  from: string,
  module: string,
  files: ReadonlySet<string>,
  byName: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const dots = /^\.*/.exec(module)![0].length;
  const parts = module
    .slice(dots)
    .split('.')
    .filter((each) => each !== '');
  if (dots > 0) {
    let folder = path.dirname(from);
    for (let up = 1; up < dots; up++) folder = path.dirname(folder);
    const base = path.join(folder, ...parts);
    return [`${base}.py`, `${base}/__init__.py`].find((each) => files.has(each));
  }
  // A folder above that the interpreter starts from: the nearest one that has it.
  const tail = parts.join('/');
  const matches = (byName.get(parts.at(-1) ?? '') ?? []).filter((file) => {
    const bare = file.replace(/(\/__init__)?\.py$/, '');
    return bare === tail || bare.endsWith(`/${tail}`);
  });
  const shared = (file: string): number => {
    const own = path.dirname(from).split('/');
    const other = file.split('/');
    let same = 0;
    while (same < own.length && own[same] === other[same]) same++;
    return same;
  };
  return [...matches].sort((a, b) => shared(b) - shared(a) || a.length - b.length)[0];
}
