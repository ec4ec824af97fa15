/** The 256 symbols that stand for bytes in byte-level BPE. Source: openai/gpt-2, encoder.py. */
export function byteAlphabet(): readonly string[] {
  const plain = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(plain(byte) ? byte : next++));
}
