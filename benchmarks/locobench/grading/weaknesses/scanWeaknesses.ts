import { languageOfFile, parseKept } from '../../../../runtime/syntax';
import { CodeFile } from './code/codeFile';
import { familyOf } from './code/family';
import { allRules } from './rules/allRules';
import type { WeaknessFinding } from './types';

/**
 * Weaknesses of one file, by its syntax tree alone. A rule finds a value that reaches what it must not reach, from parameters of the
 * functions around it; checks and cleaners in the same file, or named for what they do, end that. What comes in any other way is not seen.
 *
 * @returns in order of lines; undefined for a language that no rule is about
 */
export async function scanWeaknesses(path: string, text: string): Promise<readonly WeaknessFinding[] | undefined> {
  const language = languageOfFile(path);
  const family = language === undefined ? undefined : familyOf(language);
  if (language === undefined || family === undefined) return undefined;
  const tree = await parseKept(language, text);
  try {
    const file = new CodeFile(path, family, tree.rootNode);
    const found = allRules
      .filter(({ families }) => families.includes(family))
      .flatMap((rule) => [...rule.find(file)].map((node) => ({ cwe: rule.cwe, line: node.startPosition.row + 1 })));
    const unique = new Map(found.map((each) => [`${each.cwe} ${each.line}`, each]));
    return [...unique.values()].sort((a, b) => a.line - b.line || (a.cwe < b.cwe ? -1 : 1));
  } finally {
    tree.delete();
  }
}
