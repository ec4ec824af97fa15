import type { Json } from '../../gateway/types';
import type { JsonRepair } from './jsonReader';

/** A call as the model wrote it. Whether there is such a function is for the checker to say. */
export interface ParsedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, Json>>;
  /** The arguments as JSON text; numbers as they were written. */
  readonly argumentsText: string;
}

/** How calls were written. */
export type CallPath = 'array' | 'object' | 'fence' | 'tool_call' | 'TOOL_CALLS' | 'python_tag' | 'python-calls';

export type CallEvent =
  | { readonly type: 'text' | 'thought'; readonly text: string }
  /** A call has begun, and its name is known. */
  | { readonly type: 'call-started'; readonly index: number; readonly name: string }
  /** A piece of the arguments as JSON; the pieces of a call together are its `argumentsText`. */
  | { readonly type: 'call-arguments'; readonly index: number; readonly delta: string }
  | { readonly type: 'call-finished'; readonly index: number; readonly call: ParsedCall }
  /** A call that had begun and cannot be read; nothing more comes of it. */
  | {
      readonly type: 'call-failed';
      readonly index: number;
      readonly name: string;
      readonly reason: 'cut' | 'malformed';
    };

export interface ParsedReply {
  /** What is said beside calls, without white space at its ends. */
  readonly content: string;
  /** What the model thought before it answered. */
  readonly thought: string;
  readonly calls: readonly ParsedCall[];
  /** How the first call was written. */
  readonly path: CallPath | undefined;
  /** The reply ends inside a call, or inside what could have become one; complete calls before are kept. */
  readonly truncated: boolean;
  /** Text of calls that could not be read, for a request to repair them. */
  readonly malformed: readonly string[];
  /** Text came after a call. */
  readonly trailingText: boolean;
  /** Elements of a list of calls that are none. */
  readonly skipped: number;
  readonly repairs: readonly JsonRepair[];
}
