/** Functions that double others: what is said of them, and where they stand. */

/**
 * `same-results`: they were run on the same arguments, answered alike each time, and say that they do the same. `possible-mistake`: they answered alike, but
 * say that they do different things. `same-code`: nothing was run; their code differs in names, types and documentation alone.
 * `same-code-but-constants`: it differs in numbers or texts, too.
 */
export type DuplicateKind = 'same-results' | 'possible-mistake' | 'same-code' | 'same-code-but-constants';

/** A function in its file. Lines and characters from 0, characters in UTF-16 code units, as editors count. */
export interface DuplicatePlace {
  /** Of the tool; another one when its text changes. */
  readonly id: string;
  readonly name: string;
  /** From the root, with slashes. */
  readonly path: string;
  /** By which it is reached in its file; its name where nothing outside can call it. */
  readonly access: string;
  /** Of its name. */
  readonly line: number;
  readonly character: number;
  readonly length: number;
  /** Lines of the whole declaration, both included. */
  readonly first: number;
  readonly last: number;
}

/** Functions that are the same in one way. */
export interface Duplicate {
  readonly kind: DuplicateKind;
  /** By path, then by line. */
  readonly tools: readonly DuplicatePlace[];
  /** Calls that were compared; undefined: nothing was run. */
  readonly cases: number | undefined;
  /** In plain words, English. */
  readonly reason: string;
}

/** A constant of a function, and what stands in its place in another one. */
export interface DifferingConstant {
  readonly own: string;
  readonly other: string;
}

/** What is told of one function. */
export interface DuplicateFinding {
  readonly kind: DuplicateKind;
  readonly tool: DuplicatePlace;
  readonly others: readonly DuplicatePlace[];
  readonly cases: number | undefined;
  /** From the first of the others; only where code is the same but for constants. */
  readonly constants: readonly DifferingConstant[];
  /** Group of the page "Tool Library" that holds them all. */
  readonly group: string | undefined;
  /** Ids of others that it can be merged with, as far as their texts tell: pure, and of a form that is rewritten. */
  readonly mergeable: readonly string[];
}

/** What running tools has shown, and what files held then. */
export interface LearntResults {
  /** By path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly groups: readonly ResultGroup[];
  /** By the tool's id. */
  readonly behaviours: ReadonlyMap<string, string>;
}

/** Tools with equal results; of all groups that were found, also those where nothing was run. */
export interface ResultGroup {
  readonly id: string;
  readonly relation: 'duplicates' | 'possibleBug';
  readonly members: readonly string[];
  /** Calls that were compared of each; undefined: they were not run. */
  readonly cases: number | undefined;
}
