/** What a tool is, whoever brings it: the workspace, an MCP server, VS Code, a function of the workspace. */
import type { Json, JsonSchema } from '../gateway/types';

/**
 * What a call may do at worst; decided by us and by the user's settings, never by what a model says.
 * 'read': reads inside the workspace. 'write': changes files of the workspace. 'execute': runs a program in the sandbox.
 * 'network': reaches a server or program that is not ours, so it may do anything.
 */
export type ToolRisk = 'read' | 'write' | 'execute' | 'network';

export interface ToolOrigin {
  readonly kind: 'workspace' | 'mcp' | 'editor' | 'function';
  /** Unique in its kind: an MCP server's name, an extension's id, a file. */
  readonly id: string;
  readonly title: string;
}

export type ToolContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'json'; readonly value: Json }
  /** What a model cannot read as text: told as one line. */
  | { readonly type: 'blob'; readonly mediaType: string; readonly bytes: number; readonly note: string };

export interface ToolResult {
  readonly content: readonly ToolContent[];
  /** The tool says that it failed; the text is for the model. */
  readonly isError: boolean;
  /** Whether anything outside may have changed. */
  readonly changed: boolean;
  /** Set where content was cut: how much there was, and how to get the rest. */
  readonly cut?: string | undefined;
  /** Set by the registry. */
  readonly handled?: HandledCall | undefined;
}

/** What the registry did with a call. */
export interface HandledCall {
  /** 'checked': never run, as the call was wrong. */
  readonly outcome: 'ran' | 'failed' | 'refused' | 'checked';
  /** How it was approved; undefined: it did not come to that. */
  readonly approval?: 'free' | 'remembered' | 'asked' | undefined;
  /** As the tool was given it, after safe repairs. */
  readonly input?: Json | undefined;
}

/** A file as it is and as it would be; paths relative to the workspace folder, with slashes. */
export interface FileEdit {
  readonly path: string;
  /** undefined: there is none yet. */
  readonly before: string | undefined;
  /** undefined: it is deleted. */
  readonly after: string | undefined;
}

/** What a person is shown before a call is run. */
export type ToolPreview =
  | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
  | { readonly kind: 'command'; readonly command: string; readonly folder: string; readonly note: string }
  | { readonly kind: 'input' };

export interface ApprovalRequest {
  readonly id: string;
  /** Whose call it is: the question belongs to that answer, whatever else runs. */
  readonly conversation: string;
  /** The registry's name of the tool. */
  readonly tool: string;
  readonly title: string;
  readonly origin: ToolOrigin;
  readonly risk: ToolRisk;
  readonly input: Json;
  readonly preview: ToolPreview;
  /** What "always" would cover, in words: the tool, or this very command. */
  readonly covers: string;
}

export type ApprovalAnswer =
  | { readonly kind: 'allowed'; readonly remember: 'once' | 'conversation' | 'workspace' }
  /** The model is told that the user refused, with the reason where there is one. */
  | { readonly kind: 'refused'; readonly reason?: string | undefined };

/** Asks a person. */
export type Approver = (request: ApprovalRequest, signal: AbortSignal) => Promise<ApprovalAnswer>;

export interface ToolContext {
  readonly signal: AbortSignal;
  readonly approve: Approver;
  /** Approvals for a conversation are kept by it. */
  readonly conversation: string;
  /** One line on what is going on. */
  readonly progress?: ((message: string) => void) | undefined;
  /** Told what a server of MCP answered, as it came: all blocks, `structuredContent`, `isError`. For records of evaluations. */
  readonly received?: ((answer: Json) => void) | undefined;
}

/** A tool as its source brings it. */
export interface SourceTool {
  /** Its name at the source, e.g. `read_file`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly risk: ToolRisk;
  /** Milliseconds that `run` may take; default: the registry's. For tools that have a limit of their own. */
  readonly timeoutMs?: number | undefined;
  /** What a person is to see before; default: the input. @throws ToolError when the call cannot work */
  readonly preview?: ((input: Json, context: ToolContext) => Promise<ToolPreview>) | undefined;
  /**
   * Input is valid for the schema, and the call was approved. It is the very object that `preview` was given, so that a tool can do
   * what was shown.
   * @throws ToolError for the model's eyes; AbortError
   */
  readonly run: (input: Json, context: ToolContext) => Promise<ToolResult>;
}

/** Where tools come from. */
export interface ToolSource {
  readonly origin: ToolOrigin;
  /** What it offers now. May start something; a source that cannot says so in `problem`. */
  tools(signal: AbortSignal): Promise<SourceTools>;
  /** Called when `tools` would answer something else. @returns what ends it */
  onChange?(listener: () => void): () => void;
  dispose?(): Promise<void>;
}

export interface SourceTools {
  readonly tools: readonly SourceTool[];
  /** Why there are none, or fewer than there could be: what is wrong, what to do. */
  readonly problem?: string | undefined;
}

/** A tool in the registry. */
export interface ToolEntry {
  /** What models call it: `[A-Za-z0-9_-]{1,64}`, unique, the same as long as its source brings it. */
  readonly name: string;
  readonly sourceName: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly origin: ToolOrigin;
  readonly risk: ToolRisk;
  /** Why it cannot be used: schema not valid, switched off by the user, read-only mode. It is never shown to a model then. */
  readonly disabled?: string | undefined;
}

export interface ToolProblem {
  readonly origin: ToolOrigin;
  readonly tool?: string | undefined;
  /** What is wrong and what to do. */
  readonly problem: string;
}

/** What was approved for good in a workspace. Kept by the caller (VS Code's workspace state, a file). */
export interface ApprovalMemory {
  has(key: string): boolean;
  add(key: string): Promise<void>;
}

/** All tools of all sources. */
export interface ToolRegistry {
  /** Asks sources that have changed, or were never asked. */
  refresh(signal: AbortSignal): Promise<void>;
  entries(): readonly ToolEntry[];
  problems(): readonly ToolProblem[];
  find(name: string): ToolEntry | undefined;
  /** The relevant ones for a text, best first, pinned ones always among them. @param limit tools at most */
  select(query: string, limit: number, pinned: readonly string[]): readonly ToolEntry[];
  /**
   * Validates the input, asks for approval where the risk and the settings want it, runs, bounds the result. Never throws for what a
   * model did wrong or a tool could not do: that is a result with `isError`.
   * @throws AbortError
   */
  call(name: string, input: Json, context: ToolContext): Promise<ToolResult>;
  /** Called when entries or problems are others, or a source says that it has changed and should be asked again. */
  onChange(listener: () => void): () => void;
  /** The same tools under another mode, for one run; its `dispose` leaves the sources alone. */
  inMode(mode: ToolMode): ToolRegistry;
  /** The user's settings have changed. */
  configure(settings: ToolSettings): void;
  /** Others from now on (servers come and go). Those that stay keep their tools; `refresh` asks the new ones. */
  setSources(sources: readonly ToolSource[]): Promise<void>;
  /** Forgets what was approved for a conversation. */
  forget(conversation: string): void;
  /** Also of the sources. */
  dispose(): Promise<void>;
}

/** What the user decides about tools. */
export interface ToolSettings {
  readonly mode: ToolMode;
  /** Registry names of tools that are switched off. */
  readonly disabled: readonly string[];
  /** Whether the workspace is trusted: 'allow-writes' counts only there. */
  readonly trusted: boolean;
}

/** Approvals: 'ask' (default) by risk, 'read-only': nothing but reads, 'allow-writes': edits without asking, in trusted workspaces. */
export type ToolMode = 'ask' | 'read-only' | 'allow-writes';

/** The open workspace as tools see it; the editor knows unsaved text and applies edits with undo, the command line uses files. */
export interface WorkspaceHost {
  /** Absolute folders; the first is what relative paths are relative to. */
  readonly roots: readonly string[];
  /** Nothing is executed while it is false. */
  readonly trusted: boolean;
  /** Text of an open, unsaved document; undefined: as on the disk. */
  unsaved(file: string): Promise<string | undefined>;
  /** Absolute paths of documents with unsaved text, for searches; without it, only files that match on the disk are looked up. */
  unsavedFiles?(): Promise<readonly string[]>;
  /** All or none; @throws ToolError when a file is no longer as it was in `before` */
  apply(edits: readonly FileEdit[], signal: AbortSignal): Promise<void>;
  diagnostics(files: readonly string[] | undefined, signal: AbortSignal): Promise<readonly WorkspaceDiagnostic[]>;
}

export interface WorkspaceDiagnostic {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly source?: string | undefined;
}
