import type { CancellationToken } from 'vscode-jsonrpc';
import type {
  ApprovalAnswer,
  ApprovalRequest,
  FileEdit,
  GenerateEvent,
  GenerateRequest,
  GenerateResult,
  Json,
  McpInput,
  ToolResult,
  WorkspaceDiagnostic,
} from '../../runtime/agent/protocol';

/** A tool of VS Code or of another extension, as the agent's process is told of it. */
export interface EditorToolInfo {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Json;
  readonly tags: readonly string[];
}

/** What the agent's process asks of its owner: models, people, and the open workspace. No 'vscode' here. */
export interface AgentParent {
  /** Sends a model call through the gateway. */
  generate(
    request: GenerateRequest,
    tell: (event: GenerateEvent) => void,
    token: CancellationToken,
  ): Promise<GenerateResult>;
  approve(request: ApprovalRequest, token: CancellationToken): Promise<ApprovalAnswer>;
  /** What was approved for good. */
  remember(key: string): void;
  /** @returns null when the user gave none */
  input(server: string, input: McpInput): Promise<string | null>;
  /** Text of an open, unsaved document; null: as on the disk. @param file absolute path */
  unsaved(file: string): string | null;
  /** Absolute paths of open documents with unsaved text. */
  unsavedFiles(): readonly string[];
  /** All or none. @throws RuntimeRequestError when a file is no longer as it was previewed */
  apply(edits: readonly FileEdit[]): Promise<void>;
  diagnostics(files: readonly string[] | undefined): Promise<readonly WorkspaceDiagnostic[]>;
  editorTools(): readonly EditorToolInfo[];
  callEditorTool(
    call: { readonly name: string; readonly input: Json; readonly conversation: string },
    token: CancellationToken,
  ): Promise<ToolResult>;
}
