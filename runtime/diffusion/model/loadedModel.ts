import type { ContextCaching, ModelInfo, ModelRunner } from '../../protocol';
import type { FullAttentionConfig, ModelConfig } from '../checkpoint/modelConfig';
import type { LengthCalibration } from '../denoising';
import type { CachingOptions, ContextPasses } from '../fullAttention/contextPasses';
import type { ContextPieces } from '../fullAttention/rowLayout';
import type { IsolatedContextModel } from './diffusionModel';
import type { TextTokenizer } from './textTokenizer';

/** A loaded model, whatever runs it. */
export interface LoadedModel {
  readonly info: ModelInfo;
  readonly config: ModelConfig;
  readonly tokenizer: TextTokenizer;
  readonly lengthCalibration?: LengthCalibration | undefined;
  /** What runs the passes now. */
  readonly provider: ModelRunner;
  /** Why something else runs them than at first; undefined while nothing failed. */
  readonly failure?: string | undefined;
  hasFullAttention(): this is WindowModel;
  /** @throws RuntimeError model-unsupported when the family's context sees the window */
  asIsolatedContext(): IsolatedContextModel;
  dispose(): Promise<void>;
}

/** A model in which every row sees every row: all that infilling and rewriting with such a model need of it. */
export interface WindowModel extends LoadedModel {
  readonly config: FullAttentionConfig;
  /** Ways of keeping a context that it has, the cheapest passes last: the default. */
  readonly caches: readonly ContextCaching[];
  /**
   * @param pieces one more than windows, the first not empty
   * @throws RuntimeError model-unsupported for a way of keeping a context that is not among `caches`
   */
  passesOver(pieces: ContextPieces, options: CachingOptions): ContextPasses;
}
