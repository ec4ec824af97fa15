/** Models of the sizes that people download, with random weights, in every weight format, and their rival. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { convertCheckpoint, writeTrueSizeCheckpoint, type ModelFormat } from '../../runtime/diffusion';
import type { ModelRunner } from '../../runtime/protocol';
import { writeRivalModel, type RivalModel } from './rivalModel';

/** A CoDA-shaped model; sizes by the keys of config.json. */
export interface LargeShape {
  readonly name: string;
  readonly layers: number;
  /** What differs from CoDA-1.7B. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly merges?: number;
}

const midMerges = 31_700;
/** Special tokens stand behind the bytes and the merges, the mask last of 27. */
const firstSpecial = 256 + midMerges;

export const largeShapes: readonly LargeShape[] = [
  {
    name: 'mid',
    layers: 12,
    sizes: {
      hidden_size: 768,
      num_attention_heads: 12,
      num_key_value_heads: 6,
      head_dim: 64,
      intermediate_size: 2304,
      vocab_size: 32_000,
      mask_token_id: firstSpecial + 26,
      bos_token_id: firstSpecial,
      pad_token_id: firstSpecial,
      eos_token_id: firstSpecial + 2,
    },
    merges: midMerges,
  },
  // Two of CoDA's 28 layers with its whole embedding and head: all of it would take the benchmark minutes and gigabytes.
  { name: 'coda-2-layers', layers: 2, sizes: {} },
];

/** Weight formats that are measured on each runner: those that run there without handing work back to the processor. */
export function largeFormats(runner: ModelRunner): readonly ModelFormat[] {
  switch (runner) {
    case 'cpu':
      return ['int8', 'int4', 'fp32'];
    case 'llama':
      return ['gguf-q8_0'];
    case 'webgpu':
    case 'cuda':
      return ['int8-blocks', 'fp32'];
    case 'directml':
    case 'coreml':
      return ['fp32'];
  }
}

export interface LargeModel {
  readonly folders: ReadonlyMap<ModelFormat, string>;
  readonly rivalFile: string;
  readonly rival: RivalModel;
}

/**
 * Writes a shape's checkpoint, converts it and writes the rival.
 * @param folder scratch folder: about 1 GB for `mid`, 8 GB for `coda-2-layers`
 */
export async function prepareLargeModel(
  shape: LargeShape,
  folder: string,
  formats: readonly ModelFormat[],
  signal: AbortSignal,
): Promise<LargeModel> {
  const checkpoint = path.join(folder, 'checkpoint');
  await writeTrueSizeCheckpoint(checkpoint, shape);
  const folders = new Map<ModelFormat, string>();
  for (const format of formats) {
    const out = path.join(folder, format);
    await convertCheckpoint(checkpoint, out, { id: `${shape.name}-${format}`, quantise: format, signal });
    folders.set(format, out);
  }
  const rivalFile = path.join(folder, 'rival.gguf');
  const rival = await writeRivalModel(checkpoint, 1024, rivalFile);
  await rm(checkpoint, { recursive: true });
  return { folders, rivalFile, rival };
}
