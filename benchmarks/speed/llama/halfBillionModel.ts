/**
 * A GGUF file of Qwen2.5-0.5B's size and vocabulary with weights made by script, for speed alone. It says one thing: after the
 * token `callStart` it writes a given text, token by token, and ends; after anything else it wanders.
 */
import { open, rename, stat } from 'node:fs/promises';
import { ggufBytes, ggufHead, ggufTokenizer, quantiseQ8, type GgufEntry, type GgufValue } from '../../../runtime/llama';
import { seededRandom } from '../../core/seededRandom';

const shape = {
  layers: 24,
  hidden: 896,
  heads: 14,
  keyValueHeads: 2,
  head: 64,
  inner: 4864,
  vocabulary: 151_936,
} as const;
export const parameters = 630_000_000;
export const callStart = '<|call|>';
const special = ['<|endoftext|>', '<|im_start|>', '<|im_end|>', callStart] as const;
export const fim = { prefix: '<|fim_prefix|>', suffix: '<|fim_suffix|>', middle: '<|fim_middle|>' } as const;
/** Different rows of a matrix before they repeat: speed does not depend on them, but the tokens that are said must differ. */
const rows = 4096;
const rowBytes = (shape.hidden / 32) * 34;

/** Writes it where it is not there yet. @param call what it says: some hundred ASCII characters */
export async function writeHalfBillionModel(file: string, call: string): Promise<void> {
  if (
    await stat(file).then(
      () => true,
      () => false,
    )
  )
    return;
  const chunks = chunksOf(call);
  const { metadata, ids } = vocabularyOf(chunks);
  const entries = tensors();
  const { bytes, starts } = ggufHead(metadata, entries);
  const embedding = randomRows(1, rows);
  const output = randomRows(1, rows);
  // Tokens whose rows repeat those of the text are never chosen: wandering would lead into it, and end.
  for (const token of [ids.start, ...ids.chunks, ids.end])
    output.fill(0, (token % rows) * rowBytes, ((token % rows) + 1) * rowBytes);
  const small = randomRows(0.004, 512);
  // A file that is cut off must not be taken for a whole one the next time.
  const draft = `${file}.draft`;
  const handle = await open(draft, 'w');
  try {
    await handle.write(bytes, 0, bytes.length, 0);
    for (const [index, entry] of entries.entries()) {
      const start = starts[index] ?? 0;
      if (entry.type === 'F32') {
        const ones = Buffer.from(new Float32Array(entry.shape[0] ?? 0).fill(1).buffer);
        await handle.write(ones, 0, ones.length, start);
        continue;
      }
      const pool = entry.name === 'token_embd.weight' ? embedding : entry.name === 'output.weight' ? output : small;
      const size = ggufBytes(entry);
      for (let at = 0; at < size; at += pool.length) {
        await handle.write(pool, 0, Math.min(pool.length, size - at), start + at);
      }
      if (entry.name !== 'output.weight') continue;
      // What follows a token has that token's own row: nothing else is as near to it.
      const said = [ids.start, ...ids.chunks, ids.end];
      for (const [step, token] of said.slice(1).entries()) {
        const before = said[step] ?? 0;
        await handle.write(embedding, (before % rows) * rowBytes, rowBytes, start + token * rowBytes);
      }
    }
    const end =
      Math.ceil(((starts.at(-1) ?? 0) + ggufBytes(entries.at(-1) ?? { name: '', shape: [0], type: 'F32' })) / 32) * 32;
    await handle.truncate(end);
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

function tensors(): readonly GgufEntry[] {
  const { hidden, heads, keyValueHeads, head, inner, layers, vocabulary } = shape;
  const matrix = (name: string, inputs: number, outputs: number): GgufEntry => ({
    name,
    shape: [inputs, outputs],
    type: 'Q8_0',
  });
  const norm = (name: string, size: number): GgufEntry => ({ name, shape: [size], type: 'F32' });
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
    matrix('token_embd.weight', hidden, vocabulary),
    ...blocks.flat(),
    norm('output_norm.weight', hidden),
    matrix('output.weight', hidden, vocabulary),
  ];
}

/** Rows of the model's width, quantised. */
function randomRows(scale: number, count: number): Buffer {
  const random = seededRandom(count);
  return quantiseQ8(Float32Array.from({ length: count * shape.hidden }, () => scale * (random(2001) / 1000 - 1)));
}

/** Cuts a text into pieces of about four characters, as tokens are, none of them twice. */
export function chunksOf(text: string): readonly string[] {
  const chunks: string[] = [];
  for (let at = 0; at < text.length;) {
    const length = [4, 5, 3, 6, 2, 7, 8, 9].find((each) => !chunks.includes(text.slice(at, at + each)));
    if (length === undefined) throw new RangeError(`The text repeats itself at ${at}: give it more variety`);
    chunks.push(text.slice(at, at + length));
    at += length;
  }
  return chunks;
}

function vocabularyOf(chunks: readonly string[]): {
  readonly metadata: Record<string, GgufValue>;
  readonly ids: { readonly start: number; readonly chunks: readonly number[]; readonly end: number };
} {
  const symbols = new Set(bytes());
  // Letters of byte-level BPE: a blank is one of its own.
  const letters = (text: string) => text.replaceAll(' ', '\u0120').replaceAll('\n', '\u010a');
  const written = chunks.map(letters);
  for (const chunk of written) symbols.add(chunk);
  const added: readonly string[] = [...special, ...Object.values(fim)];
  const random = seededRandom(5);
  while (symbols.size + added.length < shape.vocabulary) {
    const length = 2 + random(7);
    const word = Array.from({ length }, () => String.fromCharCode(97 + random(26))).join('');
    symbols.add(random(2) === 0 ? `\u0120${word}` : word);
  }
  const tokens = [...symbols];
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  const idOf = (content: string) => tokens.length + added.indexOf(content);
  const u32 = (value: number): GgufValue => ({ type: 'uint32', value });
  return {
    metadata: {
      'general.architecture': { type: 'string', value: 'qwen3' },
      'general.name': { type: 'string', value: 'Half a billion random parameters' },
      'qwen3.block_count': u32(shape.layers),
      'qwen3.context_length': u32(32_768),
      'qwen3.embedding_length': u32(shape.hidden),
      'qwen3.feed_forward_length': u32(shape.inner),
      'qwen3.attention.head_count': u32(shape.heads),
      'qwen3.attention.head_count_kv': u32(shape.keyValueHeads),
      'qwen3.attention.key_length': u32(shape.head),
      'qwen3.attention.value_length': u32(shape.head),
      'qwen3.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-6 },
      'qwen3.rope.freq_base': { type: 'float32', value: 1_000_000 },
      ...ggufTokenizer(
        { model: { vocab, merges: [] }, added_tokens: added.map((content) => ({ id: idOf(content), content })) },
        shape.vocabulary,
        { bos: idOf('<|endoftext|>'), eos: idOf('<|im_end|>'), pad: idOf('<|endoftext|>') },
      ),
    },
    ids: {
      // Its row among those that do not repeat.
      start: idOf(callStart),
      chunks: written.map((chunk) => vocab[chunk] ?? 0),
      end: idOf('<|im_end|>'),
    },
  };
}

/** The 256 symbols that stand for bytes in byte-level BPE. Source: openai/gpt-2, encoder.py. */
function bytes(): readonly string[] {
  const plain = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(plain(byte) ? byte : next++));
}
