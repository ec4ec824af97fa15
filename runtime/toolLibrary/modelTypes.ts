/** What merging with a model says of itself: what it would take, where it is, what it took. */

/** What is taken for granted in an estimate. */
export type MergeAssumption =
  | { readonly kind: 'price-unknown' }
  /** How long answers are is not known before they are there. */
  | { readonly kind: 'output-assumed' }
  /** Every first plan and module passes its checks. */
  | { readonly kind: 'first-try' }
  /** Duplicates are merged first, and are taken to pass. */
  | { readonly kind: 'duplicates-planned' };

/** What merging with a model would take, before anything is sent. */
export interface MergeEstimate {
  readonly model: string;
  /** Groups that the model is given, of the cut as it is, and their tools. */
  readonly groups: number;
  readonly tools: number;
  /** Groups that do not fit what the model reads: they are left out. */
  readonly tooLong: number;
  /** Calls if all goes well, and at the most. `kept`: of the first, answered before: they cost nothing. */
  readonly calls: { readonly expected: number; readonly most: number; readonly kept: number };
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Micro-dollars; undefined: the price is not known. */
  readonly expectedCost: number | undefined;
  readonly worstCost: number | undefined;
  readonly assumptions: readonly MergeAssumption[];
  /** Why it cannot be begun, with what to do. */
  readonly problem: string | undefined;
}

/** What a model was asked for in a merge, ended or not. */
export interface ModelWork {
  readonly model: string;
  /** Sent to the model, and answered from what was kept of earlier calls. */
  readonly calls: number;
  readonly kept: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Micro-dollars. */
  readonly cost: number;
  /** Groups that it was given, and those of which something was joined. */
  readonly groups: number;
  readonly joined: number;
  readonly ended: 'done' | 'stopped' | 'failed';
  /** What it failed of, with what to do. */
  readonly problem: string | undefined;
}

/** Which call of a model is under way. Numbers from 1. */
export interface ModelStep {
  readonly topic: string;
  readonly group: number;
  readonly groups: number;
  readonly candidate: number;
  readonly round: number;
  readonly role: 'blueprint' | 'code' | 'reviewer';
}
