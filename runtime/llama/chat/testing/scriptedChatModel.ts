/**
 * A chat model that says given texts: a real GGUF file of one layer whose weights are set by hand. Tests that need a certain
 * reply run llama.cpp with it, with its own grammar, sampler and cache.
 *
 * How it works: a reply is cut into tokens that occur once in all replies, so that each token leads to the next by the
 * embedding alone. Which reply begins is decided by attention: each reply has a character, and the last reply whose
 * character stands anywhere in the prompt outweighs the others.
 */
import { writeGguf, type GgufTensor, type GgufValue } from '../../gguf';
import { ggufTokenizer } from '../../ggufTokenizer';
import { byteAlphabet } from './byteAlphabet';

export interface ScriptedReply {
  /** One ASCII character that stands in the prompt, e.g. in the user's text; undefined: what is said otherwise. */
  readonly when?: string | undefined;
  readonly say: string;
  /** Another reply that begins nearly as probably: its text, and by how much its logit is lower. */
  readonly rival?: { readonly say: string; readonly below: number } | undefined;
}

export interface ScriptedModel {
  /** Later ones go before. */
  readonly replies: readonly ScriptedReply[];
  readonly name?: string | undefined;
  readonly architecture?: 'llama' | 'qwen2' | undefined;
  readonly template?: string | undefined;
  /** Control tokens; the first one ends a turn. Those that a reply holds are written as such, and may stand in one place only. */
  readonly control?: readonly string[] | undefined;
  /** Tokens of the file that are text, as `<tool_call>` in Qwen's files. */
  readonly defined?: readonly string[] | undefined;
  readonly contextTokens?: number | undefined;
  readonly metadata?: Readonly<Record<string, GgufValue>> | undefined;
}

const chatMl =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const inner = 32;
/** Logits: of the token that follows in a reply, of the first of a reply, of signs that bring something to its end. */
const certain = 60;
const begins = 30;
const closes = 2;
/** Node types of llama.cpp's vocabulary. */
const userDefined = 4;

/** @throws Error for a script that cannot be told by single tokens */
export async function writeScriptedChatModel(file: string, script: ScriptedModel): Promise<void> {
  const { architecture = 'qwen2', control = ['<|im_end|>', '<|im_start|>', '<|endoftext|>'], defined = [] } = script;
  const { replies, name = 'Scripted', template = chatMl, contextTokens = 4096, metadata = {} } = script;
  const special = [...control, ...defined];
  const plan = planOf(replies, special);
  const alphabet = byteAlphabet();
  const bytes = plan.pieces.map((piece) => [...Buffer.from(piece)].map((byte) => alphabet[byte]).join(''));
  const tokens = [...alphabet, ...bytes];
  const vocab = tokens.length + special.length;
  const idOf = (token: string) => tokens.length + special.indexOf(token);
  const end = idOf(control[0] ?? '');
  const u32 = (value: number): GgufValue => ({ type: 'uint32', value });
  const tokenizer = ggufTokenizer(
    {
      model: { vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), merges: [] },
      added_tokens: special.map((content) => ({ id: idOf(content), content })),
    },
    vocab,
    { bos: tokens.length + Math.min(2, special.length - 1), eos: end, pad: end },
  );
  const layout = layoutOf(plan, tokens.length, end, idOf);
  const own: Readonly<Record<string, GgufValue>> = {
    block_count: u32(1),
    context_length: u32(contextTokens),
    embedding_length: u32(layout.hidden),
    feed_forward_length: u32(inner),
    'attention.head_count': u32(1),
    'attention.head_count_kv': u32(1),
    'attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-6 },
    'rope.dimension_count': u32(layout.hidden),
    // So slow that the dimension in which keys are compared does not turn at all.
    'rope.freq_base': { type: 'float32', value: 1e30 },
  };
  await writeGguf(
    file,
    {
      'general.architecture': { type: 'string', value: architecture },
      'general.name': { type: 'string', value: name },
      ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`${architecture}.${key}`, value])),
      ...tokenizer,
      'tokenizer.ggml.token_type': typesOf(tokenizer['tokenizer.ggml.token_type'], defined.map(idOf)),
      'tokenizer.chat_template': { type: 'string', value: template },
      ...metadata,
    },
    tensorsOf(layout, vocab, replies, architecture === 'qwen2'),
  );
}

interface Plan {
  /** Texts of the tokens of all replies, without special ones. */
  readonly pieces: readonly string[];
  /** Each reply and each rival: its tokens, special ones as they are. */
  readonly said: readonly (readonly string[])[];
  readonly rivals: readonly (readonly string[] | undefined)[];
}

function planOf(replies: readonly ScriptedReply[], special: readonly string[]): Plan {
  const used = new Set<string>();
  const planned = (text: string) => piecesOf(text, special, used);
  const said = replies.map(({ say }) => planned(say));
  const rivals = replies.map(({ rival }) => rival && planned(rival.say));
  return { pieces: [...used].filter((piece) => !special.includes(piece)), said, rivals };
}

/** Shortest tokens from four characters on that no reply has yet. */
function piecesOf(text: string, special: readonly string[], used: Set<string>): readonly string[] {
  const pieces: string[] = [];
  const characters = Array.from(text);
  for (let at = 0; at < characters.length;) {
    const rest = characters.slice(at).join('');
    const token = special.find((each) => rest.startsWith(each) && !used.has(each));
    if (token !== undefined) {
      used.add(token);
      pieces.push(token);
      at += Array.from(token).length;
      continue;
    }
    const bound = nextSpecial(rest, special, used);
    let length = Math.min(4, bound);
    const piece = () => characters.slice(at, at + length).join('');
    while (used.has(piece()) && length < bound) length++;
    let taken = piece();
    at += length;
    if (used.has(taken)) {
      // The end occurs elsewhere: it becomes one with what stands before it.
      const before = pieces.pop();
      if (before === undefined || special.includes(before))
        throw new Error(`The reply ${text} has no tokens of its own.`);
      used.delete(before);
      taken = before + taken;
    }
    used.add(taken);
    pieces.push(taken);
  }
  return pieces;
}

/** Characters before the next special token. */
function nextSpecial(text: string, special: readonly string[], used: ReadonlySet<string>): number {
  const places = special.filter((each) => !used.has(each)).map((each) => text.indexOf(each, 1));
  const next = Math.min(...places.filter((place) => place > 0), text.length);
  return Array.from(text.slice(0, next)).length;
}

interface Layout {
  readonly hidden: number;
  /** Dimension that a token alone has; dimension 0 is the same for all, 1 that of all other tokens. */
  readonly dimensionOf: ReadonlyMap<number, number>;
  /** First dimension of replies that attention has chosen. */
  readonly chosen: number;
  readonly first: readonly number[];
  readonly rivals: readonly (number | undefined)[];
  readonly next: ReadonlyMap<number, number>;
  readonly closing: readonly number[];
}

function layoutOf(plan: Plan, ordinary: number, end: number, idOf: (token: string) => number): Layout {
  const tokenId = (token: string) => {
    const piece = plan.pieces.indexOf(token);
    return piece < 0 ? idOf(token) : ordinary - plan.pieces.length + piece;
  };
  const next = new Map<number, number>();
  const paths = [...plan.said, ...plan.rivals.flatMap((each) => (each ? [each] : []))].map((path) => path.map(tokenId));
  for (const path of paths) path.forEach((id, index) => next.set(id, path[index + 1] ?? end));
  const dimensionOf = new Map([...next.keys()].map((id, index) => [id, 2 + index]));
  const chosen = 2 + dimensionOf.size;
  const firstOf = (path: readonly string[]) => (path[0] === undefined ? end : tokenId(path[0]));
  const needed = chosen + plan.said.length + plan.said.length;
  return {
    hidden: 32 * Math.ceil(needed / 32),
    dimensionOf,
    chosen,
    first: plan.said.map(firstOf),
    rivals: plan.rivals.map((path) => path && firstOf(path)),
    next,
    closing: [...Buffer.from('"}]>')],
  };
}

function tensorsOf(
  { hidden, dimensionOf, chosen, first, rivals, next, closing }: Layout,
  vocab: number,
  replies: readonly ScriptedReply[],
  biased: boolean,
): readonly GgufTensor[] {
  const alphabet = byteAlphabet();
  const keyOf = (index: number) => chosen + replies.length + index;
  const keyToken = ({ when }: ScriptedReply) => (when === undefined ? -1 : alphabet.indexOf(when));
  /** What a token's own dimension has after normalisation: two of all are 1. */
  const unit = Math.sqrt(hidden / 2);
  // One head, as wide as the model.
  const head = hidden;
  const slow = head - 1;
  const embedding = matrix('token_embd.weight', hidden, vocab, (set) => {
    for (let id = 0; id < vocab; id++) {
      const key = replies.findIndex((reply) => keyToken(reply) === id);
      set(0, id, 1);
      set(key >= 0 ? keyOf(key) : (dimensionOf.get(id) ?? 1), id, 1);
    }
  });
  const query = matrix('blk.0.attn_q.weight', hidden, head, (set) => set(0, slow, Math.sqrt(head) / unit));
  const key = matrix('blk.0.attn_k.weight', hidden, head, (set) =>
    replies.forEach((_, index) => set(keyOf(index), slow, (40 * (index + 1)) / unit)),
  );
  const value = matrix('blk.0.attn_v.weight', hidden, head, (set) => {
    replies.forEach((reply, index) => {
      if (reply.when !== undefined) return set(keyOf(index), index, 1 / unit);
      // Without a character: whatever other tokens there are, and they count only where no character is.
      for (let dimension = 1; dimension < chosen; dimension++) set(dimension, index, 1 / unit);
    });
  });
  const output = matrix('blk.0.attn_output.weight', head, hidden, (set) =>
    replies.forEach((_, index) => set(index, chosen + index, 1)),
  );
  // The last normalisation shares two to three ones out over all dimensions.
  const scale = Math.sqrt(hidden / 3);
  const logits = matrix('output.weight', hidden, vocab, (set) => {
    for (const [from, to] of next) set(dimensionOf.get(from) ?? 1, to, certain / scale);
    first.forEach((id, index) => {
      set(chosen + index, id, begins / scale);
      const [rival, below] = [rivals[index], replies[index]?.rival?.below];
      if (rival !== undefined && below !== undefined) set(chosen + index, rival, (begins - below) / scale);
    });
    for (const id of closing) set(0, id, closes / scale);
  });
  const zero = (name: string, columns: number, rows: number) => matrix(name, columns, rows, () => undefined);
  const biases = ['q', 'k', 'v'].map((part) => vector(`blk.0.attn_${part}.bias`, head, 0));
  return [
    embedding,
    vector('blk.0.attn_norm.weight', hidden, 1),
    query,
    key,
    value,
    ...(biased ? biases : []),
    output,
    vector('blk.0.ffn_norm.weight', hidden, 1),
    zero('blk.0.ffn_gate.weight', hidden, inner),
    zero('blk.0.ffn_up.weight', hidden, inner),
    zero('blk.0.ffn_down.weight', inner, hidden),
    vector('output_norm.weight', hidden, 1),
    logits,
  ];
}

function matrix(
  name: string,
  columns: number,
  rows: number,
  fill: (set: (column: number, row: number, value: number) => void) => void,
): GgufTensor {
  const values = () => {
    const made = new Float32Array(columns * rows);
    fill((column, row, value) => (made[row * columns + column] = value));
    return made;
  };
  return { name, shape: [columns, rows], type: 'F32', values };
}

function vector(name: string, size: number, value: number): GgufTensor {
  return { name, shape: [size], type: 'F32', values: () => new Float32Array(size).fill(value) };
}

function typesOf(types: GgufValue | undefined, text: readonly number[]): GgufValue {
  if (types?.type !== 'int32s') throw new Error('The tokenizer has no types.');
  return { type: 'int32s', value: types.value.map((type, id) => (text.includes(id) ? userDefined : type)) };
}
