import type { CancellationToken } from 'vscode-jsonrpc';
import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  ModelInfo,
  RewriteParams,
  RewriteResult,
  RuntimeErrorData,
} from '../../runtime/protocol';
import type { RuntimeClient } from '../runtimeProcess/client';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';

/** A token of VS Code or of the JSON-RPC library. */
export interface CancelSignal {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): unknown };
}

/** What makes tokens: VS Code's or the JSON-RPC library's; not imported here, because activation should not load the library. */
export interface CancelSource {
  readonly token: CancellationToken;
  cancel(): void;
  dispose(): void;
}

export interface RequestProblem {
  readonly message: string;
  /** What the user can do. */
  readonly action: string;
}

export interface RequestListener {
  started(): void;
  /** @param waitedMs wall time from request to answer */
  answered(result: InfillResult, waitedMs: number): void;
  /** As `answered`, for what a person asked for by a command. */
  performed(result: RewriteResult | ConfidenceResult, waitedMs: number): void;
  /** Ended without an answer and without a failure: cancelled, or only a model was loaded. */
  ended(): void;
  failed(problem: RequestProblem): void;
}

/** After this long a request counts as failed, whatever the runtime is doing. Milliseconds; the first one loads the model. */
const requestLimit = 30_000;
/** The same for what a person asked for by a command, sees the progress of and can cancel: long texts and large models take longer. */
const commandLimit = 180_000;
/**
 * Where a model's passes take seconds, a request has as much more as this many of its longest take: a suggestion is a full pass and some
 * cheaper ones, and other programs want the processor too. A rewrite looks at word after word.
 */
const slowPasses = { suggestion: 20, command: 60 } as const;
/** After a failure nothing is asked automatically for this long: the same error at every key press helps nobody. Milliseconds. */
const failurePause = 15_000;

/** One request of any kind. */
interface Question<T> {
  /** A newer request in the same slot cancels the older one. */
  readonly slot: string;
  readonly limitMs: number;
  readonly send: (client: RuntimeClient, token: CancellationToken) => Promise<T>;
  readonly answered: (result: T, waitedMs: number) => void;
  readonly failed?: (problem: RequestProblem) => void;
}

/**
 * Asks the model: one request a document and kind at a time, a newer one cancels the older. Errors end here; they go to the listener, once
 * each, and the caller gets no answer.
 */
export class ModelRequests {
  private readonly running = new Map<string, CancelSource>();
  private readonly models = new Map<string, ModelInfo>();
  private readonly loading = new Map<string, Promise<ModelInfo | undefined>>();
  private failedAt = -Infinity;
  private asked = 0;

  constructor(
    private readonly client: () => Promise<RuntimeClient>,
    private readonly listener: RequestListener,
    private readonly newSource: () => CancelSource,
  ) {}

  /** Requests sent since the start. */
  get count(): number {
    return this.asked;
  }

  /** Whether the last failure is so recent that only people may try again. */
  get paused(): boolean {
    return performance.now() - this.failedAt < failurePause;
  }

  /** What is known about a model that has been loaded before. */
  knownModel(model: string): ModelInfo | undefined {
    return this.models.get(model);
  }

  /** Loads a model, once however many ask. @returns undefined when it cannot be loaded; the listener was told */
  loadModel(model: string): Promise<ModelInfo | undefined> {
    const running = this.loading.get(model) ?? this.load(model);
    this.loading.set(model, running);
    return running;
  }

  /** @returns undefined when cancelled or failed */
  infill(params: InfillParams, signal: CancelSignal): Promise<InfillResult | undefined> {
    return this.ask(
      {
        slot: params.session,
        limitMs: requestLimit + slowPasses.suggestion * this.longestPassMs(params.model),
        send: (client, token) => client.infill(params, token),
        answered: (result, waitedMs) => this.listener.answered(result, waitedMs),
      },
      signal,
    );
  }

  /**
   * Writes spans of a document anew, beside the suggestions for it.
   * @param failed told after the listener, for a message to the person who asked
   * @returns undefined when cancelled or failed
   */
  rewrite(
    params: RewriteParams,
    signal: CancelSignal,
    failed: (problem: RequestProblem) => void,
  ): Promise<RewriteResult | undefined> {
    const send: Question<RewriteResult>['send'] = (client, token) => client.rewrite(params, token);
    return this.ask(this.command(`rewrite ${params.session}`, params.model, send, failed), signal);
  }

  /** How sure the model is of each token; parameters and result as with `rewrite`. */
  tokenConfidence(
    params: ConfidenceParams,
    signal: CancelSignal,
    failed: (problem: RequestProblem) => void,
  ): Promise<ConfidenceResult | undefined> {
    const send: Question<ConfidenceResult>['send'] = (client, token) => client.tokenConfidence(params, token);
    return this.ask(this.command(`confidence ${params.session}`, params.model, send, failed), signal);
  }

  cancel(session: string): void {
    this.running.get(session)?.cancel();
  }

  private command<T extends RewriteResult | ConfidenceResult>(
    slot: string,
    model: string,
    send: Question<T>['send'],
    failed: (problem: RequestProblem) => void,
  ): Question<T> {
    const limitMs = commandLimit + slowPasses.command * this.longestPassMs(model);
    const answered = (result: T, waitedMs: number): void => this.listener.performed(result, waitedMs);
    return { slot, limitMs, send, answered, failed };
  }

  /** Of a model that was loaded before; 0 while nothing is known, and where passes are short. */
  private longestPassMs(model: string): number {
    return this.models.get(model)?.longestPassMs ?? 0;
  }

  private async ask<T>(question: Question<T>, signal: CancelSignal): Promise<T | undefined> {
    const { slot, limitMs, send, answered, failed } = question;
    this.cancel(slot);
    if (signal.isCancellationRequested) return undefined;
    const source = this.newSource();
    this.running.set(slot, source);
    const subscription = signal.onCancellationRequested(() => source.cancel());
    const start = performance.now();
    const limit = { exceeded: false };
    const timer = setTimeout(() => {
      limit.exceeded = !source.token.isCancellationRequested;
      source.cancel();
    }, limitMs);
    this.listener.started();
    try {
      const client = await this.client();
      if (source.token.isCancellationRequested) throw new RequestCancelledError();
      this.asked += 1;
      const result = await send(client, source.token);
      this.failedAt = -Infinity;
      answered(result, performance.now() - start);
      return result;
    } catch (error) {
      if (limit.exceeded) this.fail(new RuntimeRequestError(tooLate(limitMs)), failed);
      else if (error instanceof RequestCancelledError || source.token.isCancellationRequested) this.listener.ended();
      else this.fail(error, failed);
      return undefined;
    } finally {
      clearTimeout(timer);
      subscription.dispose();
      if (this.running.get(slot) === source) this.running.delete(slot);
      source.dispose();
    }
  }

  private async load(model: string): Promise<ModelInfo | undefined> {
    this.listener.started();
    try {
      const client = await this.client();
      const info = await client.loadModel({ model });
      this.models.set(model, info);
      this.listener.ended();
      return info;
    } catch (error) {
      this.fail(error);
      return undefined;
    } finally {
      this.loading.delete(model);
    }
  }

  /** Another model, or another runtime: what was learnt about failures and sizes is void. */
  forget(): void {
    this.models.clear();
    this.failedAt = -Infinity;
  }

  dispose(): void {
    for (const source of this.running.values()) source.cancel();
    this.running.clear();
  }

  private fail(error: unknown, failed?: (problem: RequestProblem) => void): void {
    if (error instanceof RequestCancelledError) {
      this.listener.ended();
      return;
    }
    // A crashed child is started again by its client, at its own pace; the next request may well succeed.
    if (!(error instanceof RuntimeRequestError && error.kind === 'crashed')) this.failedAt = performance.now();
    const problem =
      error instanceof RuntimeRequestError
        ? error
        : { message: error instanceof Error ? error.message : String(error), action: 'See the log.' };
    this.listener.failed(problem);
    failed?.(problem);
  }
}

const tooLate = (limitMs: number): RuntimeErrorData => ({
  kind: 'unavailable',
  message: `The model gave no answer within ${Math.round(limitMs / 1000)} seconds.`,
  action: 'Restart the runtime; if it happens again, give it more threads or a smaller model.',
});
