import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { openModelFolder, type ModelFolder } from '../../models';
import type { ModelInfo } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import {
  parseModelConfig,
  type FullAttentionConfig,
  type IsolatedContextConfig,
  type ModelConfig,
} from '../checkpoint/modelConfig';
import { gateFile, readGate } from '../gate/gateFile';
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
  private readonly pastNames: readonly (readonly [string, string])[];
  private readonly allOutputs: readonly string[];

  private constructor(
    readonly info: ModelInfo,
    readonly config: ModelConfig,
    readonly tokenizer: TextTokenizer,
    private readonly session: ort.InferenceSession,
  ) {
    const layers = Array.from({ length: config.shape.layers }, (_, layer) => layer);
    this.pastNames = layers.map((layer) => [`past_key.${layer}`, `past_value.${layer}`] as const);
    this.allOutputs = ['logits', ...layers.flatMap((layer) => [`present_key.${layer}`, `present_value.${layer}`])];
    const none = layers.map(() => new Float32Array());
    this.noPast = { count: 0, keys: none, values: none };
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
    const calibrated = files.manifest.files.some(({ name }) => name === gateFile);
    const gate = calibrated ? await readGate(files.file(gateFile)) : undefined;
    const session = await openSession(files, options);
    const info = {
      id: files.manifest.id,
      family: config.family,
      folder,
      parameters: files.manifest.parameters,
      windowTokens: config.windowTokens,
      maxPrefixTokens: config.maxPrefixTokens,
      maxSuffixTokens: config.maxSuffixTokens,
      loadMs: performance.now() - started,
      gate,
    };
    return new DiffusionModel(info, config, tokenizer, session);
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

  async run(pass: Pass): Promise<PassResult> {
    const { kvHeads, headDim } = this.config.shape;
    const keyCount = pass.past.count + pass.tokens.length;
    const feeds: Record<string, ort.Tensor> = {
      input_ids: int64(pass.tokens),
      position_ids: int64(pass.positions),
      previous_rows: int64(pass.previous),
      attention_bias: new ort.Tensor('float32', pass.bias, [pass.bias.length / keyCount, keyCount]),
      rows: int64(pass.rows),
    };
    const dims = [kvHeads, pass.past.count, headDim];
    this.pastNames.forEach(([key, value], layer) => {
      feeds[key] = new ort.Tensor('float32', pass.past.keys[layer]!, dims);
      feeds[value] = new ort.Tensor('float32', pass.past.values[layer]!, dims);
    });
    const outputs = await this.session.run(feeds, pass.present ? this.allOutputs : ['logits']);
    return {
      logits: floats(outputs, 'logits'),
      present: pass.present
        ? {
            count: pass.tokens.length,
            keys: this.pastNames.map((_, layer) => floats(outputs, `present_key.${layer}`)),
            values: this.pastNames.map((_, layer) => floats(outputs, `present_value.${layer}`)),
          }
        : this.noPast,
    };
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }
}

async function openSession(files: ModelFolder, options: OpenOptions): Promise<ort.InferenceSession> {
  const graph = files.file('model.onnx');
  try {
    return await ort.InferenceSession.create(graph, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      executionMode: 'sequential',
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      // Patterns are kept for every combination of input sizes, and hardly any two passes have the same.
      enableMemPattern: false,
      logSeverityLevel: 3,
      // A thread that spins between two passes takes the processor from the editor.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (error) {
    throw damaged(graph, 'ONNX Runtime cannot load it', error);
  }
}

function int64(values: readonly number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}

function floats(outputs: ort.InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new RuntimeError('internal', `The graph gave no "${name}".`, 'Report this with the log.');
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
