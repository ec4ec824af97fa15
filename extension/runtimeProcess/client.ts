import type { CancellationToken, Disposable } from 'vscode-jsonrpc';
import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  LoadModelParams,
  LogParams,
  ModelInfo,
  ProvidersParams,
  ProvidersResult,
  RewriteParams,
  RewriteResult,
  RunnerChoice,
  RuntimeStatus,
  SourceFile,
} from '../../runtime/protocol';

/**
 * What the runtime child is doing.
 * - 'stopped': no child runs; the next request starts one (never started, or gone because idle).
 * - 'crashed': the child ended unexpectedly; it is started again after `retryMs` if requests wait, else with the next one.
 * - 'failed': it will not be started again before `restart()` is called.
 */
export type RuntimeState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly pid: number | undefined }
  | { readonly kind: 'ready'; readonly pid: number }
  | { readonly kind: 'crashed'; readonly message: string; readonly action: string; readonly retryMs: number }
  | { readonly kind: 'failed'; readonly message: string; readonly action: string };

/** The extension's side of one runtime child. Two clients (two windows) share nothing. */
export interface RuntimeClient {
  readonly state: RuntimeState;
  /**
   * Asks for suggestions; starts the child and loads the model where needed. Requests run one at a time, in order.
   * @param token Cancelling rejects the promise at once; the work ends at the next denoising step, or the child is
   *   killed when it does not end within the grace time.
   * @throws RequestCancelledError when cancelled.
   * @throws RuntimeRequestError when the model or the child fails; `kind` 'crashed' when the child died in this request.
   */
  infill(params: InfillParams, token: CancellationToken): Promise<InfillResult>;
  /** Writes spans of a text anew; queued, cancelled and failing as an infill. */
  rewrite(params: RewriteParams, token: CancellationToken): Promise<RewriteResult>;
  /** How sure the model is of each token of a part of a text; queued, cancelled and failing as an infill. */
  tokenConfidence(params: ConfidenceParams, token: CancellationToken): Promise<ConfidenceResult>;
  /** Loads a model ahead of its first use. @throws RuntimeRequestError */
  loadModel(params: LoadModelParams): Promise<ModelInfo>;
  /** Frees the context cache of a closed document. Never starts a child. */
  closeSession(session: string): void;
  /** Adds or replaces files that may be copied from. A child that starts later has to be told again. Never starts one. */
  putSources(files: readonly SourceFile[]): void;
  dropSources(paths: readonly string[] | 'all'): void;
  /** What the child holds now; undefined when none runs or it hangs. Starts no child and keeps none from going idle. */
  status(): Promise<RuntimeStatus | undefined>;
  /**
   * Which providers run on this machine. Runs beside requests; trying them keeps the child from going idle and takes up to
   * two minutes a provider. Starts the child where needed.
   * @throws RuntimeRequestError when the child fails meanwhile
   */
  providers(params: ProvidersParams): Promise<ProvidersResult>;
  onState(listener: (state: RuntimeState) => void): Disposable;
  /** Ends the child, forgets past crashes, and starts afresh at once when requests wait, else with the next request. */
  restart(): void;
  /** Kills the child and rejects what waits. */
  dispose(): Promise<void>;
}

/** How the child is started and watched. All times in milliseconds. */
export interface RuntimeClientOptions {
  /** The child's program: dist/runtime/diffusionHost.cjs. */
  readonly entry: string;
  /** Folder that holds the `embedded` model folder. */
  readonly modelsFolder: string;
  /** Folder where it is remembered which providers run on this machine; left out: not remembered. */
  readonly stateFolder?: string;
  /** What runs models. Default 'auto'. */
  readonly provider?: RunnerChoice;
  /** Told what the user is to be told once, e.g. that the processor took over from a GPU. */
  readonly onNotice?: (message: string) => void;
  /** Threads of a forward pass; left out: physical cores - 1. */
  readonly threads?: number;
  /** The child exits after this long without work. Default 5 minutes. */
  readonly idleMs?: number;
  /** Longest wait for the child's `ready`. Default 20,000. */
  readonly handshakeMs?: number;
  /** Longest time for loading a model; then the child is killed. Default 120,000. */
  readonly loadMs?: number;
  /**
   * A cancelled request that has not ended after this long costs the child its life; where a model's passes are long,
   * after twice the longest one instead. Default 2000.
   */
  readonly cancelGraceMs?: number;
  /** Waits before the first, second and third restart within `restartWindowMs`. Default 100, 1000, 4000. */
  readonly restartDelaysMs?: readonly number[];
  /** Crashes older than this are forgiven. Default one minute. */
  readonly restartWindowMs?: number;
  /** Node options of the child. Default none: the parent's debugger and loader flags are not for it. */
  readonly execArgv?: readonly string[];
  readonly log?: (entry: LogParams) => void;
}
