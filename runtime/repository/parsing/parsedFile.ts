import type { CodeLanguage, FileKind } from '../types';

/** A file to look at. */
export interface FileToParse {
  /** Relative to the root, with slashes. */
  readonly path: string;
  /** Known from the scan: it is not read then. */
  readonly skipped: string | undefined;
  readonly bytes: number;
  readonly modified: number;
  /** SHA-256 that the index has of it, hexadecimal: a file that still has it is not parsed again. */
  readonly known: string | undefined;
}

/** What a worker made of a file; the packed parts are in the form of the store. */
export interface ParsedFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
  /** Whether its time says that it was not written after it was read: times are coarse. */
  readonly settled: boolean;
  readonly hash: string;
  /** undefined: its bytes are as the index has them. */
  readonly content: ParsedContent | undefined;
}

export interface ParsedContent {
  readonly language: CodeLanguage | undefined;
  readonly kind: FileKind;
  readonly lines: number;
  readonly skipped: string | undefined;
  readonly facts: PackedFacts | undefined;
}

export interface PackedFacts {
  readonly broken: boolean;
  readonly symbols: Uint8Array;
  readonly symbolCount: number;
  readonly references: Uint8Array;
  readonly referenceCount: number;
  /** JSON: RawImport[]. */
  readonly imports: string;
  readonly importCount: number;
  /** JSON: RawTestCase[]. */
  readonly tests: string;
  readonly testCount: number;
  /** JSON: string[]. */
  readonly namespaces: string;
  /** Hashes of the names that stand in the file, each once; see `nameHash`. */
  readonly names: Uint32Array;
  /** Of those that it defines. */
  readonly defined: Uint32Array;
}

export interface ParseRequest {
  readonly id: number;
  readonly root: string;
  readonly files: readonly FileToParse[];
}

/** `undefined` in `files`: it is gone. */
export interface ParseReply {
  readonly id: number;
  readonly files: readonly (ParsedFile | undefined)[];
}
