import type { ModelManifest } from '../../models';
import type { ProviderName } from '../../protocol';
import type { GraphOptions, Quantisation } from '../onnx/graphOptions';

/** What a conversion is asked for so that the model suits a provider. */
export interface RecommendedFormat {
  readonly quantise: Quantisation;
  /** What differs from the formats that `quantise` stands for. */
  readonly weights: Partial<GraphOptions>;
}

/**
 * The weight format that a provider runs without handing nodes to the processor: int8 by rows on processors, blocks on
 * GPUs. On GPUs the table of the embedding may stay in int8 rows: it is only looked up, which costs one small copy.
 * @param small four bits for the layers: half the file, and more rounding
 */
export function recommendedFormat(provider: ProviderName, small = false): RecommendedFormat {
  switch (provider) {
    case 'cpu':
      return { quantise: small ? 'int4' : 'int8', weights: {} };
    case 'webgpu':
    case 'cuda':
      return small ? { quantise: 'int4', weights: { head: 'int8-blocks' } } : { quantise: 'int8-blocks', weights: {} };
    case 'directml':
      // Its MatMulNBits takes four bits only (onnxruntime, docs/OperatorKernels.md).
      return { quantise: 'int4', weights: { head: 'int4-blocks' } };
    case 'coreml':
      // It knows none of ONNX Runtime's own operators.
      return { quantise: 'fp32', weights: {} };
  }
}

/**
 * Whether a model's layers run on a provider. Those in int8 rows would be handed to the processor and back at every
 * matrix, which is slower than the processor alone.
 */
export function suits(provider: ProviderName, quantisation: ModelManifest['quantisation']): boolean {
  switch (provider) {
    case 'cpu':
      return true;
    case 'webgpu':
    case 'cuda':
      return quantisation !== 'int8' && !quantisation.startsWith('gguf');
    case 'directml':
      return quantisation === 'int4' || quantisation === 'fp32';
    case 'coreml':
      return quantisation === 'fp32';
  }
}
