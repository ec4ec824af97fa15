/**
 * Writes a checkpoint with the names, shapes, sharding and config.json of Salesforce/CoDA-v0-Base and random weights:
 *
 *     npx tsx runtime/diffusion/test/trueSizeCheckpoint.ts FOLDER [--layers N] [--type BF16|F32]
 *
 * 28 layers in bf16 are 4.06 GB in two shards, in fp32 8.13 GB. Quality is nil, but conversion, memory and speed are
 * those of the real thing.
 */
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { expectedTensors, type ExpectedTensor } from '../checkpoint/checkTensors';
import { parseModelConfig } from '../checkpoint/modelConfig';
import { randomNumbers } from '../infilling/distribution';
import { codaTokenizer } from './codaTokenizer';

export interface TrueSizeOptions {
  /** Default: 28, as published. */
  readonly layers?: number;
  readonly type?: 'BF16' | 'F32';
  /** Other numbers than the published ones, by the keys of config.json. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Of the tokenizer; must go with `sizes.vocab_size`. */
  readonly merges?: number;
}

/** @returns bytes of the shards */
export async function writeTrueSizeCheckpoint(folder: string, options: TrueSizeOptions = {}): Promise<number> {
  const { layers = 28, type = 'BF16', sizes = {}, merges } = options;
  const config = { ...codaConfig(layers), ...sizes };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'config.json'), `${JSON.stringify(config, undefined, 2)}\n`);
  await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(codaTokenizer(merges)));
  const tensors = [...expectedTensors(parseModelConfig(config, 'config.json'))];
  const blocks = new RandomBlocks(type);
  const weightMap: Record<string, string> = {};
  const [first, second] = halves(tensors);
  let bytes = 0;
  for (const [index, shard] of [first, second].entries()) {
    const name = `model-0000${index + 1}-of-00002.safetensors`;
    // A shard lists its tensors by name, as the safetensors library writes them.
    const sorted = [...shard].sort((a, b) => (a.name < b.name ? -1 : 1));
    bytes += await writeShard(path.join(folder, name), sorted, type, blocks);
    for (const tensor of shard) weightMap[tensor.name] = name;
  }
  const index = { metadata: { total_size: bytes }, weight_map: weightMap };
  await writeFile(path.join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
  return bytes;
}

/** config.json with the published keys and values; only the number of layers may differ. */
function codaConfig(layers: number): Readonly<Record<string, unknown>> {
  return {
    architectures: ['CoDALanguageModel'],
    attention_bias: false,
    attention_dropout: 0,
    attention_kernel: 'flash_attention',
    auto_map: { AutoConfig: 'model_config.CoDAConfig', AutoModel: 'modeling_coda.CoDALanguageModel' },
    block_masking_probability: [0.25, 0.5, 0.5, 0.75, 0.25],
    bos_token_id: 151643,
    eos_token_id: 151645,
    head_dim: 128,
    hidden_act: 'silu',
    hidden_size: 2048,
    initializer_range: 0.02,
    intermediate_size: 6144,
    mask_block_sizes: [4, 8, 16, 32],
    mask_token_id: 151669,
    max_position_embeddings: 40960,
    max_window_layers: 28,
    model_type: 'CoDA',
    num_attention_heads: 16,
    num_hidden_layers: layers,
    num_key_value_heads: 8,
    pad_token_id: 151643,
    prefix_probability: 0,
    rms_norm_eps: 1e-6,
    rope_scaling: null,
    rope_theta: 1000000,
    sampling_eps: [0.001, 0.25, 0.5, 0.25, 0.001],
    sliding_window: null,
    torch_dtype: 'float32',
    truncate_probability: 0,
    use_cache: true,
    use_sliding_window: false,
    vocab_size: 151936,
  };
}

const elements = ({ dims }: ExpectedTensor) => dims.reduce((product, size) => product * size, 1);

/** The tensors in two shards, the first one a little larger, in the order of the layers. */
function halves(tensors: readonly ExpectedTensor[]): readonly [readonly ExpectedTensor[], readonly ExpectedTensor[]] {
  const share = 0.6 * tensors.reduce((sum, tensor) => sum + elements(tensor), 0);
  let size = 0;
  const end = tensors.findIndex((tensor) => (size += elements(tensor)) > share);
  return [tensors.slice(0, end), tensors.slice(end)];
}

async function writeShard(
  file: string,
  tensors: readonly ExpectedTensor[],
  type: 'BF16' | 'F32',
  blocks: RandomBlocks,
): Promise<number> {
  const width = type === 'F32' ? 4 : 2;
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const tensor of tensors) {
    const start = end;
    end += elements(tensor) * width;
    header[tensor.name] = { dtype: type, shape: tensor.dims, data_offsets: [start, end] };
  }
  let text = JSON.stringify(header);
  text += ' '.repeat((8 - (text.length % 8)) % 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(Buffer.concat([length, Buffer.from(text)]));
    for (const tensor of tensors) for (const piece of blocks.of(tensor)) await handle.writeFile(piece);
  } finally {
    await handle.close();
  }
  return end;
}

/** Values of a block: a prime, so that no two rows of a matrix are the same. */
const blockValues = 2_097_143;

/** Standard deviations like those of the published weights; norms are about one. */
function deviation(name: string): number {
  if (name.includes('embed_tokens')) return 0.063;
  if (name.includes('lm_head')) return 0.187;
  return 0.02;
}

/** Normally distributed values in a checkpoint's type: one block for each deviation, repeated. */
class RandomBlocks {
  private readonly known = new Map<string, Uint8Array>();

  constructor(private readonly type: 'BF16' | 'F32') {}

  *of(tensor: ExpectedTensor): Generator<Uint8Array> {
    const isNorm = tensor.dims.length === 1;
    const width = this.type === 'F32' ? 4 : 2;
    const block = this.block(isNorm ? 1 : 0, isNorm ? 0.1 : deviation(tensor.name));
    // Every tensor begins somewhere else.
    let at = Buffer.from(tensor.name).reduce((hash, byte) => (hash * 31 + byte) % blockValues, 7) * width;
    for (let left = elements(tensor) * width; left > 0; at = 0) {
      const piece = block.subarray(at, at + left);
      yield piece;
      left -= piece.length;
    }
  }

  private block(mean: number, spread: number): Uint8Array {
    const key = `${mean} ${spread}`;
    const known = this.known.get(key);
    if (known) return known;
    const random = randomNumbers(1);
    const values = Float32Array.from({ length: blockValues }, () => {
      return mean + spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    });
    // The upper half of fp32, cut off.
    const halvesOf = (bits: Uint32Array) => Uint16Array.from(bits, (value) => value >>> 16);
    const stored = this.type === 'F32' ? values : halvesOf(new Uint32Array(values.buffer));
    const bytes = new Uint8Array(stored.buffer);
    this.known.set(key, bytes);
    return bytes;
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { layers: { type: 'string', default: '28' }, type: { type: 'string', default: 'BF16' } },
  });
  const [folder] = positionals;
  const { type } = values;
  if (folder === undefined || (type !== 'BF16' && type !== 'F32')) {
    throw new Error('trueSizeCheckpoint.ts FOLDER [--layers N] [--type BF16|F32]');
  }
  const bytes = await writeTrueSizeCheckpoint(folder, { layers: Number(values.layers), type });
  console.log(`${bytes} bytes in ${folder}`);
}

if (process.argv[1]?.endsWith('trueSizeCheckpoint.ts')) void main();
