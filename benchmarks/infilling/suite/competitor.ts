/** Whatever fills a gap: a model of ours, a model of others, or a baseline without a model. */
import type { InfillExtent } from '../../../runtime/protocol';

export interface CompletionRequest {
  /** VS Code language id. */
  readonly languageId: string;
  /** Text before the cursor, LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
  readonly extent: InfillExtent;
  /** Where the text is from; undefined: nobody knows, and there are no other files. */
  readonly place?: TaskPlace | undefined;
}

/** A file of a repository. */
export interface TaskPlace {
  /** Name of its folder. */
  readonly repository: string;
  /** Relative to it, with slashes. */
  readonly path: string;
}

export interface Completion {
  /** Text for the cursor, LF line ends; empty when there is no suggestion. */
  readonly text: string;
  /** Passes of a neural model; 0 for a baseline without one. */
  readonly forwardPasses: number;
  /** Wall milliseconds, with nothing of the context cached. */
  readonly ms: number;
  /** Wall milliseconds in which pieces of other files were found, before `ms` began; undefined: nobody looked for any. */
  readonly contextMs?: number | undefined;
  /** Calibrated chance, 0..1, that the text is exactly right; undefined where the competitor gives none. */
  readonly chance?: number | undefined;
  /** Share of the tokens that the copy prior proposed, 0..1. */
  readonly copied?: number | undefined;
}

export interface Competitor {
  /** How the tables call it. */
  readonly name: string;
  /** Everything its answers depend on: results that were kept are taken up again only if this is the same. */
  readonly settings: Readonly<Record<string, unknown>>;
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
  dispose(): Promise<void>;
}
