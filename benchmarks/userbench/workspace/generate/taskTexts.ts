import type { RepositoryIndex } from '../../../../runtime/repository';
import { repositoryPath } from '../../../locobench/grading/state/repositoryPath';
import { estimatedTokens, readRepositoryTexts, type RepositoryTexts } from '../../../locobench/scenarios';

export type TaskTexts = Pick<RepositoryTexts, 'paths' | 'file' | 'leftOut'>;

/** The repository's texts as tasks have them: files whose names no system could hold elsewhere (line breaks, `:`) are left out, and told. */
export async function taskTexts(index: RepositoryIndex, signal: AbortSignal): Promise<TaskTexts> {
  const texts = await readRepositoryTexts(index, estimatedTokens, signal);
  const strange = texts.paths.filter((each) => repositoryPath(each) !== each);
  if (strange.length === 0) return texts;
  const left = new Set(strange);
  return {
    paths: texts.paths.filter((each) => !left.has(each)),
    file: (path) => (left.has(path) ? undefined : texts.file(path)),
    leftOut: [
      ...texts.leftOut,
      ...strange.map((path) => ({
        path,
        reason: 'unreadable' as const,
        detail: 'its name is not one that every system can hold',
      })),
    ],
  };
}
