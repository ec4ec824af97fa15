import type { ToolExample, ToolKind, ToolParameter, ToolRecord, ToolSource } from '../types';
import type { Literal } from './literal';
import type { FileUsage, Usage } from './usage/usage';

/** A call whose arguments are written out, wherever it stands. */
export interface LiteralCall {
  /** As the place calls it: `f`, `mod.f`, `Class.f`. */
  readonly callee: string;
  readonly positional: readonly Literal[];
  readonly keyword: Readonly<Record<string, Literal>>;
  /** What the source says that it gives; absent where it does not. */
  readonly expected?: { readonly value: Literal };
  readonly origin: ToolExample['origin'];
}

/** An example whose result is not yet in canonical form. */
export interface DraftExample extends Omit<ToolExample, 'expected'> {
  readonly expected?: { readonly value: Literal };
}

/** A tool before what it uses is followed through helpers. */
export interface ToolDraft {
  readonly kind: ToolKind;
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly ToolParameter[];
  readonly returns: ToolRecord['returns'] | undefined;
  readonly source: ToolSource | undefined;
  readonly provenance: string;
  readonly deprecated: boolean;
  /** What is known of it apart from its text: a framework fills in arguments, it is called on an object. */
  readonly also: ToolRecord['effects'];
  readonly usage: Usage | undefined;
  /** Name of its own definition. */
  readonly self: string | undefined;
  /** Name that calls use: the function's own, where the tool has another. */
  readonly callName: string | undefined;
  /** Of its own documentation. */
  readonly calls: readonly LiteralCall[];
}

/** What a name that a file imports means. */
export interface ImportedName {
  readonly module: string;
  /** undefined: the module itself; `default` and `*` as JavaScript has them. */
  readonly name: string | undefined;
}

/** All that is kept of a file. */
export interface FileDraft {
  readonly path: string;
  readonly tools: readonly ToolDraft[];
  readonly usage: FileUsage;
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Calls with literal arguments: examples of tools here or elsewhere. */
  readonly calls: readonly LiteralCall[];
  /** What looks like a tool and could not be read. */
  readonly notes: readonly { readonly line: number; readonly problem: string }[];
  /** Place of the first thing that does not parse. */
  readonly broken: { readonly line: number } | undefined;
}
