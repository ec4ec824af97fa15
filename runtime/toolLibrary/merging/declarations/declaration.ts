/** A top-level function as a refactoring sees it: where its parts stand in its file. Places count UTF-16 code units. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How an adapter gets at what a caller passed. */
export interface DeclaredParameter {
  readonly name: string;
  /** `either`: by position or by name. `field`: of the one object that is passed. */
  readonly passing: 'positional' | 'either' | 'keyword' | 'field' | 'rest' | 'keywordRest';
  /** Name inside the function, where it is another one. */
  readonly local?: string;
  /** Text of its default. */
  readonly default?: string;
}

export interface Declaration extends Span {
  readonly name: string;
  readonly asynchronous: boolean;
  readonly parameters: readonly DeclaredParameter[];
  /** What it does: a block with its braces, or the expression of an arrow function. Of Python from behind the colon of its header, comments included. */
  readonly body: Span & { readonly kind: 'block' | 'expression' };
  /** Of the statements of its body: Python's, for a body on the header's line four spaces; empty for scripts. */
  readonly indentation: string;
  readonly documentation?: Span;
  /** Of Python. */
  readonly decorators: readonly (Span & { readonly name: string })[];
  /** The whole statement: with `export`, decorators, and the comment that documents it. */
  readonly statement: Span;
}

/** A function whose form is not rewritten. The reason is shown to people. */
export interface Unwritable {
  readonly reason: string;
}

export function isUnwritable(found: Declaration | Unwritable): found is Unwritable {
  return 'reason' in found;
}
