import { ggufTokenizer, writeGguf, type GgufTensor, type GgufValue } from '../../../llama';
import { seeded } from '../../parsing/testing/randomReply';

const hidden = 32;
const vocab = 320;
const end = 256;
/** Bytes above would be written one by one, and half a character is no text. */
const ascii = 128;

/** Writes a model of one layer with random weights whose tokens are bytes: enough for llama.cpp to walk a grammar. */
export async function writeTinyGguf(file: string): Promise<void> {
  const u32 = (value: number): GgufValue => ({ type: 'uint32', value });
  const own: Readonly<Record<string, GgufValue>> = {
    block_count: u32(1),
    context_length: u32(2048),
    embedding_length: u32(hidden),
    feed_forward_length: u32(hidden),
    'attention.head_count': u32(2),
    'attention.head_count_kv': u32(2),
    'attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-5 },
    'rope.dimension_count': u32(hidden / 2),
    'rope.freq_base': { type: 'float32', value: 10_000 },
  };
  const tokenizer = {
    model: {
      vocab: Object.fromEntries(
        byteTokens()
          .slice(0, ascii)
          .map((token, id) => [token, id]),
      ),
      merges: ['a b'],
    },
    added_tokens: [{ id: end, content: '<|end|>' }],
  };
  tokenizer.model.vocab.ab = end + 1;
  await writeGguf(
    file,
    {
      'general.architecture': { type: 'string', value: 'llama' },
      'general.name': { type: 'string', value: 'tiny' },
      ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`llama.${key}`, value])),
      ...ggufTokenizer(tokenizer, vocab, { bos: end, eos: end, pad: end }),
    },
    tensors(),
  );
}

function tensors(): readonly GgufTensor[] {
  const random = seeded(3);
  const matrix = (name: string, inputs: number, outputs: number): GgufTensor => ({
    name: `${name}.weight`,
    shape: [inputs, outputs],
    type: 'F32',
    values: () => Float32Array.from({ length: inputs * outputs }, () => (random(2001) - 1000) / 2000),
  });
  const norm = (name: string): GgufTensor => ({
    name: `${name}.weight`,
    shape: [hidden],
    type: 'F32',
    values: () => new Float32Array(hidden).fill(1),
  });
  const projections = ['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up', 'ffn_down'];
  return [
    matrix('token_embd', hidden, vocab),
    norm('blk.0.attn_norm'),
    norm('blk.0.ffn_norm'),
    ...projections.map((name) => matrix(`blk.0.${name}`, hidden, hidden)),
    norm('output_norm'),
  ];
}

/** GPT-2's letters for the 256 bytes: those that are no printable character get one from 256 on. */
function byteTokens(): readonly string[] {
  const printable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte < 173) || byte > 173;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
}
