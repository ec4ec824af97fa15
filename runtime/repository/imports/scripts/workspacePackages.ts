import path from 'node:path';
import { z } from 'zod';
import type { RepositoryView } from '../../extraction/types';

const schema = z.object({
  name: z.string().optional(),
  main: z.string().optional(),
  module: z.string().optional(),
  types: z.string().optional(),
  source: z.string().optional(),
  exports: z.unknown().optional(),
  imports: z.record(z.string(), z.unknown()).optional(),
});

type Manifest = z.infer<typeof schema>;

export interface WorkspacePackages {
  /** Where a package's folder says that it begins, for an import of the folder. */
  mainOf(folder: string): string | undefined;
  /** Places that a name of a package of this repository may mean, best first; undefined: no such package is here. */
  entriesOf(specifier: string): readonly string[] | undefined;
  /** Of `#name`: by the nearest package.json above. */
  ownImports(from: string, specifier: string): readonly string[];
}

/** The package.json files of the repository: its own package, and those of its workspaces. */
export function openWorkspacePackages(view: RepositoryView): WorkspacePackages {
  const manifests = new Map<string, Manifest>();
  const byName = new Map<string, string>();
  for (const file of view.paths) {
    if (path.posix.basename(file) !== 'package.json') continue;
    const parsed = schema.safeParse(json(view.read(file)));
    if (!parsed.success) continue;
    const folder = path.posix.dirname(file);
    manifests.set(folder, parsed.data);
    const { name } = parsed.data;
    // The outermost one of a name: the others are fixtures and copies.
    if (name !== undefined && (byName.get(name)?.length ?? Infinity) > folder.length) byName.set(name, folder);
  }

  /** A built file stands for its source where only that is in the repository. */
  function withSources(folder: string, target: string): readonly string[] {
    const place = path.posix.join(folder, target);
    const bare = target.replace(/^\.\//, '').replace(/\.(d\.[mc]?ts|[mc]?[jt]s)$/, '');
    const [top = '', ...rest] = bare.split('/');
    const inside = ['dist', 'build', 'lib', 'out', 'es', 'esm', 'cjs'].includes(top) ? rest.join('/') : bare;
    return [place, ...['src', '.', 'lib'].map((each) => path.posix.join(folder, each, inside))];
  }

  return {
    mainOf(folder) {
      const manifest = manifests.get(folder);
      const main = manifest?.source ?? manifest?.main ?? manifest?.module;
      return main === undefined || path.posix.normalize(main) === '.' ? undefined : path.posix.join(folder, main);
    },
    entriesOf(specifier) {
      const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
      const folder = byName.get(name);
      if (folder === undefined) return undefined;
      const manifest = manifests.get(folder) ?? {};
      const below = specifier.slice(name.length + 1);
      const exported = exportTargets(manifest.exports, below === '' ? '.' : `./${below}`);
      if (below !== '')
        return [...exported.flatMap((each) => withSources(folder, each)), ...withSources(folder, below)];
      const mains = [manifest.source, manifest.main, manifest.module, manifest.types].filter(
        (each) => each !== undefined,
      );
      return [...[...exported, ...mains].flatMap((each) => withSources(folder, each)), ...withSources(folder, 'index')];
    },
    ownImports(from, specifier) {
      for (let folder = path.posix.dirname(from); ; folder = path.posix.dirname(folder)) {
        const imports = manifests.get(folder)?.imports;
        if (imports !== undefined)
          return exportTargets(imports, specifier).flatMap((each) => withSources(folder, each));
        if (folder === '.') return [];
      }
    },
  };
}

/** Files that `exports` or `imports` name for a subpath, whatever the conditions, sources first. */
function exportTargets(exported: unknown, subpath: string): readonly string[] {
  if (typeof exported === 'string' || Array.isArray(exported)) return subpath === '.' ? targetsIn(exported, '') : [];
  if (typeof exported !== 'object' || exported === null) return [];
  const entries = Object.entries(exported);
  if (!entries.some(([key]) => key.startsWith('.') || key.startsWith('#')))
    return subpath === '.' ? targetsIn(exported, '') : [];
  const exact = entries.find(([key]) => key === subpath);
  if (exact !== undefined) return targetsIn(exact[1], '');
  for (const [key, value] of entries.sort(([a], [b]) => b.length - a.length)) {
    const star = key.indexOf('*');
    if (star < 0 || !subpath.startsWith(key.slice(0, star)) || !subpath.endsWith(key.slice(star + 1))) continue;
    return targetsIn(value, subpath.slice(star, subpath.length - (key.length - star - 1)));
  }
  return [];
}

/** Conditions that name sources go before those that name what is built of them. */
const rank = (condition: string): number => (/source|development|^@/.test(condition) ? 0 : 1);

function targetsIn(value: unknown, star: string): readonly string[] {
  if (typeof value === 'string') return [value.replace('*', star)];
  if (Array.isArray(value)) return value.flatMap((each) => targetsIn(each, star));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .sort(([a], [b]) => rank(a) - rank(b))
    .flatMap(([, each]) => targetsIn(each, star));
}

function json(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // A fixture that is broken on purpose.
    return undefined;
  }
}
