/**
 * A byte-level tokenizer.json with the sizes and special ids of Qwen3's and CoDA's: 256 bytes, 151,387 merges, 27
 * special tokens. The merges are synthetic, because the published ones are data: whitespace first, then all pairs of
 * small letters, all triples, and quadruples until the vocabulary is full. Any text can be written with it.
 *
 * @param mergeCount other numbers than the published one give a smaller vocabulary
 */
export function codaTokenizer(mergeCount = 151_387): unknown {
  const texts = byteLetters();
  const merges: (readonly [string, string])[] = [];
  const merge = (left: string, right: string) => {
    if (merges.length === mergeCount) return;
    merges.push([left, right]);
    texts.push(left + right);
  };
  for (const [left, right] of whitespace) merge(left, right);
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  const pairs = letters.flatMap((left) => letters.map((right) => [left, right] as const));
  for (const [left, right] of pairs) merge(left, right);
  for (const [left, right] of pairs) for (const letter of letters) merge(left + right, letter);
  for (const letter of letters) merge(blank, letter);
  for (const first of pairs) for (const second of pairs) merge(first.join(''), second.join(''));
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specialTokens.map((content, index) => ({ id: texts.length + index, content, special: true })),
    normalizer: { type: 'NFC' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Split', pattern: { Regex: pretokens }, behavior: 'Isolated', invert: false }, byteLevel],
    },
    post_processor: byteLevel,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      unk_token: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(texts.map((text, id) => [text, id])),
      merges,
    },
  };
}

/** How Qwen2 and Qwen3 cut text before merging. */
const pretokens =
  "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** The byte letter of a blank. */
const blank = 'Ġ';
const whitespace = [
  [blank, blank],
  [blank.repeat(2), blank.repeat(2)],
  [blank.repeat(4), blank.repeat(4)],
  ['Ċ', 'Ċ'],
] as const;

/** From id 151643 on, in order. */
const specialTokens = [
  ...['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<|object_ref_start|>', '<|object_ref_end|>'],
  ...['<|box_start|>', '<|box_end|>', '<|quad_start|>', '<|quad_end|>', '<|vision_start|>', '<|vision_end|>'],
  ...['<|vision_pad|>', '<|image_pad|>', '<|video_pad|>', '<tool_call>', '</tool_call>', '<|fim_prefix|>'],
  ...['<|fim_middle|>', '<|fim_suffix|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>', '<tool_response>'],
  ...['</tool_response>', '<think>', '</think>', '<|mask|>'],
];

/** The printable letter of each byte in byte-level BPE. */
function byteLetters(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(printable ? byte : next++);
  });
}
