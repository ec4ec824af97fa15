import type { ContextCaching, ModelInfo } from '../../protocol';
import { LlamaRunner, type LlamaProgram } from '../../llama';
import { RuntimeError } from '../../runtimeError';
import { ggufFile } from '../../models';
import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import type { LengthCalibration } from '../denoising';
import type { CachingOptions, ContextPasses } from '../fullAttention/contextPasses';
import type { ContextPieces } from '../fullAttention/rowLayout';
import type { IsolatedContextModel } from '../model/diffusionModel';
import type { WindowModel } from '../model/loadedModel';
import { longestPass } from '../model/longestPass';
import { modelInfo, type ModelParts, type RunnerReasons } from '../model/modelParts';
import type { TextTokenizer } from '../model/textTokenizer';
import { LlamaPasses } from './llamaPasses';

export interface LlamaModelOptions {
  readonly threads: number;
  /** The program in which llama.cpp runs; default: that of this build. */
  readonly program?: LlamaProgram | undefined;
  /** Why it is llama.cpp that runs it. */
  readonly reasons?: RunnerReasons | undefined;
}

/** A model with full attention that llama.cpp runs, in a process of its own. */
export class LlamaDiffusionModel implements WindowModel {
  readonly provider = 'llama';
  readonly caches: readonly ContextCaching[];

  private constructor(
    readonly info: ModelInfo,
    readonly config: FullAttentionConfig,
    private readonly parts: ModelParts,
    private readonly runner: LlamaRunner,
  ) {
    this.caches = runner.info.cache ? ['none', 'prefix'] : ['none'];
  }

  /**
   * @param started when loading began, by `performance.now()`
   * @throws RuntimeError unavailable without llama.cpp; model-unsupported, model-corrupt, crashed
   */
  static async load(parts: ModelParts, options: LlamaModelOptions, started: number): Promise<LlamaDiffusionModel> {
    const { config, files } = parts;
    if (config.attention !== 'full') {
      const message = `${files.manifest.id} is of the family "${config.family}", which llama.cpp cannot run.`;
      throw new RuntimeError('model-unsupported', message, 'Convert it to a format of ONNX Runtime, e.g. int8.');
    }
    const { maxPrefixTokens, maxSuffixTokens, windowTokens, shape } = config;
    const maxTokens = Math.min(shape.positions, maxPrefixTokens + maxSuffixTokens + windowTokens);
    const params = { file: files.file(ggufFile), threads: options.threads, maxTokens, diffusion: false };
    const runner = await LlamaRunner.open(params, shape.positions, options.program);
    try {
      const longestPassMs = await longestPass(config, (tokens) =>
        runner.evaluate({ tokens: Int32Array.from(tokens), keep: 0, rows: [0] }),
      );
      const info = { ...modelInfo(parts, started), ...options.reasons, provider: 'llama', longestPassMs } as const;
      return new LlamaDiffusionModel(info, config, parts, runner);
    } catch (error) {
      runner.dispose();
      throw error;
    }
  }

  get tokenizer(): TextTokenizer {
    return this.parts.tokenizer;
  }

  get lengthCalibration(): LengthCalibration | undefined {
    return this.parts.lengthCalibration;
  }

  /** Process in which llama.cpp runs now. */
  get pid(): number | undefined {
    return this.runner.pid;
  }

  /** Processor time of all passes so far, which is not this process's. Milliseconds. */
  get processorMs(): number {
    return this.runner.processorMs;
  }

  hasFullAttention(): this is WindowModel {
    return true;
  }

  asIsolatedContext(): IsolatedContextModel {
    const message = `${this.info.id} is of the family "${this.info.family}", whose context sees the window.`;
    throw new RuntimeError('model-unsupported', message, 'Choose a model of the embedded family for this.');
  }

  passesOver(pieces: ContextPieces, options: CachingOptions): ContextPasses {
    if (!this.caches.includes(options.cache)) throw noSuchCache(this.info.id, options.cache, this.caches);
    return new LlamaPasses(this.runner, this.config, pieces, options);
  }

  async dispose(): Promise<void> {
    this.runner.dispose();
  }
}

function noSuchCache(id: string, cache: ContextCaching, known: readonly ContextCaching[]): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `llama.cpp runs ${id} and cannot keep its context as "${cache}" says: there tokens must follow each other.`,
    `Ask for ${known.map((each) => `"${each}"`).join(' or ')}, or convert the model for ONNX Runtime, e.g. to int8.`,
  );
}
