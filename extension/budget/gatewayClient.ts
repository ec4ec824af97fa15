import { CancellationToken, Emitter, ResponseError } from 'vscode-jsonrpc/node';
import type { Disposable, RequestType, RequestType0 } from 'vscode-jsonrpc/node';
import * as protocol from '../../runtime/gateway/protocol';
import type {
  Budget,
  BudgetState,
  BudgetWarning,
  DecisionRecord,
  GatewayConfig,
  GenerateEvent,
  GenerateRequest,
  GenerateResult,
  LedgerScope,
  ModelEntry,
  Outcome,
  ProviderProblem,
  RouterSummary,
  ServerInfo,
  SpendReport,
  WhatIfPoint,
} from '../../runtime/gateway/protocol';
import type { LogParams, RuntimeErrorData } from '../../runtime/protocol';
import { fromAnswer } from '../runtimeProcess/answerError';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import { RestartBudget } from '../runtimeProcess/restartBudget';
import { GatewayChild } from './gatewayChild';
import { answerHost, type HostGenerate } from './hostAnswer';

/** From and until: milliseconds since 1970. */
interface Time {
  readonly from: number;
  readonly until: number;
}

export interface GatewayClientOptions {
  /** Absolute path of gatewayHost.cjs. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly idleMs: number;
  /** What the child is told first whenever it starts. */
  readonly config: () => Promise<GatewayConfig>;
  readonly hostGenerate: HostGenerate;
  readonly log: (entry: LogParams) => void;
  /** Options of Node; for tests. */
  readonly execArgv?: readonly string[] | undefined;
}

/** JSON-RPC code of a cancelled request (LSP 3.17). */
const cancelledCode = -32800;
/** Milliseconds before the first, second and third restart; a fourth crash within a minute is an error until it is over. */
const restartDelaysMs = [0, 500, 3000];
const crashWindowMs = 60_000;

/**
 * The client of the gateway child: starts it when something is asked, and again when it has gone idle or was lost. Errors
 * are RuntimeRequestError, fit for the user's eyes, or RequestCancelledError. What was reserved by a child that was lost is
 * booked in full by the ledger, so a crash can cost money but never a budget.
 */
export class GatewayClient {
  /** It has its settings. */
  private child: GatewayChild | undefined;
  /** The one that is being started, so that it can be ended. */
  private launched: GatewayChild | undefined;
  private starting: Promise<GatewayChild> | undefined;
  private disposed = false;
  private hold = { until: 0, refuse: false };
  private generations = 0;
  private readonly restarts = new RestartBudget(restartDelaysMs, crashWindowMs);
  private readonly changes = new Emitter<void>();
  private readonly warnings = new Emitter<BudgetWarning>();
  private readonly ends = new Emitter<{ readonly crashed: boolean }>();
  private readonly listeners = new Map<string, (event: GenerateEvent) => void>();

  constructor(private readonly options: GatewayClientOptions) {}

  /** Whether a child is there that would be asked. */
  get running(): boolean {
    return this.child !== undefined && this.child.ended === undefined;
  }

  /** Process id of the child that runs. */
  get pid(): number | undefined {
    return this.running ? this.child?.pid : undefined;
  }

  models(token?: CancellationToken): Promise<readonly ModelEntry[]> {
    return this.askPlain(protocol.listModels, token);
  }

  /** Providers that cannot be used now. */
  problems(): Promise<readonly ProviderProblem[]> {
    return this.askPlain(protocol.listProblems);
  }

  countTokens(model: string, text: string, token?: CancellationToken): Promise<{ readonly tokens: number }> {
    return this.ask(protocol.countTokens, { model, text }, token);
  }

  /** Those that would count a call, tightest first; without a scope all of them. */
  budgets(scope: LedgerScope = {}): Promise<readonly BudgetState[]> {
    return this.ask(protocol.budgets, scope);
  }

  /** Makes a budget, or changes that of the same scope, period and unit. */
  setBudget(budget: Omit<Budget, 'id'>): Promise<Budget> {
    return this.ask(protocol.setBudget, budget);
  }

  async removeBudget(id: string): Promise<void> {
    await this.ask(protocol.removeBudget, { id });
  }

  spendReport(time: Time): Promise<SpendReport> {
    return this.ask(protocol.spendReport, time);
  }

  /** Newest first. @param before only those older than this time */
  decisions(limit: number, before?: number): Promise<readonly DecisionRecord[]> {
    return this.ask(protocol.decisions, { limit, ...(before === undefined ? {} : { before }) });
  }

  whatIf(time: Time, qualities: readonly number[]): Promise<readonly WhatIfPoint[]> {
    return this.ask(protocol.whatIf, { ...time, qualities });
  }

  routerSummary(): Promise<RouterSummary> {
    return this.askPlain(protocol.routerSummary);
  }

  async resetRouter(): Promise<void> {
    await this.askPlain(protocol.resetRouter);
  }

  exportCalls(format: 'csv' | 'json', time: Time): Promise<string> {
    return this.ask(protocol.exportCalls, { format, ...time });
  }

  /** @param port 0: any free one */
  startServer(port: number): Promise<ServerInfo> {
    return this.ask(protocol.startServer, { port });
  }

  async stopServer(): Promise<void> {
    await this.askPlain(protocol.stopServer);
  }

  /**
   * Sends a request through the gateway. A refused or failed call is an answer, not an error.
   * @param onEvent called in order, and not after the answer
   */
  async generate(
    request: GenerateRequest,
    onEvent: (event: GenerateEvent) => void,
    token?: CancellationToken,
  ): Promise<GenerateResult> {
    this.generations += 1;
    const id = `${process.pid}.${this.generations}`;
    this.listeners.set(id, onEvent);
    try {
      return await this.ask(protocol.generate, { id, request }, token);
    } finally {
      this.listeners.delete(id);
    }
  }

  /** Tells what became of an answer; nothing is started for it. */
  outcome(outcome: Outcome): void {
    if (this.running) void this.child?.connection.sendNotification(protocol.outcome, outcome);
  }

  /** Settings or keys have changed: a child that runs is told, another one reads them when it starts. */
  async reconfigure(): Promise<void> {
    const child = this.child ?? (await this.starting?.catch(() => undefined));
    if (!child || child.ended !== undefined) return;
    await child.connection.sendRequest(protocol.configure, await this.options.config());
  }

  /** Books or budgets have changed, in whichever process. */
  onChange(listener: () => void): Disposable {
    return this.changes.event(listener);
  }

  onWarning(listener: (warning: BudgetWarning) => void): Disposable {
    return this.warnings.event(listener);
  }

  /** The child has ended, and with it the local server. */
  onEnd(listener: (end: { readonly crashed: boolean }) => void): Disposable {
    return this.ends.event(listener);
  }

  dispose(): void {
    this.disposed = true;
    for (const child of [this.child, this.launched]) child?.kill();
    this.child = undefined;
    for (const emitter of [this.changes, this.warnings, this.ends]) emitter.dispose();
  }

  private ask<P, R>(
    type: RequestType<P, R, RuntimeErrorData>,
    params: P,
    token: CancellationToken = CancellationToken.None,
  ): Promise<R> {
    // By the name: the library's types cannot tell that generic parameters are an object.
    return this.send(({ connection }) => connection.sendRequest<R>(type.method, params, token));
  }

  private askPlain<R>(
    type: RequestType0<R, RuntimeErrorData>,
    token: CancellationToken = CancellationToken.None,
  ): Promise<R> {
    return this.send(({ connection }) => connection.sendRequest(type, token));
  }

  private async send<T>(ask: (child: GatewayChild) => Promise<T>): Promise<T> {
    const child = await this.ready();
    try {
      return await ask(child);
    } catch (error) {
      if (this.isDisposed() || (error instanceof ResponseError && error.code === cancelledCode)) {
        throw new RequestCancelledError();
      }
      const how = child.ended;
      throw how === undefined ? fromAnswer(error) : lost(how);
    }
  }

  private isDisposed(): boolean {
    return this.disposed;
  }

  /** The child that runs, or a new one that has its settings. Requests that come meanwhile wait for the same one. */
  private async ready(): Promise<GatewayChild> {
    if (this.disposed) throw new RequestCancelledError();
    if (this.child && this.child.ended === undefined) return this.child;
    this.starting ??= this.start().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  private async start(): Promise<GatewayChild> {
    const { options } = this;
    await this.holdBack();
    const config = await options.config();
    if (this.isDisposed()) throw new RequestCancelledError();
    const child = new GatewayChild(options);
    const { connection } = child;
    connection.onNotification(protocol.generateEvent, ({ id, event }) => this.listeners.get(id)?.(event));
    connection.onNotification(protocol.ledgerChanged, () => {
      this.changes.fire();
    });
    connection.onNotification(protocol.budgetWarning, (warning) => {
      this.warnings.fire(warning);
    });
    connection.onRequest(protocol.hostGenerate, ({ id, model, request }, token) =>
      answerHost(connection, id, options.hostGenerate, { model, request }, token),
    );
    child.onEnd((how) => this.childEnded(child, how));
    connection.listen();
    this.launched = child;
    try {
      await connection.sendRequest(protocol.configure, config);
    } catch (error) {
      const how = child.ended;
      child.kill();
      if (this.isDisposed()) throw new RequestCancelledError();
      throw how === undefined ? fromAnswer(error) : lost(how);
    } finally {
      this.launched = undefined;
    }
    this.child = child;
    return child;
  }

  private childEnded(child: GatewayChild, { idle }: { readonly idle: boolean }): void {
    if (this.child === child) this.child = undefined;
    if (this.disposed) return;
    if (!idle) {
      const now = performance.now();
      const wait = this.restarts.crash(now);
      this.hold = { until: now + (wait ?? crashWindowMs), refuse: wait === undefined };
    }
    this.ends.fire({ crashed: !idle });
  }

  /** After a crash the next start waits a little longer each time; after too many it is refused for a while. */
  private async holdBack(): Promise<void> {
    const { until, refuse } = this.hold;
    const wait = until - performance.now();
    if (wait <= 0) return;
    if (refuse) {
      throw new RuntimeRequestError({
        kind: 'unavailable',
        message: `The gateway's process was lost ${restartDelaysMs.length + 1} times within a minute.`,
        action: 'The log says more. Try again in a minute; if it happens again, please report it with the log.',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function lost(how: string): RuntimeRequestError {
  return new RuntimeRequestError({
    kind: 'crashed',
    message: `The gateway's process was lost (${how}).`,
    action: 'Try again: it starts anew. What the call may have cost is booked in full until the provider tells.',
  });
}
