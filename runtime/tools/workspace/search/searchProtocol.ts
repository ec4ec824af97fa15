/** What is asked of the worker that walks and searches the workspace. All paths that go in and out are absolute or relative to a root. */
import type { WalkRules } from './walkFiles';

export interface SearchArea {
  readonly roots: readonly Pick<WalkRules, 'root' | 'from'>[];
  readonly excluded: readonly string[];
  readonly hidden: readonly string[];
  readonly ignored: boolean;
  /** Only files that one of these globs names; none: all. */
  readonly include: readonly string[];
  /** Milliseconds; then the answer is what was found until then. */
  readonly budget: number;
}

export interface FilesRequest extends SearchArea {
  readonly kind: 'files';
  readonly depth: number;
  /** Also folders, with notes on what is large, binary or a link. */
  readonly listing: boolean;
  /** What is looked for in paths, best first; undefined: all in their order. */
  readonly words?: string | undefined;
  readonly limit: number;
}

export interface TextRequest extends SearchArea {
  readonly kind: 'text';
  readonly pattern: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  /** Lines before and after. */
  readonly context: number;
  /** Matching lines. */
  readonly limit: number;
  /** Texts that are not saved yet, by absolute path. */
  readonly unsaved: Readonly<Record<string, string>>;
}

export type SearchRequest = FilesRequest | TextRequest;

export interface FoundFile {
  readonly root: number;
  readonly path: string;
  readonly folder: boolean;
  readonly note?: string | undefined;
}

export interface FilesAnswer {
  readonly kind: 'files';
  readonly files: readonly FoundFile[];
  /** All that there were. */
  readonly total: number;
  readonly late: boolean;
}

export interface FoundLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Whether it is a match, or stands beside one. */
  readonly match: boolean;
}

export interface TextAnswer {
  readonly kind: 'text';
  readonly files: readonly { readonly root: number; readonly path: string; readonly lines: readonly FoundLine[] }[];
  /** Matching lines, and files that have any. */
  readonly matches: number;
  readonly matchingFiles: number;
  readonly searched: number;
  /** Files that were left out as they are too large. */
  readonly large: readonly string[];
  readonly late: boolean;
}

export type SearchAnswer = FilesAnswer | TextAnswer;
export type SearchReply = { readonly id: number } & ({ readonly answer: SearchAnswer } | { readonly error: string });
