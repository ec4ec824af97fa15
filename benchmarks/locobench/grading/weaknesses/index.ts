/** Weaknesses in code by their CWE, found on syntax trees. */
import type { CodeLanguage } from '../../../../runtime/repository';
import { familyOf } from './code/family';
import { allRules } from './rules/allRules';

export { CodeFile } from './code/codeFile';
export { familyOf, type Family } from './code/family';
export { scanWeaknesses } from './scanWeaknesses';
export type { WeaknessFinding } from './types';

/** What is looked for in files of a language, in order of number. */
export function weaknessesOf(language: CodeLanguage): readonly { readonly cwe: string; readonly title: string }[] {
  const family = familyOf(language);
  return allRules
    .filter(({ families }) => family !== undefined && families.includes(family))
    .map(({ cwe, title }) => ({ cwe, title }))
    .sort((a, b) => Number(a.cwe.slice(4)) - Number(b.cwe.slice(4)));
}
