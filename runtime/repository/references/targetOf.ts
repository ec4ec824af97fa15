import type { RawImport, RawReference } from '../extraction/types';
import type { CodeSymbol, ImportEdge } from '../types';

export type ReadEdge = ImportEdge & { readonly raw: RawImport };

/** Facts of files, quick to ask for again. */
export interface TargetReader {
  symbols(path: string): readonly CodeSymbol[];
  edges(path: string): readonly ReadEdge[];
}

/**
 * The definition that a reference means: of its own file, or imported, also through files that only hand names on. Where there is doubt,
 * there is no answer: what values are is not known, so members are found only through `this`, `self`, classes, enums and whole modules.
 *
 * @returns id of a symbol
 */
export function targetOf(file: string, reference: RawReference, reader: TargetReader): string | undefined {
  const { name, qualifier, local } = reference;
  if (local) return undefined;
  if (qualifier === undefined) return scopeSymbol(file, name, reference, reader)?.id;
  if (qualifier === 'this' || qualifier === 'self' || qualifier === 'cls') {
    const around = classAround(file, reference, reader);
    return around === undefined ? undefined : member(file, around, name, reader)?.id;
  }
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(qualifier)) return undefined;
  const module = moduleNamed(file, qualifier, reader);
  if (module !== undefined) return exportedSymbol(module, name, reader)?.id;
  const owner = scopeSymbol(file, qualifier, reference, reader);
  if (owner === undefined || !['class', 'enum', 'struct', 'interface', 'trait', 'module'].includes(owner.kind))
    return undefined;
  return member(owner.path, [...owner.container, owner.name], name, reader)?.id;
}

/** What a name alone means: the innermost definition around it in its file, then what is imported under it. */
function scopeSymbol(
  file: string,
  name: string,
  { within }: RawReference,
  reader: TargetReader,
): CodeSymbol | undefined {
  const symbols = reader.symbols(file);
  const around = within === undefined ? undefined : symbols[within];
  const scope = around === undefined ? [] : [...around.container, around.name];
  // Members of a class are not in scope by their bare names, except in languages where they are.
  const bareMembers = /\.(java|cs|cc|cpp|cxx|h|hpp|hh)$/.test(file);
  for (let length = scope.length; length >= 0; length--) {
    const container = scope.slice(0, length);
    const owner = symbols.find((each) => sameNames([...each.container, each.name], container));
    if (!bareMembers && owner !== undefined && ['class', 'interface', 'struct', 'trait', 'enum'].includes(owner.kind))
      continue;
    const here = symbols.filter((each) => each.name === name && sameNames(each.container, container));
    // The innermost scope that knows the name decides, also where it leaves a doubt.
    if (here.length > 0) return only(here);
  }
  const imported = new Map<string, CodeSymbol>();
  for (const { raw, resolution } of reader.edges(file)) {
    if (resolution.kind !== 'file' || raw.form === 'reexport') continue;
    for (const binding of raw.bindings) {
      if (binding.local !== name || binding.imported === '*') continue;
      const found = exportedSymbol(resolution.path, binding.imported, reader);
      if (found !== undefined) imported.set(found.id, found);
    }
  }
  return imported.size === 1 ? [...imported.values()][0] : undefined;
}

/** The file that a name stands for as a whole: `import * as a`, `const a = require()`, Python's `import a`. */
function moduleNamed(file: string, name: string, reader: TargetReader): string | undefined {
  const paths = new Set<string>();
  for (const { raw, resolution } of reader.edges(file)) {
    if (resolution.kind !== 'file' || raw.form === 'reexport') continue;
    if (raw.bindings.some(({ imported, local }) => imported === '*' && local === name)) paths.add(resolution.path);
  }
  return paths.size === 1 ? [...paths][0] : undefined;
}

/**
 * What a file gives under a name, itself or handed on.
 * @param seen files and names that were looked at: files that hand on each other's names, all of them, are looked at once
 */
function exportedSymbol(
  file: string,
  name: string,
  reader: TargetReader,
  seen = new Set<string>(),
): CodeSymbol | undefined {
  const key = `${file}\0${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const topmost = reader.symbols(file).filter(({ container }) => container.length === 0);
  if (name === 'default') {
    const own = only(topmost.filter(({ signature }) => /^export default\b/.test(signature)));
    if (own !== undefined) return own;
  } else {
    const named = topmost.filter((each) => each.name === name);
    // What is not exported under its name may be so by a list; what is exported is meant rather than what is not.
    const own = only(named.some(({ exported }) => exported) ? named.filter(({ exported }) => exported) : named);
    if (own !== undefined) return own;
  }
  const found = new Map<string, CodeSymbol>();
  const add = (symbol: CodeSymbol | undefined): void => {
    if (symbol !== undefined) found.set(symbol.id, symbol);
  };
  for (const { raw, resolution } of reader.edges(file)) {
    if (resolution.kind !== 'file') continue;
    for (const { imported, local } of raw.bindings) {
      if (imported === '*' && local === undefined) {
        if (name !== 'default') add(exportedSymbol(resolution.path, name, reader, seen));
      } else if ((local ?? imported) === name && imported !== '*') {
        add(exportedSymbol(resolution.path, imported, reader, seen));
      }
    }
  }
  return found.size === 1 ? [...found.values()][0] : undefined;
}

/** Names of the class that a reference stands in, outermost first. */
function classAround(file: string, { within }: RawReference, reader: TargetReader): readonly string[] | undefined {
  const symbols = reader.symbols(file);
  let names: readonly string[] = [];
  if (within !== undefined) {
    const around = symbols[within];
    if (around !== undefined) names = [...around.container, around.name];
  }
  for (; names.length > 0; names = names.slice(0, -1)) {
    const owner = symbols.find((each) => sameNames([...each.container, each.name], names));
    if (owner !== undefined && ['class', 'struct', 'trait', 'interface', 'enum'].includes(owner.kind)) return names;
  }
  return undefined;
}

function member(
  file: string,
  container: readonly string[],
  name: string,
  reader: TargetReader,
): CodeSymbol | undefined {
  return only(reader.symbols(file).filter((each) => each.name === name && sameNames(each.container, container)));
}

/** The only one; of overloads, and of a getter with its setter, the first. */
function only(symbols: readonly CodeSymbol[]): CodeSymbol | undefined {
  const [first] = symbols;
  if (first === undefined || symbols.length === 1) return first;
  const functions = symbols.every(
    ({ kind, path }) => ['function', 'method', 'constructor'].includes(kind) && path === first.path,
  );
  return functions ? first : undefined;
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => name === right[index]);
}
