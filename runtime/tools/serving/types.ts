/** What an MCP server of ours offers. Types only. */
import type { Json, JsonSchema } from '../../gateway/types';
import type { ToolResult } from '../types';

export interface OfferedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Of an object whose properties are the arguments by name. */
  readonly inputSchema: JsonSchema;
  /** Not to be used any longer; clients that list tools are told in its description. */
  readonly deprecated?: boolean;
}

export interface OfferedCall {
  readonly signal: AbortSignal;
  /** One line on what is going on, with how much of the whole is done where that is known (from 0 to 1). */
  readonly progress: (message: string, share?: number) => void;
}

export interface ToolOffer {
  readonly tools: (signal: AbortSignal) => Promise<readonly OfferedTool[]>;
  /**
   * The input fits the tool's schema.
   * @throws ToolError for the client's eyes; AbortError
   */
  readonly call: (name: string, input: Readonly<Record<string, Json>>, call: OfferedCall) => Promise<ToolResult>;
  /** Why there is no tool of this name, where more can be said than that: what to call instead, what to start the server with. */
  readonly missing?: (name: string) => string | undefined;
  /** Called when `tools` would answer something else. @returns what ends it */
  readonly onChange?: (listener: () => void) => () => void;
}

/** How a server calls itself. */
export interface ServerTitle {
  readonly name: string;
  readonly version: string;
}
