/** Where things lie and how files are called. */
import path from 'node:path';
import { isInCase } from '../../code/words';
import { matcher } from '../inspection';
import { no, notFound, when, yes, type Rule } from '../rule';

export const pathExists: Rule<'pathExists'> = ({ glob, added, absent }, tree) => {
  const matches = matcher([glob]);
  const found = tree.paths().find((each) => matches(each) && (added !== true || tree.isNew(each)));
  return when((found !== undefined) !== (absent === true), found ?? `nothing matches ${glob}`);
};

export const pathUnder: Rule<'pathUnder'> = ({ subject, globs, existing }, tree) => {
  const found = tree.subject(subject);
  if (found === undefined) return notFound;
  const file = found.source.path;
  const was = tree.tree.base(file) !== undefined;
  if (existing !== undefined && was !== existing) return no(`${file} is ${was ? 'an old' : 'a new'} file`);
  return when(matcher(globs)(file), file);
};

export const fileNameCase: Rule<'fileNameCase'> = ({ glob, case: form }, tree) => {
  const files = tree.changedPaths([glob]).filter((each) => tree.isNew(each));
  if (files.length === 0) return no(`no new file matches ${glob}`);
  const wrong = files.find((each) => !isInCase(path.posix.basename(each).split('.')[0]!, form));
  return wrong === undefined ? yes(files.join(', ')) : no(wrong);
};

export const untouched: Rule<'untouched'> = ({ globs }, tree) => {
  const matches = matcher(globs);
  const touched = [...tree.tree.changes.keys()].find((each) => matches(each));
  return when(touched === undefined, touched === undefined ? 'none is changed' : `${touched} is changed`);
};

export const maxDiff: Rule<'maxDiff'> = ({ lines }, tree) => {
  let count = 0;
  for (const each of tree.tree.changes.keys()) count += tree.linesOf(each);
  return when(count <= lines, `${count} lines`);
};
