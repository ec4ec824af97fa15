import path from 'node:path';
import { isBuiltin } from 'node:module';
import { builtin, file, packageOf, unresolved, type OpenLanguageResolver, type Resolution } from '../resolution';
import { openScriptConfigs } from './scriptConfigs';
import { openWorkspacePackages } from './workspacePackages';

/** Tried in this order, as TypeScript and bundlers do. */
const endings = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.d.ts',
  '.d.mts',
  '.d.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.vue',
  '.svelte',
];

/** What may be written for a source that is compiled to it. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/**
 * Relative imports, `paths` and `baseUrl` of the nearest tsconfig or jsconfig, packages of the repository itself by name (with their `exports`,
 * `imports`, `main`), modules of Node, and packages of others.
 */
export const scriptImports: OpenLanguageResolver = (view) => {
  const configs = openScriptConfigs(view);
  const packages = openWorkspacePackages(view);

  /** The file that a path without regard to endings means. */
  function at(base: string): string | undefined {
    const place = path.posix.normalize(base).replace(/\/$/, '');
    if (view.has(place)) return place;
    const ending = path.posix.extname(place);
    const compiled = (sources[ending] ?? [])
      .map((other) => place.slice(0, -ending.length) + other)
      .find((each) => view.has(each));
    if (compiled !== undefined) return compiled;
    const found = endings.map((each) => place + each).find((each) => view.has(each));
    if (found !== undefined) return found;
    const main = packages.mainOf(place);
    if (main !== undefined) {
      const entry = at(main);
      if (entry !== undefined) return entry;
    }
    return endings.map((each) => path.posix.join(place, `index${each}`)).find((each) => view.has(each));
  }

  function first(places: readonly string[]): Resolution | undefined {
    for (const place of places) {
      const found = at(place);
      if (found !== undefined) return file(found);
    }
    return undefined;
  }

  return {
    resolve(from, { specifier }) {
      const here = path.posix.dirname(from);
      // What bundlers are told besides the file: `a.svg?raw`, `raw-loader!a`.
      const bare = specifier.replace(/^.*!/, '').replace(/\?.*$/, '');
      if (/^\.\.?(\/|$)/.test(bare)) {
        const base = path.posix.join(here, bare);
        if (base.startsWith('..')) return unresolved('it leads out of the repository');
        return first([base]) ?? unresolved(`there is no file ${base}`);
      }
      if (bare.startsWith('/')) return first([bare.slice(1)]) ?? unresolved('it is an absolute path');
      if (/^(node|bun|deno):/.test(bare)) return builtin;
      const mapped = first(configs.placesOf(from, bare));
      if (mapped !== undefined) return mapped;
      if (bare.startsWith('#')) {
        return first(packages.ownImports(from, bare)) ?? unresolved(`no package.json above has an import ${bare}`);
      }
      const inside = packages.entriesOf(bare);
      if (inside !== undefined) return first(inside) ?? unresolved(`the package of this repository has no ${bare}`);
      if (isBuiltin(bare)) return builtin;
      if (/^(https?|data|npm|jsr):/.test(bare)) return packageOf(bare);
      const name = /^(@[^/]+\/)?[^/]+/.exec(bare)?.[0];
      return name === undefined || name === '' ? unresolved('it names nothing') : packageOf(name);
    },
  };
};
