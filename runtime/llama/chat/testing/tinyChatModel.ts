/** A chat model with random weights as a GGUF file of some hundred kilobytes: what it says is nonsense, all else is real. */
import { writeGguf, type GgufTensor, type GgufValue } from '../../gguf';
import { ggufTokenizer } from '../../ggufTokenizer';
import { byteAlphabet } from './byteAlphabet';

const hidden = 64;
const heads = 4;
const keyValueHeads = 2;
const head = 16;
const inner = 96;
const layers = 2;

/** ChatML, as Qwen's models have it. */
const chatMl =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/**
 * @param contextTokens that it says it was trained with
 * @param more metadata, e.g. `qwen3.pooling_type` for a model that gives vectors of texts
 */
export async function writeTinyChatModel(
  file: string,
  contextTokens = 1024,
  template = chatMl,
  more: Readonly<Record<string, GgufValue>> = {},
): Promise<void> {
  const vocabulary = byteAlphabet();
  const special = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
  const tokens = Object.fromEntries(vocabulary.map((symbol, id) => [symbol, id]));
  const vocab = vocabulary.length + special.length;
  const id = (token: string) => vocabulary.length + special.indexOf(token);
  const u32 = (value: number): GgufValue => ({ type: 'uint32', value });
  const metadata: Record<string, GgufValue> = {
    'general.architecture': { type: 'string', value: 'qwen3' },
    'general.name': { type: 'string', value: 'Tiny chat' },
    'qwen3.block_count': u32(layers),
    'qwen3.context_length': u32(contextTokens),
    'qwen3.embedding_length': u32(hidden),
    'qwen3.feed_forward_length': u32(inner),
    'qwen3.attention.head_count': u32(heads),
    'qwen3.attention.head_count_kv': u32(keyValueHeads),
    'qwen3.attention.key_length': u32(head),
    'qwen3.attention.value_length': u32(head),
    'qwen3.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-6 },
    'qwen3.rope.freq_base': { type: 'float32', value: 10_000 },
    ...ggufTokenizer(
      { model: { vocab: tokens, merges: [] }, added_tokens: special.map((content) => ({ id: id(content), content })) },
      vocab,
      { bos: id('<|endoftext|>'), eos: id('<|im_end|>'), pad: id('<|endoftext|>') },
    ),
    'tokenizer.chat_template': { type: 'string', value: template },
    ...more,
  };
  await writeGguf(file, metadata, tensors(vocab));
}

function tensors(vocab: number): readonly GgufTensor[] {
  const random = lcg(7);
  const matrix = (name: string, columns: number, rows: number): GgufTensor => ({
    name,
    shape: [columns, rows],
    type: 'F32',
    values: () => Float32Array.from({ length: columns * rows }, () => 0.4 * (random() - 0.5)),
  });
  const norm = (name: string, size: number): GgufTensor => ({
    name,
    shape: [size],
    type: 'F32',
    values: () => new Float32Array(size).fill(1),
  });
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const at = (part: string) => `blk.${layer}.${part}.weight`;
    return [
      norm(at('attn_norm'), hidden),
      matrix(at('attn_q'), hidden, heads * head),
      matrix(at('attn_k'), hidden, keyValueHeads * head),
      matrix(at('attn_v'), hidden, keyValueHeads * head),
      norm(at('attn_q_norm'), head),
      norm(at('attn_k_norm'), head),
      matrix(at('attn_output'), heads * head, hidden),
      norm(at('ffn_norm'), hidden),
      matrix(at('ffn_gate'), hidden, inner),
      matrix(at('ffn_up'), hidden, inner),
      matrix(at('ffn_down'), inner, hidden),
    ];
  });
  return [
    matrix('token_embd.weight', hidden, vocab),
    ...blocks.flat(),
    norm('output_norm.weight', hidden),
    matrix('output.weight', hidden, vocab),
  ];
}

/** Numbers in 0..1, the same each time. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
