import type { Node } from '@vscode/tree-sitter-wasm';
import type { RawImport } from '../../../repository';
import { languageOfFile } from '../../../syntax';
import {
  isUnwritable,
  namesOf,
  readDeclaration,
  scriptExports,
  type Binding,
  type CollectionFile,
  type CollectionFiles,
  type FileNames,
  type Reference,
  type ScriptExports,
} from '../../merging';

/** What a name stands for: something that a file declares at its top, or a file as a whole. */
export type Meaning =
  | { readonly kind: 'name'; readonly path: string; readonly name: string }
  | { readonly kind: 'module'; readonly path: string }
  /** `import a.b.c`: `a` leads to a file only with what follows it. */
  | { readonly kind: 'dotted'; readonly from: string; readonly raw: RawImport };

/** Names across the files of a workspace: through imports, aliases, re-exports and namespaces. */
export class WorkspaceNames {
  private readonly names = new Map<string, FileNames>();
  private readonly exports = new Map<string, ScriptExports>();
  private readonly known = new Map<readonly Binding[], readonly Meaning[]>();

  constructor(readonly files: CollectionFiles) {}

  of(path: string): FileNames | undefined {
    const known = this.names.get(path);
    const file = this.files.get(path);
    if (known !== undefined || file === undefined) return known;
    const names = namesOf(file);
    this.names.set(path, names);
    return names;
  }

  /** All that a name may stand for where it is used; more than one where it is bound several times. */
  meanings(path: string, { name, scope }: Pick<Reference, 'name' | 'scope'>): readonly Meaning[] {
    const found = scope.find(name);
    if (found === undefined) return this.starred(path, name, new Set());
    const known = this.known.get(found.bindings);
    if (known !== undefined) return known;
    const isTop = found.scope === this.of(path)?.module;
    const meanings = found.bindings.flatMap((each) => this.ofBinding(path, name, each, isTop, new Set()));
    this.known.set(found.bindings, meanings);
    return meanings;
  }

  /** What a file gives others under a name. */
  exported(path: string, name: string, seen = new Set<string>()): readonly Meaning[] {
    const key = `${path}#${name}`;
    const file = this.files.get(path);
    const names = this.of(path);
    if (file === undefined || names === undefined || seen.has(key)) return [];
    seen.add(key);
    if (languageOfFile(path) === 'python') {
      const bindings = names.module.bindings.get(name);
      if (bindings !== undefined) return bindings.flatMap((each) => this.ofBinding(path, name, each, true, seen));
      return this.submodule(path, name) ?? this.starred(path, name, seen);
    }
    const local = this.exportsOf(file).local.get(name);
    if (local !== undefined) {
      const bindings = names.module.bindings.get(local) ?? [];
      return bindings.flatMap((each) => this.ofBinding(path, local, each, true, seen));
    }
    // A function that has no name but this one.
    if (name === 'default' && !isUnwritable(readDeclaration(file, name))) return [{ kind: 'name', path, name }];
    for (const raw of file.facts.imports.filter(({ form }) => form === 'reexport')) {
      const binding = raw.bindings.find((each) => each.local === name);
      if (binding === undefined) continue;
      return this.files
        .resolve(path, raw)
        .flatMap((to): readonly Meaning[] =>
          binding.imported === '*' ? [{ kind: 'module', path: to }] : this.exported(to, binding.imported, seen),
        );
    }
    return this.starred(path, name, seen);
  }

  /** Name under which a file gives a function of its own to others; undefined: it keeps it. */
  exportedAs(path: string, local: string): string | undefined {
    const file = this.files.get(path);
    if (file === undefined) return undefined;
    if (languageOfFile(path) === 'python' || local === 'default') return local;
    const found = [...this.exportsOf(file).local].filter(([, each]) => each === local).map(([name]) => name);
    return found.find((name) => name !== 'default') ?? found[0];
  }

  exportsOf(file: CollectionFile): ScriptExports {
    const known = this.exports.get(file.path);
    if (known !== undefined) return known;
    const read = scriptExports(file.tree);
    this.exports.set(file.path, read);
    return read;
  }

  /** Whether `name` is a module inside a package. */
  submodule(path: string, name: string): readonly Meaning[] | undefined {
    if (!/(^|\/)__init__\.py$/.test(path)) return undefined;
    const folder = path.slice(0, -'__init__.py'.length);
    const found = [`${folder}${name}.py`, `${folder}${name}/__init__.py`].find((each) => this.files.has(each));
    return found === undefined ? undefined : [{ kind: 'module', path: found }];
  }

  private starred(path: string, name: string, seen: Set<string>): readonly Meaning[] {
    const python = languageOfFile(path) === 'python';
    if (python && name.startsWith('_')) return [];
    return (this.files.get(path)?.facts.imports ?? [])
      .filter(({ form }) => python || form === 'reexport')
      .filter(({ bindings }) => bindings.some(({ imported, local }) => imported === '*' && local === undefined))
      .flatMap((raw) => this.files.resolve(path, raw).flatMap((to) => this.exported(to, name, seen)));
  }

  private ofBinding(
    path: string,
    name: string,
    { kind, node }: Binding,
    isTop: boolean,
    seen: Set<string>,
  ): readonly Meaning[] {
    const raw = this.rawImport(path, name, node, kind);
    if (raw === undefined) return isTop ? [{ kind: 'name', path, name }] : [];
    const binding = raw.bindings.find(({ local }) => local === name);
    if (binding === undefined) return [];
    if (binding.imported === '*') {
      if (raw.specifier.includes('.') && !raw.specifier.startsWith('.') && languageOfFile(path) === 'python') {
        if (raw.specifier.split('.')[0] === name) return [{ kind: 'dotted', from: path, raw }];
      }
      return this.files.resolve(path, raw).map((to) => ({ kind: 'module', path: to }));
    }
    if (languageOfFile(path) !== 'python') {
      return this.files.resolve(path, raw).flatMap((to) => this.exported(to, binding.imported, seen));
    }
    const own = this.files.resolve(path, { ...raw, bindings: [] });
    return this.files
      .resolve(path, { ...raw, bindings: [binding] })
      .flatMap((to): readonly Meaning[] =>
        own.includes(to) ? this.exported(to, binding.imported, seen) : [{ kind: 'module', path: to }],
      );
  }

  /** The import that a declaration is, or holds (`require`). */
  private rawImport(path: string, name: string, node: Node, kind: Binding['kind']): RawImport | undefined {
    if (kind !== 'import' && (kind !== 'value' || languageOfFile(path) === 'python')) return undefined;
    const [from, to] = [node.startPosition, node.endPosition];
    return this.files.get(path)?.facts.imports.find(({ range: { start }, bindings }) => {
      const isAfter = start.line > from.row || (start.line === from.row && start.column >= from.column);
      const isBefore = start.line < to.row || (start.line === to.row && start.column < to.column);
      return isAfter && isBefore && bindings.some(({ local }) => local === name);
    });
  }
}
