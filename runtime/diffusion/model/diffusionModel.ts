import { readFile } from 'node:fs/promises';
import { openModelFolder, type ModelFolder } from '../../models';
import type { ModelInfo, ProviderName } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import {
  parseModelConfig,
  type FullAttentionConfig,
  type IsolatedContextConfig,
  type ModelConfig,
} from '../checkpoint/modelConfig';
import { lengthFile, readLengthCalibration, type LengthCalibration } from '../denoising';
import { gateFile, readGate } from '../gate/gateFile';
import { suits } from '../providers';
import { FallbackSession } from './fallbackSession';
import { openSession } from './openSession';
import { PassGraph } from './passGraph';
import { TextTokenizer } from './textTokenizer';

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
}

/** Runs forward passes: a loaded model, or a reference computation in tests. */
export interface PassRunner<Config extends ModelConfig = ModelConfig> {
  readonly config: Config;
  readonly noPast: KeyValues;
  run(pass: Pass): Promise<PassResult>;
}

export type IsolatedContextModel = DiffusionModel & { readonly config: IsolatedContextConfig };
export type FullAttentionModel = DiffusionModel & { readonly config: FullAttentionConfig };

/** A loaded model: config, tokenizer, and the session that runs its graph. */
export class DiffusionModel implements PassRunner {
  readonly noPast: KeyValues;
  private readonly graph: PassGraph;

  private constructor(
    readonly info: ModelInfo,
    readonly config: ModelConfig,
    readonly tokenizer: TextTokenizer,
    private readonly session: FallbackSession,
    /** How sure the model is of masks by their number, for probing; undefined where none was fitted. */
    readonly lengthCalibration?: LengthCalibration,
  ) {
    this.graph = new PassGraph(config.shape, session);
    this.noPast = this.graph.noPast;
  }

  /**
   * Verifies and loads a model folder.
   * @throws RuntimeError model-missing, model-corrupt or model-unsupported
   */
  static async open(folder: string, options: OpenOptions): Promise<DiffusionModel> {
    const started = performance.now();
    const files = await openModelFolder(folder);
    const configFile = files.file('config.json');
    const config = parseModelConfig(parseJson(await readFile(configFile, 'utf8'), configFile), configFile);
    if (config.family !== files.manifest.family) {
      throw damaged(configFile, `the manifest says that the family is ${files.manifest.family}`);
    }
    const tokenizer = await TextTokenizer.load(files.file('tokenizer.json'), config.shape.vocab);
    const holds = (file: string) => files.manifest.files.some(({ name }) => name === file);
    const gate = holds(gateFile) ? await readGate(files.file(gateFile)) : undefined;
    const lengths = holds(lengthFile) ? await readLengthCalibration(files.file(lengthFile)) : undefined;
    const session = await openGraph(files, options);
    const info = {
      id: files.manifest.id,
      family: config.family,
      attention: config.attention,
      folder,
      parameters: files.manifest.parameters,
      windowTokens: config.windowTokens,
      maxPrefixTokens: config.maxPrefixTokens,
      maxSuffixTokens: config.maxSuffixTokens,
      loadMs: performance.now() - started,
      gate,
    };
    const model = new DiffusionModel(info, config, tokenizer, session, lengths);
    if (!model.hasFullAttention()) return model;
    const longestPassMs = await longestPass(model);
    return new DiffusionModel({ ...info, longestPassMs }, config, tokenizer, session, lengths);
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

  /** Whether rows can be hidden from each other. */
  get isMasked(): boolean {
    return this.graph.isMasked;
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

/** Rows of the pass that is timed: enough that the weights are not all that is waited for. */
const timedRows = 16;
/** Attention grows with the square of the rows, and a whole window of logits is wanted. */
const surplus = 1.5;

/** Milliseconds that a pass over as much context as the model takes will last, by the time of a short one. */
async function longestPass(model: FullAttentionModel): Promise<number> {
  const { maxPrefixTokens, maxSuffixTokens, windowTokens, special } = model.config;
  const tokens = new Array<number>(timedRows).fill(special.mask);
  const pass = {
    tokens,
    positions: tokens.map((_, row) => row),
    previous: tokens.map(() => 0),
    bias: new Float32Array(timedRows),
    rows: [0],
    past: model.noPast,
    present: false,
  };
  // The first pass reads the weights from disk.
  await model.run(pass);
  const started = performance.now();
  await model.run(pass);
  const rows = maxPrefixTokens + maxSuffixTokens + windowTokens;
  return ((performance.now() - started) * surplus * rows) / timedRows;
}

async function openGraph(files: ModelFolder, options: OpenOptions): Promise<FallbackSession> {
  const graph = files.file('model.onnx');
  const { threads, provider = 'cpu', warn = () => undefined } = options;
  try {
    return await FallbackSession.open({
      provider: suits(provider, files.manifest.quantisation) ? provider : 'cpu',
      open: (name) => openSession(graph, { threads, provider: name }),
      warn,
    });
  } catch (error) {
    throw damaged(graph, 'ONNX Runtime cannot load it', error);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(file, 'it is no JSON', error);
  }
}

function damaged(file: string, what: string, cause?: unknown): RuntimeError {
  return new RuntimeError('model-corrupt', `${file} is damaged: ${what}.`, 'Download or convert the model again.', {
    cause,
  });
}
