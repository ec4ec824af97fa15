import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomNumbers } from '../infilling/distribution';

/** Sizes of a random model; the defaults are as small as all features allow. */
export interface RandomModelOptions {
  readonly hidden?: number;
  readonly layers?: number;
  readonly heads?: number;
  readonly kvHeads?: number;
  readonly headDim?: number;
  readonly intermediate?: number;
  readonly vocab?: number;
  readonly windowTokens?: number;
  readonly maxPrefixTokens?: number;
  readonly maxSuffixTokens?: number;
  readonly shiftedKeyHeads?: number;
  readonly seed?: number;
}

export interface RandomTensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** Languages of the random model, after the seven special tokens. */
const languages = ['other', 'python', 'typescript', 'javascript', 'json'];
const specials = ['pad', 'bos', 'eof', 'file', 'suffix', 'mask', 'delete'];
const firstByte = specials.length + languages.length;

/**
 * Writes a checkpoint of the embedded family with random weights and a small byte-level tokenizer, so that tests need
 * no trained model. @returns its tensors and config, for reference computations
 */
export async function writeRandomCheckpoint(
  folder: string,
  options: RandomModelOptions = {},
): Promise<{ readonly tensors: ReadonlyMap<string, RandomTensor>; readonly config: Record<string, unknown> }> {
  const o = {
    hidden: 32,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headDim: 8,
    intermediate: 48,
    vocab: 320,
    windowTokens: 8,
    maxPrefixTokens: 200,
    maxSuffixTokens: 20,
    shiftedKeyHeads: 1,
    seed: 1,
    ...options,
  };
  const random = randomNumbers(o.seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const tensors = new Map<string, RandomTensor>();
  const matrix = (name: string, rows: number, columns: number, deviation = columns ** -0.5) => {
    const values = Float32Array.from({ length: rows * columns }, () => normal() * deviation);
    tensors.set(name, { dims: [rows, columns], values });
  };
  const norm = (name: string, size: number) => {
    tensors.set(name, { dims: [size], values: Float32Array.from({ length: size }, () => 1 + 0.2 * normal()) });
  };
  matrix('model.embed_tokens.weight', o.vocab, o.hidden, 0.5);
  for (let layer = 0; layer < o.layers; layer++) {
    const name = `model.layers.${layer}`;
    norm(`${name}.input_layernorm.weight`, o.hidden);
    norm(`${name}.post_attention_layernorm.weight`, o.hidden);
    matrix(`${name}.self_attn.q_proj.weight`, o.heads * o.headDim, o.hidden);
    matrix(`${name}.self_attn.k_proj.weight`, o.kvHeads * o.headDim, o.hidden);
    matrix(`${name}.self_attn.v_proj.weight`, o.kvHeads * o.headDim, o.hidden);
    matrix(`${name}.self_attn.o_proj.weight`, o.hidden, o.heads * o.headDim);
    norm(`${name}.self_attn.q_norm.weight`, o.headDim);
    norm(`${name}.self_attn.k_norm.weight`, o.headDim);
    matrix(`${name}.mlp.gate_proj.weight`, o.intermediate, o.hidden);
    matrix(`${name}.mlp.up_proj.weight`, o.intermediate, o.hidden);
    matrix(`${name}.mlp.down_proj.weight`, o.hidden, o.intermediate);
  }
  norm('model.norm.weight', o.hidden);
  const config = {
    model_type: 'whetstone_infill',
    hidden_size: o.hidden,
    num_hidden_layers: o.layers,
    num_attention_heads: o.heads,
    num_key_value_heads: o.kvHeads,
    head_dim: o.headDim,
    intermediate_size: o.intermediate,
    vocab_size: o.vocab,
    rms_norm_eps: 1e-6,
    rope_theta: 10000,
    tie_word_embeddings: true,
    logit_shift: 1,
    shifted_key_heads: o.shiftedKeyHeads,
    attention: 'isolated-context',
    window_tokens: o.windowTokens,
    max_prefix_tokens: o.maxPrefixTokens,
    max_suffix_tokens: o.maxSuffixTokens,
    ...Object.fromEntries(specials.map((name, id) => [`${name}_token_id`, id])),
    language_token_ids: Object.fromEntries(languages.map((name, index) => [name, specials.length + index])),
  };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(randomTokenizer(o.vocab)));
  await writeFile(path.join(folder, 'model.safetensors'), safetensors(tensors));
  return { tensors, config };
}

/** An fp32 safetensors file. */
export function safetensors(tensors: ReadonlyMap<string, RandomTensor>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const [name, { dims, values }] of tensors) {
    header[name] = { dtype: 'F32', shape: dims, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const data = [...tensors.values()].map(({ values }) => new Uint8Array(values.buffer));
  return Buffer.concat([length, text, ...data]);
}

/** Merges of the small tokenizer, in byte letters (Ġ is a blank, Ċ a line end). */
const merges = [
  ['Ġ', 'Ġ'],
  ['ĠĠ', 'ĠĠ'],
  ['Ċ', 'ĠĠĠĠ'],
  ['r', 'e'],
  ['t', 'u'],
  ['re', 'tu'],
  ['r', 'n'],
  ['retu', 'rn'],
  ['Ġ', 'return'],
  ['e', 'l'],
  ['s', 'el'],
  ['sel', 'f'],
  ['i', 'n'],
  ['Ġ', 'in'],
  ['(', ')'],
] as const;

function randomTokenizer(vocab: number): unknown {
  const letters = byteLetters();
  const tokens = [...specials.map((name) => `<|${name}|>`), ...languages.map((name) => `<|lang:${name}|>`)];
  const added = tokens.map((content, id) => ({ id, content, special: true, normalized: false }));
  const texts = [...letters, ...merges.map(([left, right]) => left + right)];
  // The rest of the vocabulary is never produced by text: three-letter tokens that no merge makes.
  for (let i = 0; texts.length < vocab - firstByte; i++) texts.push(`Q${String.fromCharCode(65 + (i % 26))}${i}`);
  return {
    version: '1.0',
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: {
            Regex:
              '(?:\\r?\\n)+[ \\t]*| ?\\p{Lu}?\\p{Ll}+| ?\\p{Lu}+(?!\\p{Ll})| ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+',
          },
          behavior: 'Isolated',
          invert: false,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    model: {
      type: 'BPE',
      unk_token: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(texts.slice(0, vocab - firstByte).map((text, index) => [text, firstByte + index])),
      merges: merges.map(([left, right]) => [left, right]),
    },
  };
}

/** The printable letter of each byte in byte-level BPE. */
function byteLetters(): readonly string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(printable ? byte : next++);
  });
}
