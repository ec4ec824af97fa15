/** Every model call of the product passes here: candidates, decision, reservation, call, settlement. */
import { randomUUID } from 'node:crypto';
import type { CallPrices } from './calls/callDependencies';
import { CallLimits } from './calls/callLimits';
import { patient, type CallPatience } from './calls/callPatience';
import { inputTokensAtMost } from './calls/estimateTokens';
import { decide, type Decided, type DecideAbout, type DecideWith, type GatewayRouter } from './decide';
import { decideXRouter, servingReason, xRouterName } from './decideXRouter';
import { GatewayError } from './gatewayError';
import { ModelDirectory } from './modelDirectory';
import { modelEntries, providerProblems } from './modelEntries';
import { PlainRouter } from './plainRouter';
import type { ModelEntry, ProviderProblem, RoutingPolicy } from './protocol';
import type { PricedAs, Provider } from './providers/provider';
import { runDecision } from './runDecision';
import { createVerify, type CallerCheck } from './verifiers';
import { streamXRouter } from './xrouter';
import { xRouterEntry } from './xRouterEntry';
import type { GenerateEvent, GenerateRequest, Ledger, Outcome, Price, Refusal, RouteDecision, Router } from './types';

/** Prices of models, by provider and name. */
export interface GatewayPrices extends CallPrices {
  priceOf(provider: PricedAs, name: string): Price | undefined;
}

/** The books as the gateway keeps them: calls, and what was decided about them. */
export interface GatewayLedger extends Ledger {
  recordDecision(decision: RouteDecision, context: Pick<GenerateRequest, 'purpose' | 'project'>): Promise<void>;
  recordOutcome(outcome: Outcome): Promise<void>;
  /** A call that was refused before anything was reserved. */
  recordRefusal(
    refusal: Refusal,
    context: Pick<GenerateRequest, 'purpose' | 'project'> & { readonly model?: string | undefined },
  ): Promise<void>;
}

export interface GatewayOptions {
  readonly ledger: GatewayLedger;
  readonly prices: GatewayPrices;
  /** undefined, or failing: the plain router decides. */
  readonly router?: GatewayRouter | undefined;
  readonly providers: readonly Provider[];
  readonly policy: RoutingPolicy;
  readonly patience?: Partial<CallPatience> | undefined;
  /** What went wrong beside a call, without prompt text. */
  readonly onProblem?: ((message: string) => void) | undefined;
}

/** A call that another answer is made of. */
interface ServedCall {
  readonly reason: string;
  /** Told the cost of each attempt, in micro-dollars. */
  readonly spent: ((cost: number) => void) | undefined;
}

function withReason(decided: Decided, reason: string): Decided {
  const { decision } = decided;
  return { ...decided, decision: { ...decision, reasons: [reason, ...decision.reasons] } };
}

export function createGateway(options: GatewayOptions): Gateway {
  return new Gateway(options);
}

export class Gateway {
  readonly policy: RoutingPolicy;
  private readonly directory: ModelDirectory;
  private readonly plain: PlainRouter;
  private readonly patience: CallPatience;
  /** Answers under way, and who waits for their end. */
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly limits = new Map<string, CallLimits>();
  /** Milliseconds to the end of the last answers, smoothed, by model. */
  private readonly latencies = new Map<string, number>();

  constructor(private readonly options: GatewayOptions) {
    this.policy = options.policy;
    this.directory = new ModelDirectory(options.providers, (provider, name) => options.prices.priceOf(provider, name));
    this.plain = new PlainRouter(options.policy);
    this.patience = { ...patient, ...options.patience };
  }

  /**
   * Answers a request. Begins with the decision, ends with 'finish'.
   * @param signal aborting it breaks the call off; what was written is billed
   * @param checks that the caller makes of a local answer, by the names in the request's verifiers
   * @throws GatewayError
   */
  async *generate(
    request: GenerateRequest,
    signal: AbortSignal = new AbortController().signal,
    checks: Readonly<Record<string, CallerCheck>> = {},
  ): AsyncGenerator<GenerateEvent> {
    this.running += 1;
    try {
      yield* request.model === xRouterName
        ? this.byXRouter(request, signal, checks)
        : this.answer(request, signal, checks);
    } finally {
      this.running -= 1;
      if (this.running === 0) for (const done of this.waiting.splice(0)) done();
    }
  }

  private async *answer(
    request: GenerateRequest,
    signal: AbortSignal,
    checks: Readonly<Record<string, CallerCheck>>,
    serves?: ServedCall,
  ): AsyncGenerator<GenerateEvent> {
    const plain = await this.decided(request, signal);
    const decided = serves === undefined ? plain : withReason(plain, serves.reason);
    // Written in the same commit as the reservation: each of its own would keep the answer waiting for the disk twice.
    const noted = this.note(() => this.options.ledger.recordDecision(decided.decision, request));
    try {
      yield { type: 'decision', decision: decided.decision };
      yield* runDecision(
        decided,
        request,
        {
          calls: {
            ledger: this.options.ledger,
            prices: this.options.prices,
            patience: this.patience,
            limitsOf: (provider) => this.limitsOf(provider),
            newId: randomUUID,
          },
          verify: createVerify(checks),
          spent: (model, cost, usage) => {
            serves?.spent?.(cost);
            this.withRouter((router) => router.spent(decided.decision, model, cost, usage));
          },
          learn: (outcome) => this.outcome(outcome),
          took: (model, ms) => this.took(model, ms),
        },
        signal,
      );
    } finally {
      await noted;
    }
  }

  /** A model decides by calling tools who answers; each of its calls passes here like any other. */
  private async *byXRouter(
    request: GenerateRequest,
    signal: AbortSignal,
    checks: Readonly<Record<string, CallerCheck>>,
  ): AsyncGenerator<GenerateEvent> {
    const { decision, ...plan } = await this.refusalsNoted(request, false, () =>
      decideXRouter(this.about(request, signal), this.decidesWith()),
    );
    // Not written down: what it comes to are the decisions about its calls, each with its cost and its outcome.
    yield { type: 'decision', decision };
    const options = {
      ...plan,
      fallback: 'auto',
      generate: (inner: GenerateRequest, innerSignal: AbortSignal, spent?: (cost: number) => void) =>
        this.answer(inner, innerSignal, checks, { spent, reason: servingReason(inner.model, plan.routerModel) }),
    };
    yield* streamXRouter({ ...request, parentCall: request.parentCall ?? decision.id }, options, signal);
  }

  /**
   * What would be decided; nothing is called, nothing reserved.
   * @throws GatewayError refused, when no model may answer
   */
  async route(request: GenerateRequest, signal: AbortSignal = new AbortController().signal): Promise<RouteDecision> {
    if (request.model === xRouterName) {
      return (await decideXRouter(this.about(request, signal), this.decidesWith())).decision;
    }
    return (await this.decided(request, signal, true)).decision;
  }

  async models(signal: AbortSignal = new AbortController().signal): Promise<readonly ModelEntry[]> {
    const entries = modelEntries(await this.directory.list(this.policy.localOnly, signal), this.policy);
    const xRouter = xRouterEntry(entries, this.policy, this.directory);
    return xRouter === undefined ? entries : [xRouter, ...entries];
  }

  /** Providers that are down, or lack a key; those without models are in no list of models. */
  async problems(signal: AbortSignal = new AbortController().signal): Promise<readonly ProviderProblem[]> {
    return providerProblems(await this.directory.list(this.policy.localOnly, signal));
  }

  /** What a model costs; undefined: unknown, or there is no such model. */
  priceOf(model: string): Price | undefined {
    return this.directory.find(model)?.model.price;
  }

  /** What became of an answer: the router learns from it. */
  async outcome(outcome: Outcome): Promise<void> {
    this.withRouter((router) => router.learn(outcome));
    await this.note(() => this.options.ledger.recordOutcome(outcome));
  }

  /** Disposes of it once the answers under way have ended: another one has taken its place. */
  async retire(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    await this.dispose();
  }

  async dispose(): Promise<void> {
    await Promise.allSettled(this.options.providers.map(async (provider) => provider.dispose?.()));
  }

  private async decided(request: GenerateRequest, signal: AbortSignal, preview = false): Promise<Decided> {
    const { options } = this;
    const { router } = options;
    return this.refusalsNoted(request, preview, () =>
      decide(
        this.about(request, signal),
        this.decidesWith(),
        router,
        (problem) => options.onProblem?.(problem),
        preview,
      ),
    );
  }

  /** @throws GatewayError bad-request */
  private about(request: GenerateRequest, signal: AbortSignal): DecideAbout {
    if (request.messages.length === 0) {
      throw new GatewayError('bad-request', 'The request has no messages.', 'Send one message at least.');
    }
    return { request, inputTokens: inputTokensAtMost(request), signal };
  }

  private decidesWith(): DecideWith {
    const { directory, policy, latencies, plain } = this;
    const { ledger, prices } = this.options;
    return { directory, policy, ledger, prices, latencies, plain };
  }

  private async refusalsNoted<T>(request: GenerateRequest, preview: boolean, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof GatewayError && error.details.refusal && !preview) {
        const { model, refusal } = error.details;
        const { purpose, project } = request;
        await this.note(() => this.options.ledger.recordRefusal(refusal, { purpose, project, model }));
      }
      throw error;
    }
  }

  private limitsOf(id: string): CallLimits {
    const known = this.limits.get(id);
    if (known) return known;
    const provider = this.options.providers.find((each) => each.id === id);
    const limits = new CallLimits(
      provider?.limits ?? { concurrency: 1, requestsPerMinute: undefined, tokensPerMinute: undefined },
    );
    this.limits.set(id, limits);
    return limits;
  }

  private took(model: string, ms: number): void {
    const before = this.latencies.get(model);
    this.latencies.set(model, before === undefined ? ms : 0.8 * before + 0.2 * ms);
  }

  /** A router that fails must not cost anybody an answer. */
  private withRouter(work: (router: Router) => void): void {
    if (!this.options.router) return;
    try {
      work(this.options.router);
    } catch (error) {
      this.options.onProblem?.(`The router failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Notes beside the money: without them a call goes on. */
  private async note(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.options.onProblem?.(`Not written down: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
