import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  gatherContext,
  openRepositoryIndex,
  type ContextPiece,
  type RepositoryIndex,
} from '../../../../runtime/repository';
import { BadInputError } from '../../../core/badInputError';
import type { CompletionRequest, TaskPlace } from '../competitor';

export interface OtherFilesOptions {
  /** Folder with the folders of the repositories. */
  readonly folder: string;
  /** Where their indexes are kept. */
  readonly indexes: string;
}

/** The repositories that tasks are from: what a model may be shown of their other files. */
export class OtherFiles {
  private readonly opened = new Map<string, Promise<RepositoryIndex>>();

  constructor(private readonly options: OtherFilesOptions) {}

  /** Absolute path of a task's file. */
  fileOf({ repository, path: file }: TaskPlace): string {
    return path.join(this.options.folder, repository, file);
  }

  /**
   * Pieces of other files for a place, least promising first.
   * @param budget UTF-16 units
   * @throws BadInputError when the repository is not there
   */
  async pieces(
    { languageId, prefix, suffix }: CompletionRequest,
    place: TaskPlace,
    budget: number,
    signal: AbortSignal,
  ): Promise<readonly ContextPiece[]> {
    const index = await this.index(place.repository);
    const question = { path: place.path, languageId, before: prefix, after: suffix, budget };
    return (await gatherContext(index, question, signal)).pieces;
  }

  /** Absolute paths of a repository's files in languages with a grammar. */
  async sources(repository: string): Promise<readonly string[]> {
    const index = await this.index(repository);
    return index
      .files()
      .filter(({ language, skipped }) => language !== undefined && skipped === undefined)
      .map((file) => path.join(index.root, file.path));
  }

  async close(): Promise<void> {
    for (const opening of this.opened.values()) await (await opening.catch(() => undefined))?.close();
    this.opened.clear();
  }

  index(repository: string): Promise<RepositoryIndex> {
    const { folder, indexes } = this.options;
    const root = path.join(folder, repository);
    if (!existsSync(root)) {
      throw new BadInputError(
        `${root} does not exist: tasks are from there. Name the folder that holds it with --repositories.`,
      );
    }
    const opening = this.opened.get(repository) ?? openRepositoryIndex({ root, folder: indexes });
    this.opened.set(repository, opening);
    return opening;
  }
}
