/** What is imported and depended on. */
import { matcher } from '../inspection';
import { newDependencies } from '../dependencies';
import { no, when, type Rule } from '../rule';

export const importsFrom: Rule<'importsFrom'> = ({ glob, specifier, absent }, tree) => {
  const [matches, pattern] = [matcher([glob]), new RegExp(specifier)];
  const files = tree.sources.filter(({ path }) => matches(path));
  if (files.length === 0) return no(`no changed source matches ${glob}`);
  const found = files
    .flatMap(({ facts, before }) => {
      const old = new Set(before?.imports.map((each) => each.specifier));
      return facts.imports.filter((each) => !old.has(each.specifier));
    })
    .find((each) => pattern.test(each.specifier));
  return when((found !== undefined) !== (absent === true), found?.specifier ?? 'no such import');
};

export const noNewDependency: Rule<'noNewDependency'> = (_args, tree) => {
  const added = newDependencies(tree);
  return when(added.length === 0, added.length === 0 ? 'none' : added.map(({ name }) => name).join(', '));
};

const ranges = { exact: /^(?:==?\s*)?\d/, caret: /^\^/, tilde: /^~/ } as const;

export const dependencyAdded: Rule<'dependencyAdded'> = ({ names, section, range }, tree) => {
  const added = newDependencies(tree);
  if (added.length === 0) return no('no dependency is added');
  const found = added.filter(
    (each) =>
      (names.length === 0 || names.includes(each.name)) &&
      (section === undefined || each.section === section) &&
      (range === undefined || ranges[range].test(each.range)),
  );
  return when(found.length > 0, added.map((each) => `${each.name} ${each.range} (${each.section})`).join(', '));
};
