import path from 'node:path';
import {
  builtin,
  file,
  filesOf,
  packageOf,
  unresolved,
  type OpenLanguageResolver,
  type Resolution,
} from './resolution';
import { pythonStandardLibrary } from './pythonStandardLibrary';

/**
 * Absolute imports are looked for from each folder that modules are found from: the root, `src`, and the folder above every topmost package;
 * in the file's own folder only where that is no package, as for scripts. `from . import b` means `b.py` where there is one.
 */
export const pythonImports: OpenLanguageResolver = (view) => {
  const roots = importRoots(view.paths);
  const isPackage = (folder: string): boolean => view.has(join(folder, '__init__.py'));
  const folders = new Set(view.paths.map((each) => path.posix.dirname(each)));

  function moduleAt(base: string): string | undefined {
    return [`${base}.py`, `${base}/__init__.py`, `${base}.pyi`, `${base}/__init__.pyi`].find((each) => view.has(each));
  }

  /** The module, and those of its own modules that are imported by name. */
  function withNames(base: string, names: readonly string[]): Resolution | undefined {
    const own = moduleAt(base);
    const submodules = names.flatMap((name) => moduleAt(join(base, name)) ?? []);
    // A name that is a module is what is meant; the package around it runs too, but says nothing of its own.
    const others = names.length > submodules.length || submodules.length === 0;
    return filesOf([...(own !== undefined && others ? [own] : []), ...submodules]);
  }

  return {
    resolve(from, { specifier, bindings }) {
      const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
      const rest = specifier.slice(dots).replaceAll('.', '/');
      const names = bindings.map(({ imported }) => imported).filter((name) => name !== '*');
      const here = path.posix.dirname(from);
      if (dots > 0) {
        const folder = path.posix.join(here, ...Array<string>(dots - 1).fill('..'));
        if (folder.startsWith('..')) return unresolved('it leads out of the repository');
        return withNames(join(folder, rest), names) ?? unresolved(`there is no module ${specifier}`);
      }
      const [top = ''] = rest.split('/');
      for (const root of isPackage(here) ? roots : [here, ...roots]) {
        const found = withNames(join(root, rest), names);
        if (found !== undefined) return found;
        // Part of a namespace package, or an attribute of a module: as far as files go.
        if (
          rest.includes('/') &&
          (moduleAt(join(root, top)) ?? (folders.has(join(root, top)) ? '' : undefined)) !== undefined
        ) {
          for (let end = rest.lastIndexOf('/'); end > 0; end = rest.lastIndexOf('/', end - 1)) {
            const module = moduleAt(join(root, rest.slice(0, end)));
            if (module !== undefined) return file(module);
          }
        }
      }
      return pythonStandardLibrary.has(top) ? builtin : packageOf(top);
    },
  };
};

function join(folder: string, name: string): string {
  return name === '' ? folder : path.posix.join(folder, name);
}

/** Folders that hold topmost packages, nearest to the root first. */
function importRoots(paths: readonly string[]): readonly string[] {
  const packages = new Set(
    paths.filter((each) => each.endsWith('/__init__.py')).map((each) => path.posix.dirname(each)),
  );
  const roots = new Set(['.', 'src']);
  for (const folder of packages) {
    const above = path.posix.dirname(folder);
    if (!packages.has(above)) roots.add(above);
  }
  return [...roots].sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}
