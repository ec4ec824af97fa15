import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  ModelInfo,
  RewriteParams,
  RewriteResult,
  SourceFile,
} from '../protocol';
import { markModelInUse, modelPath } from '../models';
import { RuntimeError } from '../runtimeError';
import { SourceFiles } from './copying/sourceFiles';
import type { Checkpoint } from './infilling/contextCache';
import type { DecodingOrder } from './infilling/windowSampler';
import { openModel, type OpenModelOptions } from './model/openModel';
import { isGgufFile, openFimAnswers } from './autoregressive/fimAnswers';
import { answersOf, type AnsweringModel, type DocumentSession, type ModelAnswers } from './modelAnswers';

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
  /** Says what runs a model, when it is loaded. Default: the processor, and llama.cpp for GGUF files. */
  readonly runner?: OpenModelOptions['runner'];
  /** Told when something else runs a model than was asked for, and when the processor had to take over from a provider. */
  readonly warn?: (message: string) => void;
  /** Awaited before a model is opened on a GPU, whose driver may end this process. */
  readonly usingProvider?: OpenModelOptions['usingProvider'];
  /** Told how long a request could not be cancelled, milliseconds, when that was longer than ever before with the model. */
  readonly longPass?: (model: string, milliseconds: number) => void;
  /** The program in which llama.cpp runs; default: that of this build. */
  readonly llamaProgram?: OpenModelOptions['llamaProgram'];
  /** ... and that in which models run that write from left to right. */
  readonly fimProgram?: OpenModelOptions['llamaProgram'];
}

const defaultSessions = 8;
/** Passes that are shorter are nothing that anybody has to know of. Milliseconds. */
const shortPassMs = 500;
const defaultOrder: DecodingOrder = 'causal';

/**
 * Infilling by local models. Models are loaded at first use and shared; requests run one at a time, because a forward
 * pass takes all threads that it was given.
 */
export class InfillEngine {
  private readonly opened = new Map<string, Promise<ModelAnswers>>();
  private readonly loaded: AnsweringModel[] = [];
  /** Take away what tells the model manager that a model is in use. */
  private readonly marks: (() => Promise<void>)[] = [];
  /** By model folder and session; the most recently used last. */
  private readonly sessions = new Map<string, DocumentSession>();
  private queue: Promise<unknown> = Promise.resolve();
  /** Milliseconds of the longest pass of each model. */
  private readonly longest = new Map<string, number>();
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
   * @param model 'embedded', or the absolute path of a model folder or of a GGUF file that fills in the middle
   * @throws RuntimeError model-missing, model-corrupt or model-unsupported
   */
  async load(model: string): Promise<ModelInfo> {
    return (await this.answers(model)).model.info;
  }

  /**
   * Answers a request after those before it.
   * @throws RuntimeError, or DOMException AbortError when the signal is set: it is looked at between forward passes
   */
  async infill(params: InfillParams, signal: AbortSignal): Promise<InfillResult> {
    return this.inTurn(params.model, signal, async (checkpoint) => {
      checkRequest(params);
      const answers = await this.answers(params.model);
      return this.session(params.session, answers).infill(params, checkpoint, signal);
    });
  }

  /** Writes spans of a text anew. @throws as `infill` does */
  async rewrite(params: RewriteParams, signal: AbortSignal): Promise<RewriteResult> {
    return this.inTurn(params.model, signal, async (checkpoint) =>
      (await this.answers(params.model)).rewrite(params, checkpoint),
    );
  }

  /** How sure the model is of each token of a part of a text. @throws as `infill` does */
  async tokenConfidence(params: ConfidenceParams, signal: AbortSignal): Promise<ConfidenceResult> {
    return this.inTurn(params.model, signal, async (checkpoint) =>
      (await this.answers(params.model)).confidence(params, checkpoint),
    );
  }

  /** Frees the context of a closed document. */
  closeSession(session: string): void {
    for (const [key, open] of this.sessions) {
      if (!key.endsWith(`\n${session}`)) continue;
      open.close();
      this.sessions.delete(key);
    }
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
    return this.loaded.map(({ info, provider, failure }) => ({
      ...info,
      provider,
      ...(failure !== undefined && { providerReason: failure }),
    }));
  }

  /** Frees the models, after the request that runs. */
  async dispose(): Promise<void> {
    this.disposed = true;
    this.sources.close();
    await this.queue;
    const opened = await Promise.allSettled(this.opened.values());
    this.opened.clear();
    this.sessions.clear();
    this.loaded.length = 0;
    for (const answers of opened) if (answers.status === 'fulfilled') await answers.value.model.dispose();
    for (const unmark of this.marks.splice(0)) await unmark();
  }

  /** Answers after the requests before it. */
  private inTurn<T>(model: string, signal: AbortSignal, work: (checkpoint: Checkpoint) => Promise<T>): Promise<T> {
    let last: number | undefined;
    const checkpoint: Checkpoint = async () => {
      if (last !== undefined) this.passed(model, performance.now() - last);
      // Messages, a cancellation among them, arrive only while the event loop turns.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      last = performance.now();
    };
    this.pending++;
    const turn = this.queue
      .then(() => {
        signal.throwIfAborted();
        return work(checkpoint);
      })
      .finally(() => this.pending--);
    // A request that fails must not stop those behind it; its own caller gets the error.
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** A pass of a model, with what was done between it and the next look at the signal. */
  private passed(model: string, milliseconds: number): void {
    if (milliseconds <= Math.max(shortPassMs, this.longest.get(model) ?? 0)) return;
    this.longest.set(model, milliseconds);
    this.options.longPass?.(model, milliseconds);
  }

  private answers(model: string): Promise<ModelAnswers> {
    if (this.disposed) throw new RuntimeError('unavailable', 'The engine was shut down.', 'Start it again.');
    const folder = modelPath(model, this.options.modelsFolder);
    const known = this.opened.get(folder);
    if (known) return known;
    const opening = this.open(folder).then((answers) => {
      this.loaded.push(answers.model);
      return answers;
    });
    this.opened.set(folder, opening);
    // A folder that was repaired can be loaded at the next try.
    opening.catch(() => this.opened.delete(folder));
    return opening;
  }

  private async open(folder: string): Promise<ModelAnswers> {
    const { threads, runner, warn, usingProvider, llamaProgram, fimProgram } = this.options;
    if (isGgufFile(folder)) return openFimAnswers(folder, { threads, program: fimProgram });
    const model = await openModel(folder, { threads, runner, warn, usingProvider, llamaProgram });
    this.marks.push(await markModelInUse(folder));
    const { order = defaultOrder, drafts } = this.options;
    return answersOf(model, { order, drafts, sources: this.sources.index });
  }

  private session(name: string, answers: ModelAnswers): DocumentSession {
    const key = `${answers.model.info.folder}\n${name}`;
    const session = this.sessions.get(key) ?? answers.open();
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
