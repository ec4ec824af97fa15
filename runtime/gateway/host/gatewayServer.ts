import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { IdleTimer } from '../../host/idleTimer';
import { abortSignalOf } from '../../host/rpcServer';
import { RuntimeError } from '../../runtimeError';
import { tokensAtMost } from '../calls/estimateTokens';
import { gatewayConfigSchema } from '../configSchema';
import type { Gateway } from '../gateway';
import { GatewayError } from '../gatewayError';
import { OnDemandLedger } from '../onDemandLedger';
import { openGateway } from '../openGateway';
import * as protocol from '../protocol';
import { generateRequestSchema } from '../requestSchema';
import { LocalServer } from '../server/localServer';
import { BooksOpener, decisionsOf } from './books';
import { answerError, failedGeneration } from './errorAnswers';
import { HostCalls } from './hostCalls';
import { RouterOpener } from './routerOpener';
import * as schemas from './requestSchemas';

export interface GatewayServerOptions {
  readonly connection: MessageConnection;
  /** State folder of the user. */
  readonly folder: string;
  /** Milliseconds without work after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  readonly onIdle: () => void;
  readonly log: (message: string) => void;
}

/** Shares of a budget at which a warning is due where the caller names none. */
const defaultWarnAt = [0.5, 0.8, 0.95];

/** Answers the requests of gateway/protocol.ts. */
export class GatewayServer {
  private readonly idle: IdleTimer;
  private readonly books: BooksOpener;
  private readonly hostCalls: HostCalls;
  private readonly learnt: RouterOpener;
  private readonly ledger = new OnDemandLedger(() => this.books.open());
  private gateway: Gateway | undefined;
  private local: { readonly server: LocalServer; readonly ended: () => void } | undefined;
  private readonly running = new Set<{ readonly abort: AbortController; readonly done: Promise<unknown> }>();

  constructor(private readonly options: GatewayServerOptions) {
    this.idle = new IdleTimer(options.idleMs, options.onIdle);
    const { connection } = options;
    this.hostCalls = new HostCalls(connection);
    this.learnt = new RouterOpener(options.folder, options.log);
    this.books = new BooksOpener({
      folder: options.folder,
      onWarning: (warning) => this.send(connection.sendNotification(protocol.budgetWarning, warning)),
      onChange: () => this.send(connection.sendNotification(protocol.ledgerChanged)),
    });
  }

  listen(): void {
    this.answerCalls();
    this.answerBooks();
    this.answerRouter();
    this.options.connection.listen();
  }

  /** Breaks off and settles what runs, then closes the books. */
  async close(): Promise<void> {
    this.idle.dispose();
    await this.stopServer();
    for (const { abort } of this.running) abort.abort();
    await Promise.allSettled([...this.running].map(({ done }) => done));
    await this.gateway?.dispose();
    await this.learnt.close();
    await this.books.close();
    this.options.connection.dispose();
  }

  private answerCalls(): void {
    const { connection } = this.options;
    connection.onRequest(protocol.configure, (params) =>
      this.answer('gateway/configure', async () => {
        await this.configure(gatewayConfigSchema.parse(params));
        return null;
      }),
    );
    connection.onRequest(protocol.listModels, () => this.answer('gateway/models', () => this.configured().models()));
    connection.onRequest(protocol.listProblems, () =>
      this.answer('gateway/problems', () => this.configured().problems()),
    );
    connection.onRequest(protocol.generate, (params, token) =>
      this.answer('gateway/generate', () => this.generate(schemas.generateParamsSchema.parse(params), token)),
    );
    connection.onRequest(protocol.route, (params, token) =>
      this.answer('gateway/route', () =>
        this.configured().route(generateRequestSchema.parse(params), abortSignalOf(token)),
      ),
    );
    connection.onRequest(protocol.countTokens, (params) =>
      this.answer('gateway/countTokens', async () => ({
        tokens: tokensAtMost(schemas.countTokensParamsSchema.parse(params).text),
      })),
    );
    connection.onRequest(protocol.priceOf, (params) =>
      this.answer(
        'gateway/price',
        async () => this.configured().priceOf(schemas.priceParamsSchema.parse(params).model) ?? null,
      ),
    );
    connection.onRequest(protocol.startServer, (params) =>
      this.answer('gateway/serve', () => this.startServer(schemas.startServerParamsSchema.parse(params).port)),
    );
    connection.onRequest(protocol.stopServer, () =>
      this.answer('gateway/stopServe', async () => {
        await this.stopServer();
        return null;
      }),
    );
  }

  private answerBooks(): void {
    const { connection } = this.options;
    connection.onRequest(protocol.budgets, (params) =>
      this.answer('gateway/budgets', async () => {
        const scope = schemas.ledgerScopeSchema.parse(params);
        const ledger = await this.books.open();
        // Whoever names no scope wants to see them all.
        return Object.keys(scope).length === 0 ? ledger.allStates() : ledger.states(scope);
      }),
    );
    connection.onRequest(protocol.setBudget, (params) =>
      this.answer('gateway/setBudget', async () => {
        const { warnAt = defaultWarnAt, ...terms } = schemas.setBudgetParamsSchema.parse(params);
        return (await this.books.open()).setBudget({ ...terms, warnAt });
      }),
    );
    connection.onRequest(protocol.removeBudget, (params) =>
      this.answer('gateway/removeBudget', async () => {
        await (await this.books.open()).removeBudget(schemas.removeBudgetParamsSchema.parse(params).id);
        return null;
      }),
    );
    connection.onRequest(protocol.spendReport, (params) =>
      this.answer('gateway/spendReport', async () =>
        (await this.books.open()).spendReport(schemas.spendReportParamsSchema.parse(params)),
      ),
    );
    connection.onRequest(protocol.decisions, (params) =>
      this.answer('gateway/decisions', async () =>
        (await this.books.open()).decisions(schemas.decisionsParamsSchema.parse(params)),
      ),
    );
    connection.onRequest(protocol.exportCalls, (params) =>
      this.answer('gateway/export', async () =>
        (await this.books.open()).exportCalls(schemas.exportParamsSchema.parse(params)),
      ),
    );
  }

  private answerRouter(): void {
    const { connection } = this.options;
    connection.onRequest(protocol.routerSummary, () =>
      this.answer('gateway/router', async () => (await this.learnt.open()).summary()),
    );
    connection.onRequest(protocol.resetRouter, () =>
      this.answer('gateway/resetRouter', async () => {
        (await this.learnt.open()).reset();
        return null;
      }),
    );
    connection.onRequest(protocol.whatIf, (params) =>
      this.answer('gateway/whatIf', async () => {
        const { from, until, qualities } = schemas.whatIfParamsSchema.parse(params);
        const router = await this.learnt.open();
        return router.whatIf(await decisionsOf(await this.books.open(), from, until), qualities);
      }),
    );
    connection.onNotification(protocol.outcome, (params) => {
      const parsed = schemas.outcomeSchema.safeParse(params);
      if (!parsed.success) return this.options.log('gateway/outcome that makes no sense was ignored.');
      void this.idle.during(async () => this.gateway?.outcome(parsed.data));
    });
  }

  private async configure(config: protocol.GatewayConfig): Promise<void> {
    // Models of this machine answer all the same; what costs something is refused, and says why.
    await this.books
      .open()
      .catch((error: unknown) => this.options.log(`The ledger cannot be opened: ${String(error)}`));
    const before = this.gateway;
    const router = await this.learnt.open();
    router.setPolicy(config.policy);
    const states = path.join(this.options.folder, 'conversations');
    if (config.keepConversations !== true) await this.forgetConversations(states);
    this.gateway = openGateway({
      config,
      states: config.keepConversations === true ? states : undefined,
      ledger: this.ledger,
      router,
      callHost: this.hostCalls.call,
      onProblem: this.options.log,
    });
    // Answers under way, the local server's too, end with what they began with.
    void before?.retire().then(() => {
      // A model that was put to rest has saved what it held.
      if (config.keepConversations !== true) return this.forgetConversations(states);
    });
  }

  /** The user wants nothing of them on the disk. */
  private async forgetConversations(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true }).catch((error: unknown) =>
      this.options.log(`Saved conversations in ${folder} could not be deleted: ${String(error)}`),
    );
  }

  private configured(): Gateway {
    if (this.gateway) return this.gateway;
    throw new RuntimeError('unavailable', 'The gateway has not been set up.', 'Report this with the log.');
  }

  private async generate(
    { id, request }: { readonly id: string; readonly request: protocol.GenerateRequest },
    token: CancellationToken,
  ): Promise<protocol.GenerateResult> {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, abortSignalOf(token)]);
    const work = this.events(id, request, signal);
    const running = { abort, done: work };
    this.running.add(running);
    try {
      return await work;
    } catch (error) {
      if (error instanceof GatewayError && error.kind === 'aborted') throw error;
      return { kind: 'failed', error: failedGeneration(error) };
    } finally {
      this.running.delete(running);
    }
  }

  private async events(
    id: string,
    request: protocol.GenerateRequest,
    signal: AbortSignal,
  ): Promise<protocol.GenerateResult> {
    for await (const event of this.configured().generate(request, signal)) {
      this.send(this.options.connection.sendNotification(protocol.generateEvent, { id, event }));
      if (event.type === 'finish') {
        const { decision, cost, usage } = event;
        return { kind: 'done', decision, cost, usage };
      }
    }
    throw new GatewayError('internal', 'An answer did not end.', 'Report this with the log.');
  }

  private async startServer(port: number): Promise<protocol.ServerInfo> {
    this.configured();
    if (this.local && port !== 0 && this.local.server.port !== port) await this.stopServer();
    if (!this.local) {
      const server = await LocalServer.start({
        gateway: () => this.configured(),
        port,
        onProblem: this.options.log,
      });
      let ended: (() => void) | undefined;
      // As long as it is up the child is not idle.
      void this.idle.during(() => new Promise<void>((resolve) => (ended = resolve)));
      this.local = { server, ended: () => ended?.() };
    }
    const { url, token } = this.local.server;
    return { url, token };
  }

  private async stopServer(): Promise<void> {
    const { local } = this;
    this.local = undefined;
    await local?.server.close();
    local?.ended();
  }

  private async answer<T>(method: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.idle.during(work);
    } catch (error) {
      const answer = answerError(error);
      if (answer.data?.kind === 'internal') {
        this.options.log(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      throw answer;
    }
  }

  /** A notification that cannot be sent means that the parent has gone; 'disconnect' ends this process then. */
  private send(sending: Promise<void>): void {
    sending.catch(() => undefined);
  }
}
