import type { CancellationToken } from 'vscode-jsonrpc';
import type { InfillParams, InfillResult, ModelInfo } from '../../runtime/protocol';
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
  /** Ended without an answer and without a failure: cancelled, or only a model was loaded. */
  ended(): void;
  failed(problem: RequestProblem): void;
}

/** After this long a request counts as failed, whatever the runtime is doing. Milliseconds; the first one loads the model. */
const requestLimit = 30_000;
/** After a failure nothing is asked automatically for this long: the same error at every key press helps nobody. Milliseconds. */
const failurePause = 15_000;

/**
 * Asks the model: one request a document at a time, a newer one cancels the older. Errors end here; they go to the listener, once
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
  async infill(params: InfillParams, signal: CancelSignal): Promise<InfillResult | undefined> {
    this.cancel(params.session);
    if (signal.isCancellationRequested) return undefined;
    const source = this.newSource();
    this.running.set(params.session, source);
    const subscription = signal.onCancellationRequested(() => source.cancel());
    const start = performance.now();
    const limit = { exceeded: false };
    const timer = setTimeout(() => {
      limit.exceeded = !source.token.isCancellationRequested;
      source.cancel();
    }, requestLimit);
    this.listener.started();
    try {
      const client = await this.client();
      if (source.token.isCancellationRequested) throw new RequestCancelledError();
      this.asked += 1;
      const result = await client.infill(params, source.token);
      this.failedAt = -Infinity;
      this.listener.answered(result, performance.now() - start);
      return result;
    } catch (error) {
      if (limit.exceeded) this.fail(new RuntimeRequestError(tooLate));
      else if (error instanceof RequestCancelledError || source.token.isCancellationRequested) this.listener.ended();
      else this.fail(error);
      return undefined;
    } finally {
      clearTimeout(timer);
      subscription.dispose();
      if (this.running.get(params.session) === source) this.running.delete(params.session);
      source.dispose();
    }
  }

  cancel(session: string): void {
    this.running.get(session)?.cancel();
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

  private fail(error: unknown): void {
    if (error instanceof RequestCancelledError) {
      this.listener.ended();
      return;
    }
    // A crashed child is started again by its client, at its own pace; the next request may well succeed.
    if (!(error instanceof RuntimeRequestError && error.kind === 'crashed')) this.failedAt = performance.now();
    if (error instanceof RuntimeRequestError) this.listener.failed(error);
    else
      this.listener.failed({ message: error instanceof Error ? error.message : String(error), action: 'See the log.' });
  }
}

const tooLate = {
  kind: 'unavailable',
  message: `The model gave no answer within ${requestLimit / 1000} seconds.`,
  action: 'Restart the runtime; if it happens again, give it more threads or a smaller model.',
} as const;
