import type { ModelFolder } from '../../models';
import type { ContextCaching, ModelInfo, ProviderName } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import type { FullAttentionConfig, IsolatedContextConfig, ModelConfig } from '../checkpoint/modelConfig';
import type { LengthCalibration } from '../denoising';
import type { CachingOptions, ContextPasses } from '../fullAttention/contextPasses';
import { FullAttentionPasses } from '../fullAttention/fullAttentionPasses';
import type { ContextPieces } from '../fullAttention/rowLayout';
import { suits } from '../providers';
import { FallbackSession } from './fallbackSession';
import type { LoadedModel } from './loadedModel';
import { longestPass } from './longestPass';
import { damaged, modelInfo, readModelParts, type ModelParts, type RunnerReasons } from './modelParts';
import { openSession } from './openSession';
import { PassGraph } from './passGraph';
import type { TextTokenizer } from './textTokenizer';

/** Keys (rotated) and values of `count` rows: for each layer an array [kvHeads, count, headDim]. */
export interface KeyValues {
  readonly count: number;
  readonly keys: readonly Float32Array[];
  readonly values: readonly Float32Array[];
}

/** What one forward pass is fed. S rows are fed, C rows are in the past. */
export interface Pass {
  /** Token of each row, [S]. */
  readonly tokens: readonly number[];
  readonly positions: readonly number[];
  /** For each row the number (from 1) of the fed row whose raw key its shifted key heads take; 0 for none. */
  readonly previous: readonly number[];
  /** Added to the attention scores, [1 or S, C + S]. */
  readonly bias: Float32Array;
  /** Rows whose logits are wanted; at least one. */
  readonly rows: readonly number[];
  readonly past: KeyValues;
  /** Whether the keys and values of the fed rows are wanted: they cost a copy. */
  readonly present: boolean;
}

export interface PassResult {
  /** [rows, vocab] */
  readonly logits: Float32Array;
  /** Keys and values of the fed rows; empty unless asked for. */
  readonly present: KeyValues;
}

export interface OpenOptions {
  readonly threads: number;
  /** Runs the passes where the model's weight format suits it, the processor elsewhere. Default 'cpu'. */
  readonly provider?: ProviderName | undefined;
  /** Is told when the processor had to take over from the provider. */
  readonly warn?: ((message: string) => void) | undefined;
  /** Why it is this provider that runs them. */
  readonly reasons?: RunnerReasons | undefined;
}

/** Runs forward passes: a loaded model, or a reference computation in tests. */
export interface PassRunner<Config extends ModelConfig = ModelConfig> {
  readonly config: Config;
  readonly noPast: KeyValues;
  run(pass: Pass): Promise<PassResult>;
}

export type IsolatedContextModel = DiffusionModel & { readonly config: IsolatedContextConfig };
export type FullAttentionModel = DiffusionModel & { readonly config: FullAttentionConfig };

/** A loaded model that ONNX Runtime runs: config, tokenizer, and the session that runs its graph. */
export class DiffusionModel implements PassRunner, LoadedModel {
  readonly noPast: KeyValues;
  private readonly graph: PassGraph;

  private constructor(
    readonly info: ModelInfo,
    private readonly parts: ModelParts,
    private readonly session: FallbackSession,
  ) {
    this.graph = new PassGraph(parts.config.shape, session);
    this.noPast = this.graph.noPast;
  }

  /**
   * Verifies and loads a model folder that holds a graph of ONNX Runtime. `openModel` takes other folders too.
   * @throws RuntimeError model-missing, model-corrupt or model-unsupported; unavailable without ONNX Runtime
   */
  static async open(folder: string, options: OpenOptions): Promise<DiffusionModel> {
    const started = performance.now();
    return DiffusionModel.load(await readModelParts(folder), options, started);
  }

  /** @param started when loading began, by `performance.now()` */
  static async load(parts: ModelParts, options: OpenOptions, started: number): Promise<DiffusionModel> {
    const session = await openGraph(parts.files, options);
    const info = { ...modelInfo(parts, started), ...options.reasons, provider: session.provider };
    const model = new DiffusionModel(info, parts, session);
    if (!model.hasFullAttention()) return model;
    const longestPassMs = await longestPass(model.config, (tokens) =>
      model.run({
        tokens,
        positions: tokens.map((_, row) => row),
        previous: tokens.map(() => 0),
        bias: new Float32Array(tokens.length),
        rows: [0],
        past: model.noPast,
        present: false,
      }),
    );
    return new DiffusionModel({ ...info, longestPassMs }, parts, session);
  }

  get config(): ModelConfig {
    return this.parts.config;
  }

  get tokenizer(): TextTokenizer {
    return this.parts.tokenizer;
  }

  get lengthCalibration(): LengthCalibration | undefined {
    return this.parts.lengthCalibration;
  }

  hasIsolatedContext(): this is IsolatedContextModel {
    return this.config.attention === 'isolated-context';
  }

  hasFullAttention(): this is FullAttentionModel {
    return this.config.attention === 'full';
  }

  /** @throws RuntimeError model-unsupported when the family's context sees the window */
  asIsolatedContext(): IsolatedContextModel {
    if (this.hasIsolatedContext()) return this;
    const message = `${this.info.id} is of the family "${this.info.family}", whose context sees the window.`;
    throw new RuntimeError('model-unsupported', message, 'Choose a model of the embedded family for this.');
  }

  /** Of models with full attention only. */
  readonly caches: readonly ContextCaching[] = ['none', 'prefix', 'dual'];

  passesOver(pieces: ContextPieces, options: CachingOptions): ContextPasses {
    if (this.hasFullAttention()) return new FullAttentionPasses(this, pieces, options);
    throw new RuntimeError('internal', `${this.info.id} has no full attention.`, 'Report this with the log.');
  }

  /** Whether rows can be hidden from each other. */
  get isMasked(): boolean {
    return this.graph.isMasked;
  }

  /** Why the processor runs the passes now; undefined while nothing failed. */
  get failure(): string | undefined {
    return this.session.failure;
  }

  /** What runs the passes now. */
  get provider(): ProviderName {
    return this.session.provider;
  }

  async run(pass: Pass): Promise<PassResult> {
    return this.graph.run(pass);
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }
}

async function openGraph(files: ModelFolder, options: OpenOptions): Promise<FallbackSession> {
  const graph = files.file('model.onnx');
  if (!files.has('model.onnx')) throw damaged(graph, 'the manifest does not list it');
  const { threads, provider = 'cpu', warn = () => undefined } = options;
  try {
    return await FallbackSession.open({
      provider: suits(provider, files.manifest.quantisation) ? provider : 'cpu',
      open: (name) => openSession(graph, { threads, provider: name }),
      warn,
    });
  } catch (error) {
    if (error instanceof RuntimeError) throw error;
    throw damaged(graph, 'ONNX Runtime cannot load it', error);
  }
}
