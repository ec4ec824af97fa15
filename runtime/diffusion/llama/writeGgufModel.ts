import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import type { WeightSource } from '../checkpoint/weights';
import { writeGguf, type GgufTensor } from '../../llama';
import { ggufMetadata, ggufParts, type GgufModelOptions } from './ggufModel';

/** Rows of a matrix that are in memory at a time. */
const rowsAtOnce = 1024;

/**
 * Writes a model with full attention from any source of weights as a GGUF file that stock llama.cpp runs as what it is.
 * Checkpoint folders are converted by `convertCheckpoint`, which resumes.
 * @throws RuntimeError model-unsupported for a shape that is neither Qwen2's nor Qwen3's
 */
export async function writeGgufModel(
  file: string,
  config: FullAttentionConfig,
  weights: WeightSource,
  options: GgufModelOptions & { readonly type: GgufTensor['type'] },
): Promise<void> {
  const tensors = ggufParts(config).map(({ name, source, outputs, inputs }): GgufTensor => {
    if (inputs === undefined) return { name, shape: [outputs], type: 'F32', values: () => whole(weights, source) };
    return { name, shape: [inputs, outputs], type: options.type, values: () => rows(weights, source, outputs) };
  });
  await writeGguf(file, ggufMetadata(config, options), tensors);
}

async function* rows(weights: WeightSource, name: string, count: number): AsyncGenerator<Float32Array> {
  for (let from = 0; from < count; from += rowsAtOnce) {
    yield await weights.rows(name, from, Math.min(count, from + rowsAtOnce));
  }
}

async function* whole(weights: WeightSource, name: string): AsyncGenerator<Float32Array> {
  yield await weights.read(name);
}
