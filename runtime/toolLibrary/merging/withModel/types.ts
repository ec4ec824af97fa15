import type { CoverageEntry } from '../../types';

/** What a model is asked to be. Each role is a conversation of its own: a reviewer never sees how the code came about. */
export type MergingRole = 'blueprint' | 'code' | 'reviewer';

export interface MergingPrompt {
  readonly system: string;
  /** Turns of the user and, in rounds after the first, what the model answered before. */
  readonly turns: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
}

/**
 * One call of a model. It goes through the gateway: under the user's budget, and booked.
 * @param attempt tells calls with the same prompt apart, so that candidates differ
 */
export type AskModel = (
  role: MergingRole,
  prompt: MergingPrompt,
  attempt: number,
  signal: AbortSignal,
) => Promise<string>;

/** Which call of a model comes next: told before it is made. */
export interface MergingStep {
  readonly topic: string;
  /** Of the groups that a model is given, from 1. */
  readonly group: number;
  readonly groups: number;
  /** Which of several candidates, from 1. */
  readonly candidate: number;
  /** Of plans, or of code and review, from 1. */
  readonly round: number;
  readonly role: MergingRole;
}

/** One group cannot be asked about, e.g. because its tools do not fit what the model reads. Others may go well. */
export class GroupNotAskedError extends Error {
  override readonly name = 'GroupNotAskedError';
}

export interface BlueprintParameter {
  readonly name: string;
  /** As the language writes it. */
  readonly type: string;
  readonly description: string;
}

/** One function that a model wants to write. */
export interface BlueprintFunction {
  readonly name: string;
  readonly purpose: string;
  readonly parameters: readonly BlueprintParameter[];
  readonly returns: string;
  /** Tools by identifier, and how a call of each becomes a call of this. */
  readonly covers: readonly { readonly tool: string; readonly arguments: CoverageEntry['arguments'] }[];
}

/** A plan that names every tool of a group exactly once. */
export interface Blueprint {
  readonly functions: readonly BlueprintFunction[];
  /** Tools that stay as they are. */
  readonly left: readonly { readonly tool: string; readonly reason: string }[];
}
