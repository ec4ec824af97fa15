import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { ContextSnippet, ModelInfo } from '../../../../runtime/protocol';
import { gatherContext, openRepositoryIndex, RepositoryError } from '../../../../runtime/repository';
import { stateFolder } from '../../../../runtime/store/stateFolder';
import { BadInputError } from '../../../core/badInputError';
import { contextBudget, productContext, snippetsOf } from './shownContext';

export interface RepositoryPlace {
  readonly file: string;
  readonly languageId: string;
  /** Text around the cursor, LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * What the extension would give a model of a repository's other files.
 * @throws BadInputError for a folder that is none, or a file outside of it
 */
export async function repositorySnippets(
  root: string,
  { file, languageId, prefix, suffix }: RepositoryPlace,
  model: ModelInfo,
  signal: AbortSignal,
): Promise<readonly ContextSnippet[]> {
  try {
    const index = await openRepositoryIndex({ root, folder: path.join(stateFolder(), 'repositories'), signal });
    try {
      const own = path.relative(index.root, realpathSync(file)).split(path.sep).join('/');
      if (own.startsWith('../') || path.isAbsolute(own)) {
        throw new BadInputError(`${file} is not in ${index.root}. Name the repository that it belongs to.`);
      }
      const shown = productContext(model);
      const budget = contextBudget(shown, model, prefix);
      const question = { path: own, languageId, before: prefix, after: suffix, budget };
      return snippetsOf((await gatherContext(index, question, signal)).pieces, shown);
    } finally {
      await index.close();
    }
  } catch (error) {
    if (error instanceof RepositoryError && error.kind === 'no-folder')
      throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}
