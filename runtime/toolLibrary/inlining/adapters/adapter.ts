import type { Declaration, DeclaredParameter } from '../../merging';
import type { NamedAdapter } from '../types';

/** One argument of the call that an adapter makes. */
export interface PassedArgument {
  /** As it is passed: by position, by name, as a field of the one object, as the rest of either kind. */
  readonly passing: 'positional' | 'keyword' | 'field' | 'rest' | 'keywordRest';
  /** Name of the keyword or field; of a positional one the parameter's, where it is known. */
  readonly name: string | undefined;
  readonly value: { readonly parameter: string } | { readonly literal: string };
  /** Text of the default that the function has for it. */
  readonly fallback: string | undefined;
}

/** A function under an old name that only calls another one. */
export interface Adapter extends NamedAdapter {
  readonly language: 'python' | 'script';
  readonly declaration: Declaration;
  readonly parameters: readonly DeclaredParameter[];
  readonly passed: readonly PassedArgument[];
  /** The function that answers: its file, and its name there. */
  readonly target: NamedAdapter;
  readonly targetParameters: readonly DeclaredParameter[];
  /** Whether the function is awaited by who calls it. */
  readonly targetAsynchronous: boolean;
  /** Whether every parameter of the function can be passed by name (Python). */
  readonly byName: boolean;
}
