/** Relative imports, and references inside of a file and over such imports: what the rest of the index is built on until all rules are there. */
import path from 'node:path';
import type { RawImport, RawReference, RepositoryView } from './extraction/types';
import type { CodeSymbol, ImportEdge } from './types';

export interface ImportResolver {
  resolve(from: string, raw: RawImport): ImportEdge['resolution'];
}

const endings = [
  '',
  '.ts',
  '.tsx',
  '.d.ts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.tsx',
  '/index.js',
];

export function openImportResolver(view: RepositoryView): ImportResolver {
  return { resolve: (from, raw) => (from.endsWith('.py') ? python(view, from, raw) : script(view, from, raw)) };
}

function script(view: RepositoryView, from: string, { specifier }: RawImport): ImportEdge['resolution'] {
  if (!/^\.\.?(\/|$)/.test(specifier)) {
    if (/^(node:|@types\/)/.test(specifier)) return { kind: 'builtin' };
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
    return name === undefined ? { kind: 'unresolved', reason: 'no such file' } : { kind: 'package', name };
  }
  const base = path.posix.join(path.posix.dirname(from), specifier);
  const bases = [base, base.replace(/\.[mc]?js$/, '')];
  for (const one of bases) {
    for (const ending of endings) if (view.has(one + ending)) return { kind: 'file', path: one + ending };
  }
  return { kind: 'unresolved', reason: `there is no file ${base}` };
}

function python(view: RepositoryView, from: string, { specifier }: RawImport): ImportEdge['resolution'] {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const rest = specifier.slice(dots).replaceAll('.', '/');
  const folders =
    dots > 0
      ? [path.posix.join(path.posix.dirname(from), ...Array<string>(dots - 1).fill('..'))]
      : [path.posix.dirname(from), '.', 'src'];
  for (const folder of folders) {
    const base = path.posix.join(folder, rest);
    for (const one of [`${base}.py`, `${base}/__init__.py`]) if (view.has(one)) return { kind: 'file', path: one };
  }
  if (dots > 0) return { kind: 'unresolved', reason: `there is no module ${specifier}` };
  return { kind: 'package', name: specifier.split('.')[0] ?? specifier };
}

export interface TargetReader {
  symbols(path: string): readonly CodeSymbol[];
  edges(path: string): readonly (ImportEdge & { readonly raw: RawImport })[];
}

export function targetOf(file: string, reference: RawReference, reader: TargetReader): string | undefined {
  const { name, qualifier, local } = reference;
  if (local) return undefined;
  if (qualifier === 'this' || qualifier === 'self') {
    const around = reference.within === undefined ? undefined : reader.symbols(file)[reference.within];
    return reader
      .symbols(file)
      .find((one) => one.name === name && one.container.join('.') === around?.container.join('.'))?.id;
  }
  if (qualifier === undefined) {
    const own = reader.symbols(file).find((one) => one.name === name && one.container.length === 0);
    if (own !== undefined) return own.id;
  }
  for (const edge of reader.edges(file)) {
    if (edge.resolution.kind !== 'file') continue;
    const target = edge.resolution.path;
    for (const { imported, local: here } of edge.raw.bindings) {
      const wanted =
        qualifier === undefined
          ? here === name
            ? imported
            : undefined
          : imported === '*' && here === qualifier
            ? name
            : undefined;
      if (wanted === undefined) continue;
      const found = reader.symbols(target).find((one) => one.name === wanted && one.container.length === 0);
      if (found !== undefined) return found.id;
    }
  }
  return undefined;
}
