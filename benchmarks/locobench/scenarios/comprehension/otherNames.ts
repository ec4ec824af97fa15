/** Ways in which code comes to a definition without its name, or hands it on as a value: then nobody can list its calls. */
import type { CodeSymbol, Reference, RepositoryIndex } from '../../../../runtime/repository';

/** Code before a name that is looked at. */
const BEFORE = 2000;

/** Whether some code may call it by a name that does not lead back to it. */
export function hasOtherNames(index: RepositoryIndex, symbol: CodeSymbol): boolean {
  const { name, path } = symbol;
  // Whoever imports a default names it as he likes.
  if (isDefault(index, symbol)) return true;
  for (const reference of index.referencesNamed(name)) {
    if (reference.role !== 'import') continue;
    const local = /^\s+as\s+([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(after(index, reference))?.[1];
    if (local === undefined || local === name) continue;
    // Another name in one file is followed; one that is handed on to other files is not.
    const elsewhere = index.referencesNamed(local).some((each) => each.path !== reference.path);
    if (elsewhere || isHandedOnAs(index, reference.path, local)) return true;
  }
  return index.importersOf(path).some((importer) => takesApart(index, importer, path, name));
}

function isDefault(index: RepositoryIndex, { name, path, signature }: CodeSymbol): boolean {
  if (/^export\s+default\b/.test(signature) || name === 'exports' || name === 'default') return true;
  const text = index.text(path);
  return new RegExp(`(?:export\\s+default|module\\.exports\\s*=)\\s+(?:await\\s+)?${name}\\s*;?\\s*$`, 'm').test(text);
}

function isHandedOnAs(index: RepositoryIndex, path: string, local: string): boolean {
  return new RegExp(`export\\s*\\{[^}]*\\b${escaped(local)}\\b`).test(index.text(path));
}

/** `const { name: other } = require(…)` makes a variable, which is followed no further. */
function takesApart(index: RepositoryIndex, importer: string, path: string, name: string): boolean {
  const parts = new RegExp(`\\{[^{}]*\\b${escaped(name)}\\s*:\\s*[\\w$]+[^{}]*\\}\\s*=\\s*(?:await\\s+)?$`);
  return index.importsOf(importer).some(({ resolution, range, names }) => {
    if (resolution.kind !== 'file' || resolution.path !== path || !names.includes(name)) return false;
    return parts.test(before(index.text(importer), range.start));
  });
}

/** Used as a value, apart from being exported under its own name: something else may call it. */
export function isHandedOn(index: RepositoryIndex, { path, role, range, name }: Reference): boolean {
  if (role === 'write') return true;
  if (role !== 'read') return false;
  const text = before(index.text(path), range.start);
  if (/(?:exports|export\s*=|export)\s*(?:=\s*)?\{[\w\s,:$]*$/.test(text)) {
    const key = /([\w$]+)\s*:\s*$/.exec(text)?.[1];
    const renamed = /^\s+as\s+/.test(after(index, { path, range }));
    return renamed || (key !== undefined && key !== name);
  }
  return !new RegExp(`exports\\.${escaped(name)}\\s*=\\s*$`).test(text);
}

/** A class that is only asked about, or whose own members are used, is not handed on. */
export function isClassHandedOn(index: RepositoryIndex, reference: Reference): boolean {
  if (reference.role !== 'read' || !isHandedOn(index, reference)) return false;
  const text = before(index.text(reference.path), reference.range.start);
  return !/\b(?:instanceof|extends|typeof)\s+$/.test(text) && !/^\s*(?:\?\.|\.|::)/.test(after(index, reference));
}

/**
 * Whether a file's exports leave it under names that are not in it, or all at once: re-exports, `import *` that is used as a value,
 * `default`, lists with `as`.
 */
export function exportsAreHandedOn(index: RepositoryIndex, path: string): boolean {
  const own = index.text(path);
  if (
    /export\s+default\b|export\s*(?:type\s*)?\{[^}]*\bas\b|export\s+(?:type\s+)?(?:\*|\{[^}]*\}\s*from\b)|module\.exports\s*=\s*(?!\{)/.test(
      own,
    )
  )
    return true;
  return index.importersOf(path).some((file) =>
    index.importsOf(file).some(({ resolution, names, range }) => {
      if (resolution.kind !== 'file' || resolution.path !== path) return false;
      if (names.includes('default') || names.length === 0) return true;
      return names.includes('*') && isUsedWhole(index.text(file), range);
    }),
  );
}

function isUsedWhole(text: string, { start, end }: Reference['range']): boolean {
  const lines = text.split('\n');
  const statement = lines.slice(start.line, end.line + 1).join('\n');
  const name = /\*\s*as\s+([\w$]+)|([\w$]+)\s*=\s*(?:await\s+)?(?:require|import)\s*\(/.exec(statement);
  const local = name?.[1] ?? name?.[2];
  if (local === undefined || /^\s*export\b/.test(statement)) return true;
  const rest = [...lines.slice(0, start.line), ...lines.slice(end.line + 1)].join('\n');
  return new RegExp(`(?<![\\w$.])${escaped(local)}(?![\\w$])(?!\\s*\\??\\.\\s*[\\w$])`).test(rest);
}

function before(text: string, { line, column }: Reference['range']['start']): string {
  const lines = text.split('\n');
  return [...lines.slice(Math.max(0, line - 60), line), (lines[line] ?? '').slice(0, column)].join('\n').slice(-BEFORE);
}

function after(index: RepositoryIndex, { path, range }: Pick<Reference, 'path' | 'range'>): string {
  return (index.text(path).split('\n')[range.end.line] ?? '').slice(range.end.column);
}

function escaped(name: string): string {
  return name.replace(/[$]/g, '\\$&');
}
