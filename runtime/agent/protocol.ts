/**
 * Requests and notifications between the extension host and the agent's process (`host/main.ts`), which holds the tools, the MCP
 * servers, the loop and the traces. Model calls go back to the extension, which hands them to the gateway's process: one set of local
 * models a window, and a tool that takes its process with it takes no model and no books.
 */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { GenerateEvent, GenerateRequest, GenerateResult, Json } from '../gateway/protocol';
import type { RuntimeErrorData } from '../protocol';
import type {
  ApprovalAnswer,
  ApprovalRequest,
  FileEdit,
  ToolEntry,
  ToolMode,
  ToolProblem,
  ToolResult,
  ToolRisk,
  WorkspaceDiagnostic,
} from '../tools/types';
import type { AgentEvent, AgentTask, ResumeChanges, TraceRun, TraceStep } from './types';

export type * from './types';
export type * from '../tools/types';
export type { GenerateEvent, GenerateRequest, GenerateResult, Json } from '../gateway/protocol';

/** A server of MCP as `.vscode/mcp.json` and the user's settings have it, variables not yet filled in. */
export type McpServerConfig =
  | {
      readonly type: 'stdio';
      readonly command: string;
      readonly args?: readonly string[] | undefined;
      readonly env?: Readonly<Record<string, string | null>> | undefined;
      readonly envFile?: string | undefined;
      readonly cwd?: string | undefined;
      readonly risks?: McpToolRisks | undefined;
    }
  | {
      readonly type: 'http' | 'sse';
      readonly url: string;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly risks?: McpToolRisks | undefined;
    };

/** By the server's name of a tool, `*` for all others; heard only in the user's settings. Without it each is 'network'. */
export type McpToolRisks = Readonly<Record<string, ToolRisk>>;

/** `${input:ID}` in a server's configuration: asked of the user, secret ones are kept in SecretStorage. */
export interface McpInput {
  readonly id: string;
  readonly type: 'promptString' | 'pickString';
  readonly description?: string | undefined;
  readonly password?: boolean | undefined;
  readonly default?: string | undefined;
  readonly options?: readonly string[] | undefined;
}

export interface McpServerState {
  readonly name: string;
  /** Where it is written down. */
  readonly from: 'workspace' | 'user';
  readonly config: McpServerConfig;
  /** 'not-allowed': the user has not said yet that it may be started. */
  readonly status: 'not-allowed' | 'stopped' | 'starting' | 'running' | 'failed';
  readonly problem: string | undefined;
  readonly tools: number;
  /** Stands for `config` as it is now; given back with 'allow', so that nothing is allowed that was not shown. */
  readonly hash?: string | undefined;
}

export interface AgentConfig {
  /** Absolute folders of the workspace. */
  readonly roots: readonly string[];
  readonly trusted: boolean;
  /** Stable id of the workspace, as the gateway's. */
  readonly project: string | undefined;
  readonly mode: ToolMode;
  /** Registry names of tools that the user switched off. */
  readonly disabledTools: readonly string[];
  /** Tools shown to a model at once. */
  readonly maxTools: number;
  /** Keys of `ApprovalMemory` that were remembered for this workspace. */
  readonly approved: readonly string[];
  readonly localOnly: boolean;
  /** Servers of the user's settings; those of the workspace are read from `.vscode/mcp.json`. */
  readonly mcpServers: Readonly<Record<string, McpServerConfig>>;
  /** Hashes of server configurations that the user allowed to start. */
  readonly allowedServers: readonly string[];
  /** Globs of files that tools never read. */
  readonly excluded: readonly string[];
  /** Whether scripts, targets and tasks of the workspace are tools of their own. */
  readonly scripts: boolean;
  /** The oldest traces are deleted when they take more than so many megabytes; undefined: none ever is. */
  readonly traceMegabytes?: number | undefined;
}

export const configureAgent = new RequestType<AgentConfig, null, RuntimeErrorData>('agent/configure');
/** Runs a task to its end. `id` is chosen by the caller; events come as `agentEvent`. Cancelled by its token. */
export const runAgent = new RequestType<{ readonly id: string; readonly task: AgentTask }, TraceRun, RuntimeErrorData>(
  'agent/run',
);
/** Goes on with a run that has no answer: interrupted, failed, cancelled, at its limit. `changes`: what is to be otherwise now. */
export const resumeAgent = new RequestType<
  {
    readonly id: string;
    readonly run: string;
    readonly changes?: ResumeChanges | undefined;
  },
  TraceRun,
  RuntimeErrorData
>('agent/resume');
export const agentEvent = new NotificationType<{ readonly id: string; readonly event: AgentEvent }>('agent/event');

export const listTools = new RequestType0<
  { readonly tools: readonly ToolEntry[]; readonly problems: readonly ToolProblem[] },
  RuntimeErrorData
>('agent/tools');
/** For VS Code's own tool API: one call, approved like any other unless `confirmed`: VS Code has asked already. */
export const callTool = new RequestType<
  { readonly name: string; readonly input: Json; readonly conversation: string; readonly confirmed: boolean },
  ToolResult,
  RuntimeErrorData
>('agent/callTool');
export const toolsChanged = new NotificationType0('agent/toolsChanged');

export const listServers = new RequestType0<readonly McpServerState[], RuntimeErrorData>('agent/servers');
/**
 * `allow`: the user has said that it may be started; its hash comes back to be remembered. With `shown`, the hash that he was shown,
 * it fails where the configuration has changed since.
 */
export const controlServer = new RequestType<
  {
    readonly name: string;
    readonly action: 'allow' | 'start' | 'stop' | 'restart';
    readonly shown?: string | undefined;
  },
  { readonly allowed: string | undefined },
  RuntimeErrorData
>('agent/controlServer');

/** Newest first; `before`: those started earlier. */
export const listRuns = new RequestType<
  { readonly before?: number | undefined; readonly limit: number; readonly project?: string | undefined },
  readonly TraceRun[],
  RuntimeErrorData
>('agent/runs');
export const getRun = new RequestType<
  { readonly run: string },
  { readonly run: TraceRun; readonly steps: readonly TraceStep[] },
  RuntimeErrorData
>('agent/trace');
export const deleteRuns = new RequestType<{ readonly runs: readonly string[] }, null, RuntimeErrorData>(
  'agent/deleteRuns',
);
/** Secrets are taken out. 'unified': ActionStudio's Unified 2.0; 'sharegpt': APIGen-MT's form; 'xlam': training rows. JSON Lines. */
export type TraceFormat = 'unified' | 'sharegpt' | 'xlam';
export const exportRuns = new RequestType<
  { readonly runs: readonly string[]; readonly format: TraceFormat },
  string,
  RuntimeErrorData
>('agent/export');
/** A run has begun, gone a step further, or ended, in whichever process; at most a few times a second. */
export const runsChanged = new NotificationType0('agent/runsChanged');

// Child to parent.

export const agentGenerate = new RequestType<
  { readonly id: string; readonly request: GenerateRequest },
  GenerateResult,
  RuntimeErrorData
>('agent/generate');
/** Parent to child: what the model of `agentGenerate` says. */
export const agentGenerateEvent = new NotificationType<{ readonly id: string; readonly event: GenerateEvent }>(
  'agent/generateEvent',
);
/** Cancelled by its token when the run is. */
export const askApproval = new RequestType<ApprovalRequest, ApprovalAnswer, RuntimeErrorData>('agent/approve');
/** What was approved for good; the parent keeps it. */
export const rememberApproval = new NotificationType<{ readonly key: string }>('agent/remember');
export const askInput = new RequestType<
  { readonly server: string; readonly input: McpInput },
  string | null,
  RuntimeErrorData
>('agent/input');
export const unsavedText = new RequestType<{ readonly file: string }, string | null, RuntimeErrorData>('agent/unsaved');
/** Absolute paths of open documents with unsaved text. */
export const unsavedFiles = new RequestType0<readonly string[], RuntimeErrorData>('agent/unsavedFiles');
export const applyEdits = new RequestType<{ readonly edits: readonly FileEdit[] }, null, RuntimeErrorData>(
  'agent/apply',
);
export const readDiagnostics = new RequestType<
  { readonly files: readonly string[] | undefined },
  readonly WorkspaceDiagnostic[],
  RuntimeErrorData
>('agent/diagnostics');
/** Tools of VS Code and other extensions (`vscode.lm.tools`). */
export const editorTools = new RequestType0<
  readonly {
    readonly name: string;
    readonly description: string;
    readonly inputSchema: Json;
    readonly tags: readonly string[];
  }[],
  RuntimeErrorData
>('agent/editorTools');
export const callEditorTool = new RequestType<
  { readonly name: string; readonly input: Json; readonly conversation: string },
  ToolResult,
  RuntimeErrorData
>('agent/callEditorTool');
export const editorToolsChanged = new NotificationType0('agent/editorToolsChanged');
