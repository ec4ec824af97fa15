/** One server as a source of tools: started when its tools are first wanted, stopped when nobody uses it, started again after a crash. */
import type { McpServerConfig, McpServerState, McpToolRisks } from '../../agent/protocol';
import type { Json } from '../../gateway/types';
import { ToolError } from '../toolError';
import type { SourceTool, SourceTools, ToolContext, ToolOrigin, ToolResult, ToolRisk, ToolSource } from '../types';
import { callTool, readResource, SessionLostError } from './callServer';
import { Connection } from './connection';
import type { ConfiguredServer } from './consent';
import type { Launch } from './launch';
import type { Limits } from './limits';
import { listTools, type Listed, type ListedTool } from './listTools';
import { LogLimiter } from './logLimiter';
import { McpServerError } from './mcpServerError';
import { unlessAborted } from '../registry';
import { resourceTool, RESOURCE_TOOL } from './resourceTool';
import { RetryLaterError, StartPolicy } from './startPolicy';

/** What a server asks of its manager. */
export interface ServerHost {
  readonly limits: Limits;
  /** @throws McpServerError where it may not be started: not trusted, not allowed */
  requireAllowed(server: ConfiguredServer): Promise<void>;
  /** @throws McpServerError where its configuration cannot be used */
  launch(server: ConfiguredServer): Promise<Launch>;
  roots(): readonly string[];
  log(server: string, line: string): void;
  /** Its state is another. */
  changed(): void;
}

/** A server that changes its tools all the time is asked for them once in this time. */
const CHANGE_MS = 200;

export class McpServer implements ToolSource {
  readonly origin: ToolOrigin;
  private readonly listeners = new Set<() => void>();
  /** Ends a start that is under way. */
  private stopping = new AbortController();
  private retired = false;
  private readonly policy: StartPolicy;
  private readonly limiter: LogLimiter;
  private status: McpServerState['status'] = 'stopped';
  private problem: string | undefined;
  private connection: Connection | undefined;
  private starting: Promise<Connection> | undefined;
  private listed: Listed | undefined;
  /** `listed` is what the running server says. */
  private fresh = false;
  private stoppedByUser = false;
  /** Somebody who wanted its tools gave up before it was there. */
  private missed = false;
  private calls = 0;
  private idle: NodeJS.Timeout | undefined;
  private changing: NodeJS.Timeout | undefined;

  constructor(
    readonly configured: ConfiguredServer,
    private readonly risks: McpToolRisks,
    private readonly host: ServerHost,
  ) {
    const { name } = configured;
    this.origin = { kind: 'mcp', id: name, title: name };
    this.policy = new StartPolicy(host.limits.restartMs);
    this.limiter = new LogLimiter((line) => host.log(name, line));
  }

  get config(): McpServerConfig {
    return this.configured.config;
  }

  /** @param forbidden why it may not be started */
  state(forbidden: string | undefined): McpServerState {
    const { name, from, config } = this.configured;
    const tools = this.listed?.tools.length ?? 0;
    if (forbidden !== undefined && this.connection === undefined) {
      return { name, from, config, status: 'not-allowed', problem: forbidden, tools: 0 };
    }
    return { name, from, config, status: this.status, problem: this.problem, tools };
  }

  async tools(signal: AbortSignal): Promise<SourceTools> {
    try {
      await this.host.requireAllowed(this.configured);
      if (this.stoppedByUser) return { tools: [], problem: 'The server was stopped. Start it to use its tools.' };
      if (this.listed === undefined || (!this.fresh && this.connection !== undefined)) await this.list(signal);
      return this.sourceTools();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof McpServerError)) throw error;
      return { tools: [], problem: error.message };
    }
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** At the user's word: what failed before is forgotten. @throws McpServerError */
  async start(signal: AbortSignal): Promise<void> {
    this.policy.forget();
    this.stoppedByUser = false;
    await this.list(signal);
    this.tellChange();
  }

  /** At the user's word: it stays stopped until he starts it. */
  async stop(): Promise<void> {
    this.stoppedByUser = true;
    await this.end('stopped', undefined);
    this.tellChange();
  }

  /** It may not run any more. */
  async halt(): Promise<void> {
    if (this.connection !== undefined || this.starting !== undefined) await this.end('stopped', undefined);
  }

  /** Of whoever uses it as a source: it is stopped, and may be used again by another. */
  dispose(): Promise<void> {
    return this.halt();
  }

  /** Its configuration is gone: it never starts again. */
  async retire(): Promise<void> {
    this.retired = true;
    clearTimeout(this.changing);
    await this.end('stopped', undefined);
    this.listeners.clear();
  }

  rootsChanged(): void {
    this.connection?.client.sendRootsListChanged().catch((error: unknown) => this.log(String(error)));
  }

  /** Something that decides about its start has changed. */
  tellChange(): void {
    for (const listener of this.listeners) listener();
    this.host.changed();
  }

  private async list(signal: AbortSignal): Promise<void> {
    const connection = await this.connected(signal);
    await this.using(async () => {
      try {
        this.fresh = true;
        this.listed = await listTools(connection.client, this.host.limits, signal);
      } catch (error) {
        this.fresh = false;
        signal.throwIfAborted();
        const reason = connection.ended ?? (error instanceof Error ? error.message : String(error));
        const problem = `It does not say which tools it has: ${reason.slice(0, 500)} Restart it.`;
        this.problem = problem;
        throw new McpServerError(problem, { cause: error });
      }
      this.problem = undefined;
      this.host.changed();
    });
  }

  private sourceTools(): SourceTools {
    const { tools, resources, problems } = this.listed ?? { tools: [], resources: [], problems: [] };
    const source = tools.map((tool) => this.sourceTool(tool));
    if (resources.length > 0 && !tools.some(({ name }) => name === RESOURCE_TOOL)) {
      const read = (uri: string, context: ToolContext) =>
        this.ask(context, (connection) => readResource(connection, uri, context, this.host.limits));
      source.push(resourceTool(this.origin.title, resources, this.riskOf(RESOURCE_TOOL), read));
    }
    return { tools: source, problem: problems.length === 0 ? undefined : problems.slice(0, 10).join(' ') };
  }

  private sourceTool(tool: ListedTool): SourceTool {
    const risk = this.riskOf(tool.name);
    const { name, title, description, inputSchema } = tool;
    const run = (input: Json, context: ToolContext) =>
      this.ask(context, (connection) => callTool(connection, tool, risk, input, context, this.host.limits));
    // A call may first have to start the server again; both have limits of their own.
    const timeoutMs = this.host.limits.startMs + this.host.limits.totalMs;
    return { name, title, description, inputSchema, risk, timeoutMs, run };
  }

  /** What the server says of itself counts for nothing here. */
  private riskOf(tool: string): ToolRisk {
    const named = Object.hasOwn(this.risks, tool) ? this.risks[tool] : undefined;
    return named ?? this.risks['*'] ?? 'network';
  }

  private async ask(context: ToolContext, call: (connection: Connection) => Promise<ToolResult>): Promise<ToolResult> {
    return this.using(async () => {
      const connection = await this.connectedForCall(context.signal);
      try {
        return await call(connection);
      } catch (error) {
        if (!(error instanceof SessionLostError)) throw error;
        this.log('It has lost the session; a new one is opened.');
        // Forgotten before: this end is no crash.
        if (this.connection === connection) this.connection = undefined;
        await connection.close();
        return await call(await this.connectedForCall(context.signal)).catch((again: unknown) => {
          throw again instanceof SessionLostError ? new ToolError('The server refuses its own sessions.') : again;
        });
      }
    });
  }

  private async connectedForCall(signal: AbortSignal): Promise<Connection> {
    try {
      await this.host.requireAllowed(this.configured);
      if (this.stoppedByUser) throw new McpServerError('It was stopped by the user.');
      return await this.connected(signal);
    } catch (error) {
      if (!(error instanceof McpServerError)) throw error;
      throw new ToolError(`The server “${this.origin.title}” cannot be used. ${error.message}`, { cause: error });
    }
  }

  /** The running server, or a new one. Giving up waiting does not stop the start: others wait for it as well. */
  private async connected(signal: AbortSignal): Promise<Connection> {
    signal.throwIfAborted();
    if (this.connection !== undefined) return this.connection;
    this.starting ??= this.open().finally(() => (this.starting = undefined));
    try {
      return await unlessAborted(this.starting, signal);
    } finally {
      if (signal.aborted) this.missed = true;
    }
  }

  private async open(): Promise<Connection> {
    await this.host.requireAllowed(this.configured);
    const { signal } = (this.stopping = new AbortController());
    try {
      if (this.retired) throw new RetryLaterError('Its configuration is another one now.');
      await this.policy.admit(signal);
      this.become('starting', undefined);
      const launch = await this.host.launch(this.configured);
      const connection = await Connection.open(
        launch,
        {
          limits: this.host.limits,
          log: (line) => this.log(line),
          toolsChanged: () => this.toolsChanged(),
          roots: () => this.host.roots(),
        },
        signal,
      );
      this.connection = connection;
      this.fresh = false;
      this.policy.started();
      connection.onEnd(() => this.ended(connection));
      if (connection.ended !== undefined) this.ended(connection);
      else this.become('running', undefined);
      this.rest();
      if (this.missed) this.tellChange();
      this.missed = false;
      return connection;
    } catch (error) {
      if (signal.aborted) throw new RetryLaterError('It was stopped before it was there.', { cause: error });
      if (error instanceof McpServerError) {
        if (!(error instanceof RetryLaterError)) this.policy.failed(error.message);
        this.become('failed', error.message);
      }
      throw error;
    }
  }

  /** Of itself, or at our word: then it is no crash. */
  private ended(connection: Connection): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    this.policy.crashed();
    this.become('failed', `${connection.ended ?? 'It ended.'} It is started again when it is needed.`);
  }

  private async end(status: McpServerState['status'], problem: string | undefined): Promise<void> {
    clearTimeout(this.idle);
    this.stopping.abort();
    const connection = this.connection ?? (await this.starting?.catch(() => undefined));
    this.connection = undefined;
    this.become(status, problem);
    await connection?.close();
  }

  private async using<T>(work: () => Promise<T>): Promise<T> {
    this.calls++;
    clearTimeout(this.idle);
    try {
      return await work();
    } finally {
      this.calls--;
      this.rest();
    }
  }

  private rest(): void {
    clearTimeout(this.idle);
    if (this.calls > 0 || this.connection === undefined) return;
    this.idle = setTimeout(() => {
      this.log('Nobody uses it; it is stopped.');
      this.end('stopped', undefined).catch((error: unknown) => this.log(String(error)));
    }, this.host.limits.idleMs);
    this.idle.unref();
  }

  private toolsChanged(): void {
    this.fresh = false;
    this.changing ??= setTimeout(() => {
      this.changing = undefined;
      this.tellChange();
    }, CHANGE_MS);
  }

  private become(status: McpServerState['status'], problem: string | undefined): void {
    this.status = status;
    this.problem = problem;
    this.host.changed();
  }

  private log(line: string): void {
    this.limiter.log(line);
  }
}
