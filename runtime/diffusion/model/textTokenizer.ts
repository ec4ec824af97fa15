import { readFile } from 'node:fs/promises';
import type { Tokenizer } from '@huggingface/tokenizers';
import { RuntimeError } from '../../runtimeError';

/** Text cut into pretokens, and each of them into tokens. */
export interface Tokens {
  readonly ids: readonly number[];
  /** For every pretoken: the index of its first token, and of its first UTF-16 unit. */
  readonly pretokens: readonly { readonly token: number; readonly unit: number }[];
}

const cacheSize = 20_000;

/**
 * Byte-level BPE of a tokenizer.json. Text is always plain text here: the characters of a special token in a source
 * file do not make one.
 */
export class TextTokenizer {
  /** Bytes of every token; undefined for special tokens and for ids that no token has. */
  readonly bytes: readonly (Uint8Array | undefined)[];
  /** Tokens of a pretoken, by the pretoken in byte letters. The library's own cache is slower by its bookkeeping. */
  private readonly cache = new Map<string, readonly number[]>();

  private constructor(
    private readonly tokenizer: Tokenizer,
    vocab: number,
  ) {
    const special = tokenizer.get_added_tokens_decoder();
    this.bytes = Array.from({ length: vocab }, (_, id) => {
      const token = special.has(id) ? undefined : tokenizer.id_to_token(id);
      return token === undefined ? undefined : Uint8Array.from(token, (letter) => byteOfLetter.get(letter) ?? 0);
    });
  }

  /**
   * @param vocab number of the model's tokens
   * @throws RuntimeError model-missing, model-corrupt or model-unsupported
   */
  static async load(file: string, vocab: number): Promise<TextTokenizer> {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new RuntimeError('model-missing', `${file} cannot be read.`, 'Download the model again.', { cause });
    });
    return TextTokenizer.parse(text, file, vocab);
  }

  /**
   * @param text content of a tokenizer.json
   * @param file what the user would call it, for messages
   * @throws RuntimeError model-corrupt or model-unsupported
   */
  static async parse(text: string, file: string, vocab: number): Promise<TextTokenizer> {
    // The library is published for both module systems; a static import would choose by the bundler's mood.
    const { Tokenizer } = await import('@huggingface/tokenizers');
    let tokenizer: Tokenizer;
    try {
      tokenizer = new Tokenizer(JSON.parse(text) as object, {});
    } catch (cause) {
      throw new RuntimeError('model-corrupt', `${file} is no tokenizer.`, 'Download the model again.', { cause });
    }
    if (!tokenizer.pre_tokenizer || !tokenizer.model || !isByteLevel(tokenizer)) {
      const message = `${file} is no byte-level tokenizer.`;
      throw new RuntimeError('model-unsupported', message, 'Choose a model that this version of Whetstone supports.');
    }
    return new TextTokenizer(tokenizer, vocab);
  }

  /** @param text without lone surrogates */
  encode(text: string): Tokens {
    const ids: number[] = [];
    const pretokens: { token: number; unit: number }[] = [];
    let unit = 0;
    for (const letters of this.tokenizer.pre_tokenizer?.(text) ?? []) {
      pretokens.push({ token: ids.length, unit });
      for (const id of this.encodePretoken(letters)) ids.push(id);
      unit += unitCount(letters);
    }
    return { ids, pretokens };
  }

  /** Bytes of a run of tokens; special tokens have none. */
  decode(ids: readonly number[]): Uint8Array {
    const parts = ids.map((id) => this.bytes[id] ?? new Uint8Array());
    return Buffer.concat(parts);
  }

  private encodePretoken(letters: string): readonly number[] {
    const known = this.cache.get(letters);
    if (known) return known;
    const tokens = this.tokenizer.model?.encode([letters]) ?? [];
    const ids = tokens.flatMap((token) => this.tokenizer.token_to_id(token) ?? []);
    if (this.cache.size >= cacheSize) this.cache.clear();
    this.cache.set(letters, ids);
    return ids;
  }
}

/** The letter that stands for each byte in byte-level BPE (GPT-2, bytes_to_unicode), reversed. */
const byteOfLetter: ReadonlyMap<string, number> = (() => {
  const map = new Map<string, number>();
  let next = 256;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    map.set(String.fromCharCode(printable ? byte : next++), byte);
  }
  return map;
})();

/** UTF-16 units of a pretoken in byte letters: one a first byte, two where four bytes make a character. */
function unitCount(letters: string): number {
  let units = 0;
  for (const letter of letters) {
    const byte = byteOfLetter.get(letter) ?? 0;
    if (byte >= 0xf0) units += 2;
    else if (byte < 0x80 || byte >= 0xc0) units += 1;
  }
  return units;
}

/** Every byte must be a token, or some text could not be written. */
function isByteLevel(tokenizer: Tokenizer): boolean {
  return [...byteOfLetter.keys()].every((letter) => tokenizer.token_to_id(letter) !== undefined);
}
