import { stubBody, withBodies } from '../mutation';
import type { FileChange } from '../types';
import type { CodeLanguage, RepositoryIndex } from '../../../../runtime/repository';
import type { CallChain, ChainLink } from './callChains';

/** The files of a chain with some of its functions written and the others not. */
export class ChainStates {
  /** In order of the functions. */
  readonly paths: readonly string[];
  private readonly texts: ReadonlyMap<string, string>;

  /** @param ticket begins each body that is written */
  constructor(
    index: RepositoryIndex,
    private readonly chain: CallChain,
    private readonly ticket: string,
  ) {
    this.paths = [...new Set(chain.map(({ symbol }) => symbol.path))];
    this.texts = new Map(this.paths.map((path) => [path, index.text(path)]));
    this.language = (path) => index.file(path)!.language!;
  }

  private readonly language: (path: string) => CodeLanguage;

  /** @param written functions, counted from the first, that have a body; `commented`: the others have a comment all the same */
  text(path: string, written: number, commented = 0): string {
    const language = this.language(path);
    const bodies = this.chain.flatMap((link, at) => {
      if (link.symbol.path !== path) return [];
      const statements = at < written ? link.body : stubBody(language);
      const comment = at < Math.max(written, commented) ? `${this.comment(link)}\n${link.place.indent}` : '';
      return [{ place: link.place, statements: comment + statements }];
    });
    return withBodies(this.texts.get(path)!, bodies);
  }

  /** As it is in the repository. */
  original(path: string): string {
    return this.texts.get(path)!;
  }

  /** As the grader has it in a session: files of later functions alone are whole there. @param session from 0 */
  changes(session: number, written: number): readonly FileChange[] {
    return this.paths
      .filter((path) => !this.isLater(path, session))
      .map((path) => ({ path, content: this.text(path, written) }));
  }

  /** Files of later functions alone, so that tests through them show what a session's function does. @param session from 0 */
  later(session: number): readonly FileChange[] {
    return this.paths
      .filter((path) => this.isLater(path, session))
      .map((path) => ({ path, content: this.original(path) }));
  }

  mark({ symbol }: ChainLink): string {
    return `${this.ticket}: ${symbol.name}`;
  }

  comment(link: ChainLink): string {
    return `${this.language(link.symbol.path) === 'python' ? '#' : '//'} ${this.mark(link)}`;
  }

  private isLater(path: string, session: number): boolean {
    return this.chain.slice(0, session + 1).every(({ symbol }) => symbol.path !== path);
  }
}
