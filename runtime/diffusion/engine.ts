import type { InfillParams, InfillResult, ModelInfo, SourceFile } from '../protocol';
import { modelPath } from '../models';
import { RuntimeError } from '../runtimeError';
import { SourceFiles } from './copying/sourceFiles';
import type { Checkpoint } from './infilling/contextCache';
import { Infiller, type InfillSession } from './infilling/infiller';
import type { DecodingOrder } from './infilling/windowSampler';
import { DiffusionModel } from './model/diffusionModel';

export interface EngineOptions {
  /** Threads of one forward pass. */
  readonly threads: number;
  /** Folder that holds embedded/. */
  readonly modelsFolder: string;
  /** Documents whose context is kept; the one that was used longest ago goes first. Default 8. */
  readonly sessions?: number;
  /** Default 'causal'. */
  readonly order?: DecodingOrder;
  /** Whether causal passes verify drafts of the copy prior: fewer passes for the same text. Default true. */
  readonly drafts?: boolean;
  /** Told of sources that were not taken. */
  readonly log?: (message: string) => void;
}

const defaultSessions = 8;
const defaultOrder: DecodingOrder = 'causal';

/**
 * Infilling by local models. Models are loaded at first use and shared; requests run one at a time, because a forward
 * pass takes all threads that it was given.
 */
export class InfillEngine {
  private readonly infillers = new Map<string, Promise<Infiller>>();
  private readonly loaded: ModelInfo[] = [];
  /** By model folder and session; the most recently used last. */
  private readonly sessions = new Map<string, InfillSession>();
  private queue: Promise<unknown> = Promise.resolve();
  private disposed = false;
  /** Requests that wait or run. */
  private pending = 0;
  private readonly sources: SourceFiles;

  constructor(private readonly options: EngineOptions) {
    // A slice of indexing between two passes of a request would be added to its time.
    this.sources = new SourceFiles({ isBusy: () => this.pending > 0, log: options.log ?? (() => undefined) });
  }

  /**
   * Loads a model, or returns the loaded one.
   * @param model 'embedded', or the absolute path of a model folder
   * @throws RuntimeError model-missing, model-corrupt or model-unsupported
   */
  async load(model: string): Promise<ModelInfo> {
    return (await this.infiller(model)).model.info;
  }

  /**
   * Answers a request after those before it.
   * @throws RuntimeError, or DOMException AbortError when the signal is set: it is looked at between forward passes
   */
  async infill(params: InfillParams, signal: AbortSignal): Promise<InfillResult> {
    this.pending++;
    const turn = this.queue.then(() => this.answer(params, signal)).finally(() => this.pending--);
    // A request that fails must not stop those behind it; its own caller gets the error.
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Frees the context of a closed document. */
  closeSession(session: string): void {
    for (const key of this.sessions.keys()) if (key.endsWith(`\n${session}`)) this.sessions.delete(key);
  }

  /** Adds or replaces files that requests with `copy: 'files'` may copy from. Files are read and indexed in the background. */
  putSources(files: readonly SourceFile[]): void {
    this.sources.put(files);
  }

  dropSources(paths: readonly string[] | 'all'): void {
    this.sources.drop(paths);
  }

  /** Ends when the files that were put so far are indexed. For tests and evaluations. */
  async sourcesSettled(): Promise<void> {
    await this.sources.settled();
  }

  models(): readonly ModelInfo[] {
    return [...this.loaded];
  }

  /** Frees the models, after the request that runs. */
  async dispose(): Promise<void> {
    this.disposed = true;
    this.sources.close();
    await this.queue;
    const infillers = await Promise.allSettled(this.infillers.values());
    this.infillers.clear();
    this.sessions.clear();
    this.loaded.length = 0;
    for (const infiller of infillers) if (infiller.status === 'fulfilled') await infiller.value.model.dispose();
  }

  private async answer(params: InfillParams, signal: AbortSignal): Promise<InfillResult> {
    const checkpoint: Checkpoint = async () => {
      // Messages, a cancellation among them, arrive only while the event loop turns.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    };
    signal.throwIfAborted();
    checkRequest(params);
    const infiller = await this.infiller(params.model);
    return infiller.infill(params, this.session(params.session, infiller), checkpoint);
  }

  private infiller(model: string): Promise<Infiller> {
    if (this.disposed) throw new RuntimeError('unavailable', 'The engine was shut down.', 'Start it again.');
    const folder = modelPath(model, this.options.modelsFolder);
    const known = this.infillers.get(folder);
    if (known) return known;
    const opening = DiffusionModel.open(folder, { threads: this.options.threads }).then((opened) => {
      this.loaded.push(opened.info);
      const { order = defaultOrder, drafts } = this.options;
      return new Infiller(opened.asIsolatedContext(), { order, drafts, sources: this.sources.index });
    });
    this.infillers.set(folder, opening);
    // A folder that was repaired can be loaded at the next try.
    opening.catch(() => this.infillers.delete(folder));
    return opening;
  }

  private session(name: string, infiller: Infiller): InfillSession {
    const key = `${infiller.model.info.folder}\n${name}`;
    const session = this.sessions.get(key) ?? infiller.open();
    this.sessions.delete(key);
    this.sessions.set(key, session);
    const limit = this.options.sessions ?? defaultSessions;
    for (const oldest of this.sessions.keys()) {
      if (this.sessions.size <= limit) break;
      this.sessions.delete(oldest);
    }
    return session;
  }
}

function checkRequest(params: InfillParams): void {
  const wrong = (what: string) => new RuntimeError('bad-request', `The request is wrong: ${what}.`, 'Report this.');
  if (!Number.isInteger(params.alternatives) || params.alternatives < 1 || params.alternatives > 8) {
    throw wrong('alternatives must be 1 to 8');
  }
  if (!Number.isInteger(params.maxTokens) || params.maxTokens < 1) throw wrong('maxTokens must be at least 1');
  if (!(params.threshold >= 0 && params.threshold <= 1)) throw wrong('threshold must be 0 to 1');
  if (params.length.kind === 'fixed' && !(Number.isInteger(params.length.tokens) && params.length.tokens >= 1)) {
    throw wrong('a fixed length must be at least 1');
  }
}
