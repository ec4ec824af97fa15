import type { Approver, ToolRegistry } from '../../tools/types';
import type { TraceStore } from '../traces';
import type { AgentEvent, Generate } from '../types';

/** What an agent works with; the same for all of its runs. */
export interface AgentParts {
  readonly registry: ToolRegistry;
  readonly generate: Generate;
  readonly traces: TraceStore;
  /** Tools shown to a model at once; default 16. */
  readonly maxTools?: number | undefined;
  /** Registry names of tools that are always shown. */
  readonly pinned?: readonly string[] | undefined;
  /** Name of the workspace, for the model. */
  readonly workspace?: string | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
}

/** Who watches a run, and may stop it. */
export interface RunWatch {
  readonly approve: Approver;
  readonly emit: (event: AgentEvent) => void;
  readonly signal: AbortSignal;
}

export const defaultMaxTools = 16;
export const defaultMaxSteps = 20;

/** Reason of an abort that is no cancellation: the program ends, and the run can be gone on with. */
export const programEnds = new DOMException('The program ends.', 'AbortError');
