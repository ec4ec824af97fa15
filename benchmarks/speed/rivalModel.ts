/**
 * The rival of the speed benchmark: an autoregressive transformer with the sizes of a given model, as a Q8_0 GGUF file
 * for llama.cpp. Its weights are random: the time of a forward pass does not depend on them, and the benchmark gives
 * the tokens to generate. Shape: Qwen3 (causal, no key shift), which llama.cpp has kernels for.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ggufTokenizer, tokenizerSchema, writeGguf, type GgufTensor, type GgufValue } from '../../runtime/llama';

const configSchema = z.object({
  hidden_size: z.number(),
  num_hidden_layers: z.number(),
  num_attention_heads: z.number(),
  num_key_value_heads: z.number(),
  head_dim: z.number(),
  intermediate_size: z.number(),
  vocab_size: z.number(),
  rms_norm_eps: z.number(),
  rope_theta: z.number(),
  tie_word_embeddings: z.boolean().default(false),
  bos_token_id: z.number(),
  eof_token_id: z.number().optional(),
  eos_token_id: z.number().optional(),
  pad_token_id: z.number(),
});
type Config = z.infer<typeof configSchema>;

export interface RivalModel {
  readonly parameters: number;
  readonly vocab: number;
}

/**
 * @param modelFolder holds config.json and tokenizer.json
 * @param contextTokens longest context that will be asked for
 * @param file GGUF file to write
 */
export async function writeRivalModel(modelFolder: string, contextTokens: number, file: string): Promise<RivalModel> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(modelFolder, name), 'utf8'));
  const config = configSchema.parse(await read('config.json'));
  const tensors = tensorsOf(config);
  await writeGguf(
    file,
    metadataOf(config, contextTokens, tokenizerSchema.parse(await read('tokenizer.json'))),
    tensors,
  );
  const count = (tensor: GgufTensor) => tensor.shape.reduce((product, size) => product * size, 1);
  return { parameters: tensors.reduce((sum, tensor) => sum + count(tensor), 0), vocab: config.vocab_size };
}

function metadataOf(
  config: Config,
  contextTokens: number,
  tokenizer: z.infer<typeof tokenizerSchema>,
): Record<string, GgufValue> {
  const u32 = (value: number): GgufValue => ({ type: 'uint32', value });
  const f32 = (value: number): GgufValue => ({ type: 'float32', value });
  const text = (value: string): GgufValue => ({ type: 'string', value });
  return {
    'general.architecture': text('qwen3'),
    'general.name': text('rival of the same shape'),
    'general.file_type': u32(7),
    'qwen3.block_count': u32(config.num_hidden_layers),
    'qwen3.context_length': u32(contextTokens),
    'qwen3.embedding_length': u32(config.hidden_size),
    'qwen3.feed_forward_length': u32(config.intermediate_size),
    'qwen3.attention.head_count': u32(config.num_attention_heads),
    'qwen3.attention.head_count_kv': u32(config.num_key_value_heads),
    'qwen3.attention.key_length': u32(config.head_dim),
    'qwen3.attention.value_length': u32(config.head_dim),
    'qwen3.attention.layer_norm_rms_epsilon': f32(config.rms_norm_eps),
    'qwen3.rope.freq_base': f32(config.rope_theta),
    ...ggufTokenizer(tokenizer, config.vocab_size, {
      bos: config.bos_token_id,
      eos: config.eof_token_id ?? config.eos_token_id ?? config.bos_token_id,
      pad: config.pad_token_id,
    }),
  };
}

function tensorsOf(config: Config): GgufTensor[] {
  const { hidden_size: hidden, head_dim: head, intermediate_size: inner } = config;
  const queries = config.num_attention_heads * head;
  const keys = config.num_key_value_heads * head;
  const random = gaussian(1);
  // One block for all: drawing hundreds of millions of deviates would take longer than the benchmark.
  const block = Float32Array.from({ length: blockValues }, () => 0.02 * random());
  const matrix = (name: string, rows: number, columns: number): GgufTensor => ({
    name,
    shape: [columns, rows],
    type: 'Q8_0',
    values: () => repeated(block, rows * columns, name),
  });
  const norm = (name: string, size: number): GgufTensor => ({
    name,
    shape: [size],
    type: 'F32',
    values: () => new Float32Array(size).fill(1),
  });
  const layers = Array.from({ length: config.num_hidden_layers }, (_, layer) => {
    const at = (part: string) => `blk.${layer}.${part}.weight`;
    return [
      norm(at('attn_norm'), hidden),
      matrix(at('attn_q'), queries, hidden),
      matrix(at('attn_k'), keys, hidden),
      matrix(at('attn_v'), keys, hidden),
      norm(at('attn_q_norm'), head),
      norm(at('attn_k_norm'), head),
      matrix(at('attn_output'), hidden, queries),
      norm(at('ffn_norm'), hidden),
      matrix(at('ffn_gate'), inner, hidden),
      matrix(at('ffn_up'), inner, hidden),
      matrix(at('ffn_down'), hidden, inner),
    ];
  });
  // Without output.weight llama.cpp ties the head to the embedding.
  const ownHead = config.tie_word_embeddings ? [] : [matrix('output.weight', config.vocab_size, hidden)];
  const embedding = matrix('token_embd.weight', config.vocab_size, hidden);
  return [embedding, ...layers.flat(), norm('output_norm.weight', hidden), ...ownHead];
}

/** A prime, so that the rows of a matrix differ. */
const blockValues = 1_048_573;

/** The block again and again; every tensor begins somewhere else in it. */
function repeated(block: Float32Array, length: number, name: string): Float32Array {
  const values = new Float32Array(length);
  let start = Buffer.from(name).reduce((hash, byte) => (hash * 31 + byte) % block.length, 7);
  for (let at = 0; at < length;) {
    const piece = block.subarray(start, start + length - at);
    values.set(piece, at);
    at += piece.length;
    start = 0;
  }
  return values;
}

/** Normal deviates (Box-Muller) from a linear congruential generator: the same on every machine. */
function gaussian(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
