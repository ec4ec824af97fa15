import { parse } from 'jsonc-parser/lib/esm/main.js';
import path from 'node:path';
import { z } from 'zod';
import type { RepositoryView } from '../../extraction/types';

const schema = z.object({
  extends: z.union([z.string(), z.array(z.string())]).optional(),
  compilerOptions: z
    .object({ baseUrl: z.string().optional(), paths: z.record(z.string(), z.array(z.string())).optional() })
    .optional(),
});

interface ScriptConfig {
  /** Folder that names are looked for in; undefined: none. */
  readonly baseUrl: string | undefined;
  /** Pattern -> places relative to `folder`. */
  readonly paths: readonly (readonly [string, readonly string[]])[];
  readonly folder: string;
}

/** How deep configurations may extend each other. */
const deepest = 8;

export interface ScriptConfigs {
  /** Where a name that is no path may lie in the repository by the configuration nearest to a file, best first. */
  placesOf(from: string, specifier: string): readonly string[];
}

/** tsconfig.json and jsconfig.json, with what they extend within the repository. */
export function openScriptConfigs(view: RepositoryView): ScriptConfigs {
  const nearest = new Map<string, ScriptConfig | undefined>();

  function read(file: string, depth: number): ScriptConfig | undefined {
    const text = view.read(file);
    const parsed = schema.safeParse(text === undefined ? undefined : parse(text, [], { allowTrailingComma: true }));
    if (!parsed.success) return undefined;
    const folder = path.posix.dirname(file);
    const { compilerOptions = {} } = parsed.data;
    // The last one of a list is the strongest.
    const bases = [parsed.data.extends ?? []].flat().reverse();
    const inherited =
      depth >= deepest
        ? undefined
        : bases
            .filter((each) => /^\.\.?\//.test(each))
            .map((each) => path.posix.join(folder, each))
            .map((each) => read(view.has(each) ? each : `${each}.json`, depth + 1))
            .find((each) => each !== undefined);
    const baseUrl =
      compilerOptions.baseUrl === undefined ? inherited?.baseUrl : path.posix.join(folder, compilerOptions.baseUrl);
    if (compilerOptions.paths === undefined)
      return { baseUrl, paths: inherited?.paths ?? [], folder: inherited?.folder ?? folder };
    return { baseUrl, paths: Object.entries(compilerOptions.paths), folder: baseUrl ?? folder };
  }

  function configOf(folder: string): ScriptConfig | undefined {
    if (nearest.has(folder)) return nearest.get(folder);
    const file = ['tsconfig.json', 'jsconfig.json']
      .map((name) => path.posix.join(folder, name))
      .find((each) => view.has(each));
    const own = file === undefined ? undefined : read(file, 0);
    const config = own ?? (folder === '.' ? undefined : configOf(path.posix.dirname(folder)));
    nearest.set(folder, config);
    return config;
  }

  return {
    placesOf(from, specifier) {
      const config = configOf(path.posix.dirname(from));
      if (config === undefined) return [];
      const mapped = bestPattern(specifier, config.paths).map((place) => path.posix.join(config.folder, place));
      return config.baseUrl === undefined ? mapped : [...mapped, path.posix.join(config.baseUrl, specifier)];
    },
  };
}

/** As TypeScript: an exact pattern, else the one with the longest text before its star. */
function bestPattern(specifier: string, paths: ScriptConfig['paths']): readonly string[] {
  let best: { readonly length: number; readonly places: readonly string[] } | undefined;
  for (const [pattern, places] of paths) {
    const star = pattern.indexOf('*');
    if (star < 0) {
      if (pattern === specifier) return places;
      continue;
    }
    const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
    if (specifier.length < before.length + after.length || !specifier.startsWith(before) || !specifier.endsWith(after))
      continue;
    if (best !== undefined && best.length >= before.length) continue;
    const middle = specifier.slice(before.length, specifier.length - after.length);
    best = { length: before.length, places: places.map((place) => place.replace('*', middle)) };
  }
  return best?.places ?? [];
}
