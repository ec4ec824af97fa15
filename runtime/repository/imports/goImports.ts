import path from 'node:path';
import { builtin, filesOf, groupPaths, packageOf, unresolved, type OpenLanguageResolver } from './resolution';

/** A package is a folder, named by its module's path of go.mod and its place below it; test files belong to no import. */
export const goImports: OpenLanguageResolver = (view) => {
  const byFolder = groupPaths(
    view.paths.filter((each) => view.language(each) === 'go' && !each.endsWith('_test.go')),
    (each) => [path.posix.dirname(each)],
  );
  const modules = view.paths
    .filter((each) => path.posix.basename(each) === 'go.mod')
    .flatMap((each) => {
      const name = /^\s*module\s+"?([^\s"]+)/m.exec(view.read(each) ?? '')?.[1];
      return name === undefined ? [] : [{ name, folder: path.posix.dirname(each) }];
    })
    // The most specific one first: modules lie in modules.
    .sort((a, b) => b.name.length - a.name.length);
  return {
    resolve(from, { specifier }) {
      if (/^\.\.?\//.test(specifier)) {
        const folder = path.posix.join(path.posix.dirname(from), specifier);
        return filesOf(byFolder.get(folder) ?? []) ?? unresolved(`there is no package in ${folder}`);
      }
      for (const { name, folder } of modules) {
        if (specifier !== name && !specifier.startsWith(`${name}/`)) continue;
        const place = path.posix.join(folder, specifier.slice(name.length + 1));
        return filesOf(byFolder.get(place) ?? []) ?? unresolved(`there is no package in ${place}`);
      }
      // The standard library's paths have no host in them.
      return (specifier.split('/')[0] ?? '').includes('.') ? packageOf(specifier) : builtin;
    },
  };
};
