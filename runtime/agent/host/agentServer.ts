import path from 'node:path';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { IdleTimer } from '../../host/idleTimer';
import { toResponseError } from '../../host/responseErrors';
import { abortSignalOf } from '../../host/rpcServer';
import { RuntimeError } from '../../runtimeError';
import { McpServerError } from '../../tools/mcp';
import { Agent, AgentTools, exportRuns, openTraces, programEnds, type RunWatch, type TraceStore } from '..';

import * as protocol from '../protocol';

import { ParentLine } from './parentLine';
import * as schemas from './requestSchemas';

export interface AgentServerOptions {
  readonly connection: MessageConnection;
  /** State folder of the user. */
  readonly folder: string;
  /** Milliseconds without work after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  /** Folder of a TypeScript compiler, for functions of workspaces that have none. */
  readonly compiler?: string | undefined;
  readonly onIdle: () => void;
  readonly log: (message: string) => void;
}

interface Configured {
  readonly config: protocol.AgentConfig;
  readonly tools: AgentTools;
  /** Keys of what is approved for good. */
  readonly approved: Set<string>;
}

/** Answers the requests of agent/protocol.ts. */
export class AgentServer {
  private readonly idle: IdleTimer;
  private readonly parent: ParentLine;
  private readonly running = new Set<{ readonly abort: AbortController; readonly done: Promise<unknown> }>();
  private configuring: Promise<Configured> | undefined;
  private traces: Promise<TraceStore> | undefined;

  constructor(private readonly options: AgentServerOptions) {
    this.idle = new IdleTimer(options.idleMs, options.onIdle);
    this.parent = new ParentLine(options.connection);
  }

  listen(): void {
    this.answerRuns();
    this.answerTools();
    this.answerTraces();
    this.options.connection.listen();
  }

  /** Breaks off what runs, so that it can be gone on with, and ends servers and books. */
  async close(): Promise<void> {
    this.idle.dispose();
    for (const { abort } of this.running) abort.abort(programEnds);
    await Promise.allSettled([...this.running].map(({ done }) => done));
    const configured = await this.configuring?.catch(() => undefined);
    await configured?.tools.dispose();
    const traces = await this.traces?.catch(() => undefined);
    traces?.close();
    this.options.connection.dispose();
  }

  private answerRuns(): void {
    const { connection } = this.options;
    connection.onRequest(protocol.configureAgent, (params) =>
      this.answer('agent/configure', async () => {
        await this.configure(schemas.agentConfigSchema.parse(params));
        return null;
      }),
    );
    connection.onRequest(protocol.runAgent, (params, token) =>
      this.answer('agent/run', async () => {
        const { id, task } = schemas.runParamsSchema.parse(params);
        const { config } = await this.configured();
        const project = task.project ?? config.project;
        const localOnly = config.localOnly || task.localOnly === true;
        const whole = { ...task, localOnly, ...(project !== undefined && { project }) };
        return this.carryOut(id, token, (agent, watch) => agent.run(whole, watch));
      }),
    );
    connection.onRequest(protocol.resumeAgent, (params, token) =>
      this.answer('agent/resume', async () => {
        const { id, run, changes } = schemas.resumeParamsSchema.parse(params);
        return this.carryOut(id, token, (agent, watch) => agent.resume(run, watch, changes));
      }),
    );
  }

  private answerTools(): void {
    const { connection } = this.options;
    connection.onRequest(protocol.listTools, (token) =>
      this.answer('agent/tools', async () => {
        const { tools } = await this.configured();
        await tools.registry.refresh(abortSignalOf(token));
        return { tools: tools.registry.entries(), problems: tools.registry.problems() };
      }),
    );
    connection.onRequest(protocol.callTool, (params, token) =>
      this.answer('agent/callTool', async () => {
        const { name, input, conversation, confirmed } = schemas.callToolParamsSchema.parse(params);
        const { tools } = await this.configured();
        const signal = abortSignalOf(token);
        await tools.registry.refresh(signal);
        return tools.registry.call(name, input, {
          ...{ signal, conversation },
          approve: confirmed ? async () => ({ kind: 'allowed', remember: 'once' }) : this.parent.approve,
        });
      }),
    );
    connection.onRequest(protocol.listServers, () =>
      this.answer('agent/servers', async () => (await this.configured()).tools.servers.states()),
    );
    connection.onRequest(protocol.controlServer, (params, token) =>
      this.answer('agent/controlServer', async () => {
        const { name, action, shown } = schemas.controlServerParamsSchema.parse(params);
        const { tools } = await this.configured();
        try {
          return await tools.servers.control(name, action, abortSignalOf(token), shown);
        } catch (error) {
          if (!(error instanceof McpServerError)) throw error;
          throw new RuntimeError('unavailable', error.message, 'Look at the log of the server.', { cause: error });
        }
      }),
    );
  }

  private answerTraces(): void {
    const { connection } = this.options;
    connection.onRequest(protocol.listRuns, (params) =>
      this.answer('agent/runs', async () => (await this.store()).list(schemas.listRunsParamsSchema.parse(params))),
    );
    connection.onRequest(protocol.getRun, (params) =>
      this.answer('agent/trace', async () => {
        const { run, steps } = (await this.store()).get(schemas.getRunParamsSchema.parse(params).run);
        return { run, steps };
      }),
    );
    connection.onRequest(protocol.deleteRuns, (params) =>
      this.answer('agent/deleteRuns', async () => {
        (await this.store()).delete(schemas.runsParamsSchema.parse(params).runs);
        return null;
      }),
    );
    connection.onRequest(protocol.exportRuns, (params) =>
      this.answer('agent/export', async () => {
        const { runs, format } = schemas.exportParamsSchema.parse(params);
        const traces = await this.store();
        const { config } = (await this.configuring?.catch(() => undefined)) ?? { config: undefined };
        return exportRuns(
          runs.map((run) => traces.get(run)),
          format,
          { roots: config?.roots ?? [] },
        );
      }),
    );
  }

  private async carryOut(
    id: string,
    token: CancellationToken,
    work: (agent: Agent, watch: RunWatch) => Promise<protocol.TraceRun>,
  ): Promise<protocol.TraceRun> {
    const { config, tools } = await this.configured();
    const traces = await this.store();
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, abortSignalOf(token)]);
    const { connection } = this.options;
    const agent = new Agent({
      ...{ registry: tools.registry, traces, generate: this.parent.generate, maxTools: config.maxTools },
      workspace: config.roots[0] === undefined ? undefined : path.basename(config.roots[0]),
    });
    const emit = (event: protocol.AgentEvent) =>
      this.send(connection.sendNotification(protocol.agentEvent, { id, event }));
    const done = work(agent, { approve: this.parent.approve, emit, signal });
    const running = { abort, done };
    this.running.add(running);
    try {
      return await done;
    } finally {
      this.running.delete(running);
      if (config.traceMegabytes !== undefined) traces.keepAtMost(config.traceMegabytes * 1e6);
    }
  }

  /** Servers whose configuration stays go on running. Other folders make other tools; runs under way keep those they began with. */
  private async configure(config: protocol.AgentConfig): Promise<void> {
    const before = this.configuring;
    this.configuring = before?.then(
      (old) => this.reconfigured(old, config),
      () => this.open(config),
    );
    await (this.configuring ??= this.open(config));
    this.send(this.options.connection.sendNotification(protocol.toolsChanged));
  }

  private async reconfigured(old: Configured, config: protocol.AgentConfig): Promise<Configured> {
    if (await old.tools.configure(config)) {
      old.approved.clear();
      for (const key of config.approved) old.approved.add(key);
      return { ...old, config };
    }
    const next = await this.open(config);
    const runs = [...this.running].map(({ done }) => done);
    void Promise.allSettled(runs).then(() => old.tools.dispose());
    return next;
  }

  private async open(config: protocol.AgentConfig): Promise<Configured> {
    const approved = new Set(config.approved);
    const { connection, log } = this.options;
    const tools = await AgentTools.open({
      ...{ config, log, askInput: this.parent.askInput, workspace: this.parent.workspace(config) },
      ...{ editor: this.parent.editorTools(), compiler: this.options.compiler },
      memory: {
        has: (key) => approved.has(key),
        add: async (key) => {
          approved.add(key);
          await connection.sendNotification(protocol.rememberApproval, { key });
        },
      },
    });
    tools.registry.onChange(() => this.send(connection.sendNotification(protocol.toolsChanged)));
    return { config, tools, approved };
  }

  private configured(): Promise<Configured> {
    if (this.configuring) return this.configuring;
    throw new RuntimeError('unavailable', 'The agent has not been set up.', 'Report this with the log.');
  }

  /** @throws RuntimeError; the next request tries again */
  private async store(): Promise<TraceStore> {
    this.traces ??= openTraces({ folder: this.options.folder }).then((traces) => {
      traces.watch(() => this.send(this.options.connection.sendNotification(protocol.runsChanged)));
      return traces;
    });
    try {
      return await this.traces;
    } catch (error) {
      this.traces = undefined;
      throw error;
    }
  }

  private async answer<T>(method: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.idle.during(work);
    } catch (error) {
      const answer = toResponseError(error);
      if (answer.data?.kind === 'internal') {
        this.options.log(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      throw answer;
    }
  }

  /** A notification that cannot be sent means that the parent has gone; 'disconnect' ends this process then. */
  private send(sent: Promise<void>): void {
    sent.catch(() => undefined);
  }
}
