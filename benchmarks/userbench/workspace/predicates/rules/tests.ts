/** Where tests lie and what they look like. */
import path from 'node:path';
import { isTestPath } from '../../../../../runtime/repository';
import { testPlace } from '../../code/testPlace';
import { matcher } from '../inspection';
import { no, when, type Rule } from '../rule';

export const testAt: Rule<'testAt'> = ({ subject, globs, named, place }, tree) => {
  const tests = tree.testsAbout(subject);
  if (tests.length === 0) return no('no new or changed test names it');
  const [matches, name] = [matcher(globs), named === undefined ? undefined : new RegExp(named)];
  const folders = new Set(
    tree
      .paths()
      .filter((each) => !isTestPath(each))
      .map((each) => path.posix.dirname(each)),
  );
  const found = tests.every(
    (each) =>
      matches(each.path) &&
      name?.test(path.posix.basename(each.path)) !== false &&
      (place === undefined || testPlace(each.path, folders) === place),
  );
  return when(found, tests.map((each) => each.path).join(', '));
};

export const testUses: Rule<'testUses'> = ({ subject, pattern, absent }, tree) => {
  const tests = tree.testsAbout(subject);
  if (tests.length === 0) return no('no new or changed test names it');
  const expression = new RegExp(pattern);
  const found = tests.filter(({ facts }) => expression.test(facts.code));
  const holds = absent === true ? found.length === 0 : found.length === tests.length;
  return when(holds, `${found.length} of ${tests.length} tests`);
};
