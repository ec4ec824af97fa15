import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeFile } from './code/codeFile';
import type { Family } from './code/family';

export interface WeaknessRule {
  /** e.g. `CWE-78`. */
  readonly cwe: string;
  /** For people, as MITRE calls it or shorter. */
  readonly title: string;
  readonly families: readonly Family[];
  /** Nodes in which a value reaches what it must not reach. */
  find(file: CodeFile): Iterable<Node>;
}

export interface WeaknessFinding {
  readonly cwe: string;
  /** From 1. */
  readonly line: number;
}
