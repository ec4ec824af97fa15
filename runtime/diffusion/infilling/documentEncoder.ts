import type { TextTokenizer, Tokens } from '../model/textTokenizer';

/**
 * UTF-16 units beyond a pretoken that can decide where it ends. The expressions in use look two units ahead; the rest
 * is for those of other tokenizers.
 */
const lookAhead = 16;
/** Texts remembered: prefix, suffix and more snippets than there are. */
const remembered = 40;

/**
 * Tokenises the texts of one document again and again. Of a text that starts like the last one in its role, only the
 * part behind the common start is cut anew: pretokens are found from left to right, so those before it stay.
 */
export class DocumentEncoder {
  private readonly last = new Map<string, { readonly text: string; readonly tokens: Tokens }>();

  constructor(readonly tokenizer: TextTokenizer) {}

  /** @param role what the text is, e.g. 'prefix' @param text without lone surrogates */
  encode(role: string, text: string): Tokens {
    const before = this.last.get(role);
    if (before?.text === text) return before.tokens;
    const tokens = before ? this.encodeAfter(before.text, before.tokens, text) : this.tokenizer.encode(text);
    if (this.last.size >= remembered) this.last.clear();
    this.last.set(role, { text, tokens });
    return tokens;
  }

  private encodeAfter(oldText: string, old: Tokens, text: string): Tokens {
    const common = commonLength(oldText, text);
    const { pretokens } = old;
    let kept = pretokens.length;
    while (kept > 0 && (pretokens[kept]?.unit ?? oldText.length) > common - lookAhead) kept--;
    const cut = pretokens[kept];
    if (kept === 0 || !cut) return this.tokenizer.encode(text);
    const rest = this.tokenizer.encode(text.slice(cut.unit));
    const moved = rest.pretokens.map(({ token, unit }) => ({ token: token + cut.token, unit: unit + cut.unit }));
    return {
      ids: [...old.ids.slice(0, cut.token), ...rest.ids],
      pretokens: [...pretokens.slice(0, kept), ...moved],
    };
  }
}

/** Length of the common start; compares blocks first, because the texts are nearly always nearly equal. */
function commonLength(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let length = 0;
  for (let block = 1024; block >= 1; block = block >> 2) {
    while (length + block <= end && a.slice(length, length + block) === b.slice(length, length + block))
      length += block;
  }
  return length;
}
