import path from 'node:path';
import { builtin, filesOf, groupPaths, packageOf, type OpenLanguageResolver } from './resolution';

/** By the packages that files say they belong to: `com.acme.App` is App.java of package com.acme, `com.acme.*` all of the package. */
export const javaImports: OpenLanguageResolver = (view) => {
  const files = view.paths.filter((each) => view.language(each) === 'java');
  const byPackage = groupPaths(files, (each) => view.namespaces(each));
  const byType = groupPaths(files, (each) =>
    view.namespaces(each).map((name) => `${name}.${path.posix.basename(each, '.java')}`),
  );
  return {
    resolve(_from, { specifier }) {
      const name = specifier.replace(/\.\*$/, '');
      const whole = filesOf(byPackage.get(name) ?? []);
      if (whole !== undefined) return whole;
      // Static imports and inner classes name members of a type.
      for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
        const found = filesOf(byType.get(name.slice(0, end)) ?? []);
        if (found !== undefined) return found;
      }
      return /^(java|javax|jdk|sun|com\.sun)\./.test(`${name}.`) ? builtin : packageOf(name);
    },
  };
};
