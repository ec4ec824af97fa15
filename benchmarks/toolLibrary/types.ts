import type { CoverageEntry, ToolRecord } from '../../runtime/toolLibrary/types';

/** What each parameter of an answering function gets: an argument of the call of the old tool, or a value that is always the same. */
export type ArgumentMap = CoverageEntry['arguments'];

/** One tool as a model is offered it, and the original tools that it stands for. */
export interface LibraryItem {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly Pick<ToolRecord['parameters'][number], 'name' | 'required' | 'passing'>[];
  /** Words by which it is found besides its own: those of the tools that it stands for. A model is not shown them, so that they cost nothing. */
  readonly aliases: string;
  /** What is put before a model to offer it. */
  readonly shown: string;
  /** Ids of original tools; how a call of each is written with this one, where that is known. */
  readonly covers: ReadonlyMap<string, ArgumentMap | undefined>;
}

export interface NeededCall {
  /** Any of these original tools; the name of a tool can stand in several files. */
  readonly tools: readonly string[];
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface LibraryQuery {
  readonly query: string;
  /** What has to be found: for each, ids of original tools of which any will do. */
  readonly needs: readonly (readonly string[])[];
  readonly calls: readonly NeededCall[];
}

/** Which original tools do the same, and how a call of one is written as a call of another. */
export interface Equivalence {
  /** @returns the tool itself among others */
  classOf(tool: string): ReadonlySet<string>;
  /** @returns undefined where it is not known */
  translated(
    from: string,
    to: string,
    given: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> | undefined;
}
