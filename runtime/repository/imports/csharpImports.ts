import { builtin, filesOf, groupPaths, packageOf, type OpenLanguageResolver } from './resolution';

/** A namespace is every file that declares it; `using static` and aliases name a type in one. */
export const csharpImports: OpenLanguageResolver = (view) => {
  const byNamespace = groupPaths(
    view.paths.filter((each) => view.language(each) === 'csharp'),
    (each) => view.namespaces(each),
  );
  return {
    resolve(from, { specifier }) {
      for (let end = specifier.length; end > 0; end = specifier.lastIndexOf('.', end - 1)) {
        const found = filesOf((byNamespace.get(specifier.slice(0, end)) ?? []).filter((each) => each !== from));
        if (found !== undefined) return found;
      }
      return /^(System|Microsoft)(\.|$)/.test(specifier) ? builtin : packageOf(specifier);
    },
  };
};
