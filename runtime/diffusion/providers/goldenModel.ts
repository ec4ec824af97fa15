import { open } from 'node:fs/promises';
import path from 'node:path';
import type { FullAttentionConfig, TransformerShape } from '../checkpoint/modelConfig';
import { graphPresets } from '../onnx/graphOptions';
import { buildTransformerGraph } from '../onnx/transformerGraph';
import type { RecommendedFormat } from './recommendedFormat';
import { RandomWeights } from './randomWeights';

/**
 * Models that providers are tried with. `small` has every feature that any family's graph has, and is large enough for
 * the kernels that GPUs use for real models (128 channels at least, 32 rows at least). `large` is timed.
 */
export type GoldenSize = 'small' | 'large';

/** Goes up when models or passes change: what was found out with others is not comparable. */
export const goldenVersion = 1;

const features = { epsilon: 1e-6, ropeTheta: 10_000, queryKeyNorm: true, tiedHead: false, positions: 512 } as const;

export const goldenShapes: Readonly<Record<GoldenSize, TransformerShape>> = {
  small: {
    ...features,
    ...{ hidden: 128, layers: 2, heads: 4, kvHeads: 2, headDim: 32, intermediate: 256, vocab: 512 },
    ...{ shiftedKeyHeads: 1, projectionBias: true },
  },
  large: {
    ...features,
    ...{ hidden: 768, layers: 2, heads: 12, kvHeads: 6, headDim: 64, intermediate: 2304, vocab: 2048 },
    ...{ shiftedKeyHeads: 0, projectionBias: false },
  },
};

/** Plain name of a golden model's file. */
export function goldenFile(size: GoldenSize, { quantise, weights }: RecommendedFormat): string {
  return [size, quantise, ...Object.values(weights)].join('-') + '.onnx';
}

/** Writes a golden model into a folder, in one file. */
export async function writeGoldenModel(folder: string, size: GoldenSize, format: RecommendedFormat): Promise<void> {
  const config = goldenConfig(goldenShapes[size]);
  // The golden passes hide rows, so that the mask is tried too.
  const options = { ...graphPresets[format.quantise], ...format.weights, masked: true };
  const graph = await buildTransformerGraph(config, new RandomWeights(config), options);
  const file = await open(path.join(folder, goldenFile(size, format)), 'w');
  try {
    for (const piece of await graph.encode()) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

function goldenConfig(shape: TransformerShape): FullAttentionConfig {
  const none = { mask: 0, bos: undefined, pad: undefined, eos: undefined, expand: undefined, delete: undefined };
  const limits = { windowTokens: 32, maxPrefixTokens: 256, maxSuffixTokens: 64 };
  return { family: 'coda', attention: 'full', logitShift: 1, shape, ...limits, special: { ...none, forbidden: [0] } };
}
