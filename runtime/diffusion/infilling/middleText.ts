import type { TextTokenizer } from '../model/textTokenizer';

/**
 * Text behind the cursor that tokens of a middle make. A last character whose bytes are not all there is left out.
 * @param healed bytes before the cursor with which the middle begins again
 */
export function textBehind(tokenizer: TextTokenizer, tokens: readonly number[], healed: number): string {
  const bytes = tokenizer.decode(tokens).subarray(healed);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}

/** Number of tokens that hold the first `bytes` bytes. */
export function tokensFor(tokenizer: TextTokenizer, tokens: readonly number[], bytes: number): number {
  let seen = 0;
  let count = 0;
  while (count < tokens.length && seen < bytes) {
    seen += tokenizer.bytes[tokens[count]!]?.length ?? 0;
    count++;
  }
  return count;
}

/** For each token the bytes behind the cursor that come before it. */
export function bytesBefore(tokenizer: TextTokenizer, tokens: readonly number[], healed: number): readonly number[] {
  let bytes = -healed;
  return tokens.map((token) => {
    const before = Math.max(0, bytes);
    bytes += tokenizer.bytes[token]?.length ?? 0;
    return before;
  });
}

export function lineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
