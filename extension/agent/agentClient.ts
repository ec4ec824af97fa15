import { Emitter } from 'vscode-jsonrpc/node';
import type { CancellationToken, Disposable } from 'vscode-jsonrpc/node';
import * as protocol from '../../runtime/agent/protocol';
import type {
  AgentConfig,
  AgentEvent,
  AgentTask,
  Json,
  McpServerState,
  ToolEntry,
  ToolProblem,
  ToolResult,
  TraceFormat,
  TraceRun,
  TraceStep,
} from '../../runtime/agent/protocol';
import type { LogParams } from '../../runtime/protocol';
import { SupervisedChild } from '../childProcess/supervisedChild';
import { answerAgent } from './agentAnswers';
import type { AgentParent } from './agentParent';

export interface AgentClientOptions {
  /** Absolute path of agentHost.cjs. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly idleMs: number;
  /** More of its command line. */
  readonly args?: readonly string[] | undefined;
  readonly config: () => Promise<AgentConfig>;
  readonly parent: AgentParent;
  readonly log: (entry: LogParams) => void;
  /** Options of Node; for tests. */
  readonly execArgv?: readonly string[] | undefined;
}

/**
 * The client of the agent's process: starts it when something is asked, and again when it has gone idle or was lost. A run that
 * was lost with it is kept as 'interrupted' and can be resumed.
 */
export class AgentClient {
  private readonly child: SupervisedChild<AgentConfig>;
  private runs = 0;
  private readonly listeners = new Map<string, (event: AgentEvent) => void>();
  private readonly toolChanges = new Emitter<void>();
  private readonly runChanges = new Emitter<void>();

  constructor(options: AgentClientOptions) {
    this.child = new SupervisedChild({
      ...options,
      title: 'The agent',
      afterLoss: 'What it had done is kept: resume the run from the page of traces, or ask again.',
      configure: protocol.configureAgent,
      listen: (connection) => {
        connection.onNotification(protocol.agentEvent, ({ id, event }) => this.listeners.get(id)?.(event));
        connection.onNotification(protocol.toolsChanged, () => {
          this.toolChanges.fire();
        });
        connection.onNotification(protocol.runsChanged, () => {
          this.runChanges.fire();
        });
        answerAgent(connection, options.parent);
      },
    });
  }

  /** Whether a child is there that would be asked. */
  get running(): boolean {
    return this.child.running;
  }

  /** Process id of the child that runs. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Runs a task to its end. @param onEvent called in order, and not after the answer */
  run(task: AgentTask, onEvent: (event: AgentEvent) => void, token?: CancellationToken): Promise<TraceRun> {
    return this.listening(onEvent, (id) => this.child.ask(protocol.runAgent, { id, task }, token));
  }

  /** Goes on with an interrupted run. */
  resume(run: string, onEvent: (event: AgentEvent) => void, token?: CancellationToken): Promise<TraceRun> {
    return this.listening(onEvent, (id) => this.child.ask(protocol.resumeAgent, { id, run }, token));
  }

  tools(
    token?: CancellationToken,
  ): Promise<{ readonly tools: readonly ToolEntry[]; readonly problems: readonly ToolProblem[] }> {
    return this.child.askPlain(protocol.listTools, token);
  }

  /** @param call `confirmed`: VS Code has asked the user already */
  callTool(
    call: {
      readonly name: string;
      readonly input: Json;
      readonly conversation: string;
      readonly confirmed: boolean;
    },
    token?: CancellationToken,
  ): Promise<ToolResult> {
    return this.child.ask(protocol.callTool, call, token);
  }

  servers(): Promise<readonly McpServerState[]> {
    return this.child.askPlain(protocol.listServers);
  }

  /**
   * @param shown with `allow`: the hash in the state that the user was shown; another configuration is not allowed
   * @returns the hash of what was allowed, to be remembered
   */
  async controlServer(
    name: string,
    action: 'allow' | 'start' | 'stop' | 'restart',
    shown?: string,
  ): Promise<{ readonly allowed: string | undefined }> {
    return this.child.ask(protocol.controlServer, { name, action, ...(shown === undefined ? {} : { shown }) });
  }

  /** Newest first. @param before only those started earlier, milliseconds since 1970 */
  listRuns(limit: number, before?: number): Promise<readonly TraceRun[]> {
    return this.child.ask(protocol.listRuns, { limit, ...(before === undefined ? {} : { before }) });
  }

  getRun(run: string): Promise<{ readonly run: TraceRun; readonly steps: readonly TraceStep[] }> {
    return this.child.ask(protocol.getRun, { run });
  }

  async deleteRuns(runs: readonly string[]): Promise<void> {
    await this.child.ask(protocol.deleteRuns, { runs });
  }

  /** JSON Lines, without secrets. */
  exportRuns(runs: readonly string[], format: TraceFormat): Promise<string> {
    return this.child.ask(protocol.exportRuns, { runs, format });
  }

  /** Tools of VS Code have come or gone. */
  editorToolsChanged(): void {
    this.child.tellPlain(protocol.editorToolsChanged);
  }

  /** Settings, trust or folders have changed: a child that runs is told, another one reads them when it starts. */
  reconfigure(): Promise<void> {
    return this.child.reconfigure();
  }

  onToolsChanged(listener: () => void): Disposable {
    return this.toolChanges.event(listener);
  }

  /** A run has begun, gone a step further, or ended, in whichever process. */
  onRunsChanged(listener: () => void): Disposable {
    return this.runChanges.event(listener);
  }

  onEnd(listener: (end: { readonly crashed: boolean }) => void): Disposable {
    return this.child.onEnd(listener);
  }

  dispose(): void {
    this.child.dispose();
    for (const emitter of [this.toolChanges, this.runChanges]) emitter.dispose();
  }

  private async listening(
    onEvent: (event: AgentEvent) => void,
    ask: (id: string) => Promise<TraceRun>,
  ): Promise<TraceRun> {
    this.runs += 1;
    const id = `${process.pid}.${this.runs}`;
    this.listeners.set(id, onEvent);
    try {
      return await ask(id);
    } finally {
      this.listeners.delete(id);
    }
  }
}
