/** How one language's syntax tree is read: data for the walk in `extractFacts`, with small functions where a definition is read. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { SymbolKind } from '../types';
import type { RawImport } from './types';

/**
 * What a node's place in its parent says about the names in it.
 *
 * - read, write, call, new, type, import: the role of a name that is the node, or of the member's name in it
 * - value: read, even inside of a type
 * - bind: names of parameters and local variables
 * - member: the last name of a chain; it has the role of the chain
 * - callMember: as member, of a chain that is called
 * - inherit: the role of the parent
 * - skip: no references in here
 */
export type Edge =
  | 'read'
  | 'write'
  | 'call'
  | 'new'
  | 'type'
  | 'import'
  | 'value'
  | 'bind'
  | 'member'
  | 'callMember'
  | 'inherit'
  | 'skip';

/** Where a definition stands. */
export interface Place {
  readonly text: string;
  readonly parentType: string;
  /** Inside a function or a lambda: variables are local. */
  readonly inFunction: boolean;
  /** Kind and name of the innermost definition around it. */
  readonly kind: SymbolKind | undefined;
  readonly name: string | undefined;
  /** Whether the definition around it is exported; true at the top level. */
  readonly exported: boolean;
  /** Whether a name was defined already in the same container. */
  isDefined(name: string, outwards?: boolean): boolean;
}

export interface Definition {
  readonly kind: SymbolKind;
  readonly name: Node;
  /** Where the name is not the node's text. */
  readonly named?: string | undefined;
  /** All of it, where it is not the node that the rule is for. */
  readonly whole?: Node | undefined;
  readonly body?: Node | null | undefined;
  readonly parameters?: readonly string[] | undefined;
  readonly exported: boolean;
  readonly documentation?: string | undefined;
  /** Definitions inside of the node are its members. Default: it has a body. */
  readonly holds?: boolean | undefined;
  /** Name of the container, where it is not the definition around it: receivers of Go, `impl` of Rust, `A::b` of C++. */
  readonly owner?: string | undefined;
  /** It belongs to the definition around the one around it: `self.x = 1` in a method. */
  readonly outwards?: boolean | undefined;
  /** A test case of that name. */
  readonly test?: string | undefined;
  /** The name by which a function calls its own object, as Go's receivers. */
  readonly self?: string | undefined;
}

export interface ImportPlace {
  readonly text: string;
  readonly inFunction: boolean;
}

/** A call that makes a test case or a group of them, e.g. `describe('title', ...)`. */
export interface TestCall {
  readonly title: string;
  readonly group: boolean;
}

export interface LanguageRules {
  /** Types of leaves that are names, with the role that they have where their place says nothing. */
  readonly names: Readonly<Record<string, 'read' | 'type'>>;
  /** `parent.field`, `parent.*` for other children, `parent>child` for children of a type. Types may be joined by `|`. */
  readonly edges: Readonly<Record<string, Edge>>;
  readonly definitions: Readonly<Record<string, (node: Node, place: Place) => readonly Definition[]>>;
  /** Nodes with names of their own: functions, and (`type`) definitions that only bind type parameters. */
  readonly scopes: Readonly<Record<string, 'function' | 'type'>>;
  /** Nodes that a definition's range takes in: always, or where it is the only one inside. */
  readonly wrappers: Readonly<Record<string, 'always' | 'single'>>;
  readonly comments: readonly string[];
  /** Decorators and attributes that stand before a definition and belong to it. */
  readonly attributes?: readonly string[];
  /** Nodes that are not gone into. */
  readonly closed: readonly string[];
  /** Import statements whose names are references of that role. */
  readonly importedNames: readonly string[];
  readonly imports: Readonly<Record<string, (node: Node, place: ImportPlace) => readonly RawImportAt[]>>;
  /** Cheap look at the text before `imports` or `testCalls` of a frequent node type is asked. */
  readonly guards?: Readonly<Record<string, RegExp>>;
  readonly testCalls?: Readonly<Record<string, (node: Node) => TestCall | undefined>>;
  /** Names that a statement exports which are defined elsewhere in the file. */
  readonly exports?: Readonly<Record<string, (node: Node) => readonly string[]>>;
  /** Names a node says are not local, as Python's `global`. */
  readonly globals?: Readonly<Record<string, (node: Node) => readonly string[]>>;
  readonly namespaces?: Readonly<Record<string, (node: Node) => readonly string[]>>;
  /** Assigning to a name in a function makes it a local variable. */
  readonly assignmentBinds?: boolean;
  /** Names of variables begin with `$`, which is no part of them. */
  readonly sigil?: boolean;
  /** What stands between the names of a chain; longest first. */
  readonly separators: readonly string[];
  /** Names of the own object, which are no local variables. */
  readonly selfNames: readonly string[];
}

export interface RawImportAt extends Omit<RawImport, 'range' | 'deferred'> {
  /** Indexes in the text. */
  readonly start: number;
  readonly end: number;
  readonly deferred?: boolean;
}

/** Text of a field of a node. */
export function field(node: Node, name: string): Node | undefined {
  return node.childForFieldName(name) ?? undefined;
}

/** Named children, without those that are gone. */
export function children(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null);
}

export function isOf(node: Node | undefined | null, types: readonly string[]): node is Node {
  return node !== undefined && node !== null && types.includes(node.type);
}
