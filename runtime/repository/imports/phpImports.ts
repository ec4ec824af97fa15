import path from 'node:path';
import { z } from 'zod';
import { file, filesOf, groupPaths, packageOf, unresolved, type OpenLanguageResolver } from './resolution';

const prefixes = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const manifest = z.object({
  autoload: z.object({ 'psr-4': prefixes.optional() }).optional(),
  'autoload-dev': z.object({ 'psr-4': prefixes.optional() }).optional(),
});

/** Names by PSR-4 of composer.json, else by the namespace that a file declares and its own name; `require` by constant paths. */
export const phpImports: OpenLanguageResolver = (view) => {
  const rules = view.paths
    .filter((each) => path.posix.basename(each) === 'composer.json')
    .flatMap((each) => {
      const folder = path.posix.dirname(each);
      const parsed = manifest.safeParse(json(view.read(each)));
      const maps = [parsed.data?.autoload?.['psr-4'], parsed.data?.['autoload-dev']?.['psr-4']];
      return maps
        .flatMap((map) => Object.entries(map ?? {}))
        .flatMap(([prefix, places]) =>
          [places].flat().map((place) => ({ prefix, folder: path.posix.join(folder, place) })),
        );
    })
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const byName = groupPaths(
    view.paths.filter((each) => view.language(each) === 'php'),
    (each) => view.namespaces(each).map((name) => `${name}\\${path.posix.basename(each, '.php')}`),
  );
  return {
    resolve(from, { specifier, form }) {
      if (form === 'include') {
        const beside = path.posix.join(path.posix.dirname(from), specifier.replace(/^\//, ''));
        const found = [beside, path.posix.normalize(specifier)].find((each) => view.has(each));
        return found === undefined ? unresolved(`there is no file ${specifier}`) : file(found);
      }
      const name = specifier.replace(/^\\/, '');
      for (const { prefix, folder } of rules) {
        if (!name.startsWith(prefix)) continue;
        const place = `${path.posix.join(folder, name.slice(prefix.length).replaceAll('\\', '/'))}.php`;
        if (view.has(place)) return file(place);
      }
      return filesOf(byName.get(name) ?? []) ?? packageOf(name.split('\\')[0] ?? name);
    },
  };
};

function json(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
