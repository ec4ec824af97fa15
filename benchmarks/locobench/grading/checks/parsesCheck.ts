import { countErrors, firstError, GrammarsMissingError, languageOfFile, parse } from '../../../../runtime/syntax';
import type { FileChange } from '../../scenarios/types';
import type { RepositoryState } from '../state/repositoryState';

/** @returns what does not parse now and did before; `measured` is false where no file has a grammar */
export async function parsesCheck(
  base: RepositoryState,
  changes: readonly FileChange[],
): Promise<{ readonly measured: boolean; readonly broken: readonly string[] }> {
  const broken: string[] = [];
  let measured = false;
  for (const { path, content } of changes) {
    if (content === null) continue;
    if (path.endsWith('.json')) {
      measured = true;
      // Some have comments: broken is only what was right before, or is new.
      if (!isJson(content) && isJson(base.text(path) ?? '{}')) broken.push(`${path}: is no JSON`);
      continue;
    }
    const errors = await syntaxErrors(path, content);
    if (errors === undefined) continue;
    measured = true;
    const before = errors.count === 0 ? 0 : ((await syntaxErrors(path, base.text(path) ?? ''))?.count ?? 0);
    if (errors.count > before) broken.push(`${path}: line ${errors.line} does not parse`);
  }
  return { measured, broken };
}

/** @returns undefined where the file has no grammar here */
async function syntaxErrors(
  path: string,
  text: string,
): Promise<{ readonly count: number; readonly line: number } | undefined> {
  const language = languageOfFile(path);
  if (language === undefined) return undefined;
  try {
    const tree = await parse(language, text);
    try {
      const first = firstError(tree.rootNode);
      return { count: countErrors(tree.rootNode), line: (first?.startPosition.row ?? 0) + 1 };
    } finally {
      tree.delete();
    }
  } catch (error) {
    if (error instanceof GrammarsMissingError) return undefined;
    throw error;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
