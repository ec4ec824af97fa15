import path from 'node:path';
import { builtin, file, packageOf, unresolved, type OpenLanguageResolver, type Resolution } from './resolution';

/**
 * Modules as files: `mod a;` is a.rs or a/mod.rs beside or below the file; paths begin at the crate, at the module itself, or at the one above,
 * and end at a name in the last module that is a file. Crates of the workspace are known by their Cargo.toml.
 */
export const rustImports: OpenLanguageResolver = (view) => {
  const crates = view.paths
    .filter((each) => path.posix.basename(each) === 'Cargo.toml')
    .flatMap((each) => {
      const folder = path.posix.dirname(each);
      const name = /^\s*\[package\][^[]*?^\s*name\s*=\s*"([^"]+)"/ms.exec(view.read(each) ?? '')?.[1];
      const root = ['src/lib.rs', 'src/main.rs']
        .map((tail) => path.posix.join(folder, tail))
        .find((at) => view.has(at));
      return [{ folder, name: name?.replaceAll('-', '_'), root }];
    })
    .sort((a, b) => b.folder.length - a.folder.length);

  const crateOf = (from: string) => crates.find(({ folder }) => folder === '.' || from.startsWith(`${folder}/`));

  /** Folder in which the modules of a file lie. */
  function folderOf(module: string): string {
    const folder = path.posix.dirname(module);
    const stem = path.posix.basename(module, '.rs');
    return ['mod', 'lib', 'main'].includes(stem) ? folder : path.posix.join(folder, stem);
  }

  function child(module: string, name: string): string | undefined {
    const folder = folderOf(module);
    return [`${name}.rs`, `${name}/mod.rs`].map((tail) => path.posix.join(folder, tail)).find((at) => view.has(at));
  }

  function parent(module: string): string | undefined {
    const folder = path.posix.dirname(module);
    const above = path.posix.basename(module) === 'mod.rs' ? path.posix.dirname(folder) : folder;
    const candidates = [`${above}.rs`, ...['mod.rs', 'lib.rs', 'main.rs'].map((name) => path.posix.join(above, name))];
    return candidates.find((at) => at !== module && view.has(at));
  }

  function descend(start: string, names: readonly string[]): Resolution {
    let at = start;
    for (const name of names) {
      const next = child(at, name);
      if (next === undefined) break;
      at = next;
    }
    return file(at);
  }

  return {
    resolve(from, { specifier, form }) {
      const parts = specifier.split('::').filter((part) => part !== '' && part !== '*');
      const [first = '', ...rest] = parts;
      if (form === 'submodule') {
        const found = child(from, specifier);
        return found === undefined ? unresolved(`there is no file of the module ${specifier}`) : file(found);
      }
      const crate = crateOf(from);
      if (first === 'crate') {
        return crate?.root === undefined
          ? unresolved('the crate has no src/lib.rs or src/main.rs')
          : descend(crate.root, rest);
      }
      if (first === 'self') return descend(from, rest);
      if (first === 'super') {
        let at: string | undefined = from;
        let skip = 0;
        for (const part of parts) {
          if (part !== 'super' || at === undefined) break;
          at = parent(at);
          skip++;
        }
        return at === undefined ? unresolved('there is no module above') : descend(at, parts.slice(skip));
      }
      if (['std', 'core', 'alloc', 'proc_macro', 'test'].includes(first)) return builtin;
      const other = crates.find(({ name }) => name === first);
      if (other?.root !== undefined) return descend(other.root, rest);
      // A module of one's own, named without `self`.
      if (child(from, first) !== undefined) return descend(from, parts);
      return packageOf(first);
    },
  };
};
