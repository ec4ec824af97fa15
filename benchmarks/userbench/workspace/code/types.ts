/** What a source file says by its syntax alone, alike for TypeScript, JavaScript and Python: profile and predicates read it. */

export interface CodeFacts {
  readonly path: string;
  /** Top-level definitions, members of classes and of exported objects. */
  readonly definitions: readonly Definition[];
  /** Specifiers of import, require, from, and re-exports. */
  readonly imports: readonly { readonly specifier: string; readonly line: number }[];
  readonly tests: readonly { readonly title: string; readonly line: number }[];
  /** Names that the environment is asked for, with the literal that stands in for them. */
  readonly environment: readonly {
    readonly name: string;
    readonly fallback: string | undefined;
    readonly line: number;
  }[];
  /** Comments and docstrings with their first line, from 1. */
  readonly comments: readonly { readonly text: string; readonly line: number }[];
  /** The text with comments blanked out, lines as they were. */
  readonly code: string;
  /** Comment that stands before everything else; '' where there is none. */
  readonly header: string;
  readonly broken: boolean;
}

export interface Definition {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'constant' | 'type';
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Offset of the text in the file. */
  readonly start: number;
  /** The text with comments blanked out. */
  readonly code: string;
  /** Of members: the class or object. */
  readonly container: string | undefined;
  readonly form: 'declaration' | 'arrow' | 'expression' | 'method' | undefined;
  readonly exported: 'named' | 'default' | 'object' | undefined;
  /** Comment right before it, or docstring. */
  readonly documentation: string | undefined;
  readonly function: FunctionFacts | undefined;
  /** Literal of a constant, as it stands. */
  readonly literal: string | undefined;
  /** Of classes: what they extend, as it stands. */
  readonly extends: string | undefined;
}

export interface FunctionFacts {
  readonly parameters: readonly Parameter[];
  /** Offsets in the file: of the bracket that closes the parameters, and of what follows the brace that opens the body; undefined: there is none. */
  readonly parametersEnd: number | undefined;
  readonly bodyStart: number | undefined;
  readonly async: 'sync' | 'promise' | 'callback';
  /** What it gives: of `return`, and what a callback is given. */
  readonly results: readonly ResultFact[];
  readonly throws: readonly ThrowFact[];
  /** Any parameter or the result has a type; Python: annotations. */
  readonly annotated: boolean;
}

export interface Parameter {
  /** One name, or those of a pattern. */
  readonly names: readonly string[];
  readonly kind: 'plain' | 'object' | 'rest' | 'keyword';
  /** It has a default as a whole. */
  readonly optional: boolean;
  /** Name -> default as it stands. */
  readonly defaults: Readonly<Record<string, string>>;
}

export type MessageKind = 'value' | 'plain' | 'code';

export interface ResultFact {
  readonly shape: 'nothing' | 'object' | 'tuple' | 'value';
  readonly fields: readonly string[];
  /** Success or failure is told beside the value: `{ ok, value }`, `{ ok, error }`. */
  readonly wrapped: 'success' | 'failure' | undefined;
  /** Shape of what is wrapped, of successes. */
  readonly inner: 'nothing' | 'object' | 'tuple' | 'value' | undefined;
  /** Of failures. */
  readonly message: MessageKind | undefined;
}

export interface ThrowFact {
  readonly class: string | undefined;
  readonly message: MessageKind | undefined;
}
