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

/**
 * A small byte-level tokenizer.json.
 * @param added texts of the control tokens, which have the first ids
 * @param vocab number of tokens in all
 */
export function randomTokenizer(added: readonly string[], vocab: number): unknown {
  const letters = byteLetters();
  const texts = [...letters, ...merges.map(([left, right]) => left + right)];
  // The rest of the vocabulary is never produced by text: three-letter tokens that no merge makes.
  for (let i = 0; texts.length < vocab - added.length; i++) texts.push(`Q${String.fromCharCode(65 + (i % 26))}${i}`);
  return {
    version: '1.0',
    added_tokens: added.map((content, id) => ({ id, content, special: true, normalized: false })),
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
      vocab: Object.fromEntries(
        texts.slice(0, vocab - added.length).map((text, index) => [text, added.length + index]),
      ),
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
