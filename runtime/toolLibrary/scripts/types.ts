/** What a workspace already offers to be run, as tools. */
import type { Json } from '../../gateway/types';
import type { CollectionProblem, ToolEffect, ToolParameter, ToolRecord, ToolSource } from '../types';

export type ScriptKind = 'npm' | 'make' | 'task' | 'just' | 'taskfile' | 'cli';

/** What has to be there before a call can work. */
export interface Precondition {
  /** Programs that must be found by PATH. */
  readonly programs: readonly string[];
  /** Files and folders that must be there, from the root, with `/`. */
  readonly paths: readonly string[];
}

/** What a call is known to do when it works. */
export interface Outcome {
  /** In words. */
  readonly description: string;
  /** Files that it makes, as far as its text tells. */
  readonly writes: readonly string[];
}

/** One script, target, recipe, task or program. */
export interface ScriptTool {
  readonly kind: ScriptKind;
  /** `npm_build`, `make_all`, …: unique in its kind. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly ToolParameter[];
  readonly effects: readonly ToolEffect[];
  readonly source: ToolSource;
  readonly precondition: Precondition;
  readonly outcome: Outcome;
  /**
   * The line for `sh`, in the root. Values are quoted.
   * @throws ToolError where a value cannot be passed
   */
  readonly line: (given: Readonly<Record<string, Json>>) => string;
}

export interface FoundScripts {
  readonly tools: readonly ScriptTool[];
  readonly problems: readonly CollectionProblem[];
}

/** What really calling a tool showed. */
export interface Validation {
  readonly tool: ToolRecord['id'];
  readonly name: string;
  readonly verdict: 'works' | 'fails' | 'not-run';
  /** What was run or asked, and why it was not. */
  readonly detail: string;
  /** Of the call that was made. */
  readonly observed?: {
    readonly exitCode: number | undefined;
    readonly milliseconds: number;
    /** Files that it changed in its copy. */
    readonly changed: readonly string[];
  };
}
