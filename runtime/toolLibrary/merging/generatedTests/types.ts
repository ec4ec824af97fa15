import type { Expected } from './readCanonical';

/** Calls of one function of the library, as they are to be written down in a test. */
export interface TestedFunction {
  readonly access: string;
  readonly asynchronous: boolean;
  readonly tools: readonly TestedTool[];
}

/** What an old tool answered. */
export interface TestedTool {
  readonly name: string;
  readonly calls: readonly TestedCall[];
}

export interface TestedCall {
  /** A call of the function, as text. */
  readonly call: string;
  readonly expected: Expected;
}
