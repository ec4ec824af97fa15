import { Emitter } from 'vscode-jsonrpc/node';
import type { CancellationToken, Disposable } from 'vscode-jsonrpc/node';
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
import type { LogParams } from '../../runtime/protocol';
import { SupervisedChild } from '../childProcess/supervisedChild';
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

/**
 * The client of the gateway child: starts it when something is asked, and again when it has gone idle or was lost. What was
 * reserved by a child that was lost is booked in full by the ledger, so a crash can cost money but never a budget.
 */
export class GatewayClient {
  private readonly child: SupervisedChild<GatewayConfig>;
  private generations = 0;
  private readonly changes = new Emitter<void>();
  private readonly warnings = new Emitter<BudgetWarning>();
  private readonly listeners = new Map<string, (event: GenerateEvent) => void>();

  constructor(options: GatewayClientOptions) {
    this.child = new SupervisedChild({
      ...options,
      title: 'The gateway',
      afterLoss: 'Try again: it starts anew. What the call may have cost is booked in full until the provider tells.',
      configure: protocol.configure,
      listen: (connection) => {
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

  models(token?: CancellationToken): Promise<readonly ModelEntry[]> {
    return this.child.askPlain(protocol.listModels, token);
  }

  /** Providers that cannot be used now. */
  problems(): Promise<readonly ProviderProblem[]> {
    return this.child.askPlain(protocol.listProblems);
  }

  countTokens(model: string, text: string, token?: CancellationToken): Promise<{ readonly tokens: number }> {
    return this.child.ask(protocol.countTokens, { model, text }, token);
  }

  /** Those that would count a call, tightest first; without a scope all of them. */
  budgets(scope: LedgerScope = {}): Promise<readonly BudgetState[]> {
    return this.child.ask(protocol.budgets, scope);
  }

  /** Makes a budget, or changes that of the same scope, period and unit. */
  setBudget(budget: Omit<Budget, 'id'>): Promise<Budget> {
    return this.child.ask(protocol.setBudget, budget);
  }

  async removeBudget(id: string): Promise<void> {
    await this.child.ask(protocol.removeBudget, { id });
  }

  spendReport(time: Time): Promise<SpendReport> {
    return this.child.ask(protocol.spendReport, time);
  }

  /** Newest first. @param before only those older than this time */
  decisions(limit: number, before?: number): Promise<readonly DecisionRecord[]> {
    return this.child.ask(protocol.decisions, { limit, ...(before === undefined ? {} : { before }) });
  }

  whatIf(time: Time, qualities: readonly number[]): Promise<readonly WhatIfPoint[]> {
    return this.child.ask(protocol.whatIf, { ...time, qualities });
  }

  routerSummary(): Promise<RouterSummary> {
    return this.child.askPlain(protocol.routerSummary);
  }

  async resetRouter(): Promise<void> {
    await this.child.askPlain(protocol.resetRouter);
  }

  exportCalls(format: 'csv' | 'json', time: Time): Promise<string> {
    return this.child.ask(protocol.exportCalls, { format, ...time });
  }

  /** @param port 0: any free one */
  startServer(port: number): Promise<ServerInfo> {
    return this.child.ask(protocol.startServer, { port });
  }

  async stopServer(): Promise<void> {
    await this.child.askPlain(protocol.stopServer);
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
      return await this.child.ask(protocol.generate, { id, request }, token);
    } finally {
      this.listeners.delete(id);
    }
  }

  /** Tells what became of an answer; nothing is started for it. */
  outcome(outcome: Outcome): void {
    this.child.tell(protocol.outcome, outcome);
  }

  /** Settings or keys have changed: a child that runs is told, another one reads them when it starts. */
  reconfigure(): Promise<void> {
    return this.child.reconfigure();
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
    return this.child.onEnd(listener);
  }

  dispose(): void {
    this.child.dispose();
    for (const emitter of [this.changes, this.warnings]) emitter.dispose();
  }
}
