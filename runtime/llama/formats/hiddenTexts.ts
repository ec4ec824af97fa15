import { randomBytes } from 'node:crypto';
import { pythonStrip } from '../../functionCalling';
import type { Json } from '../../gateway/types';

/** A blank that templates strip as they strip others, and never write themselves. */
const edge = '\u2003';

export type Shown =
  { readonly kind: 'template'; readonly text: string } | { readonly kind: 'content'; readonly text: string };

/**
 * Stand-ins for what people, tools and files say while a template is rendered. The template cannot tell a text apart from
 * another one then, and afterwards it is certain what of its output is its own: only that may hold markers.
 *
 * A stand-in also tells what the template does with it: blanks at its ends are gone where it strips, and its quotation mark
 * has backslashes where it is written as JSON.
 */
export class HiddenTexts {
  private readonly nonce = `x${randomBytes(5).toString('hex')}`;
  private readonly texts: string[] = [];
  /** Indexes of texts that must not get lost. */
  private readonly needed = new Set<number>();

  /** @param needed whether the template has to write it */
  hide(text: string, needed = true): string {
    // Templates ask whether there is any text.
    if (text === '') return '';
    const index = this.texts.push(text) - 1;
    if (needed) this.needed.add(index);
    return `${edge}${this.nonce}n${index}"${this.nonce}${edge}`;
  }

  /** Only where it could be taken for a marker, or for a part of one: templates look into descriptions. */
  hideRisky(text: string): string {
    return risky.test(text) ? this.hide(text, false) : text;
  }

  /** Templates compare names of tools and of types, which cannot be markers. */
  hideName(name: string): string {
    return /^[\w.:/-]+$/.test(name) ? name : this.hide(name);
  }

  /** @param all every text; otherwise those that could be taken for a marker */
  hideIn(value: Json, all: boolean): Json {
    if (typeof value === 'string') return all ? this.hide(value) : this.hideRisky(value);
    if (isList(value)) return value.map((item) => this.hideIn(item, all));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [this.hideRisky(key), this.hideIn(member, all)]),
    );
  }

  /** What a template has written, with the texts in their places. */
  show(output: string): { readonly parts: readonly Shown[]; readonly lost: number } {
    const { nonce } = this;
    const pattern = new RegExp(`(${edge}?)${nonce}n(\\d+)(\\\\*)"${nonce}(${edge}?)`, 'g');
    const parts: Shown[] = [];
    const seen = new Set<number>();
    let at = 0;
    for (const match of output.matchAll(pattern)) {
      const [whole, before, index, slashes, after] = match;
      parts.push({ kind: 'template', text: output.slice(at, match.index) });
      const stripped = pythonStrip(this.texts[Number(index)] ?? '', { start: before === '', end: after === '' });
      parts.push({ kind: 'content', text: escaped(stripped, Math.log2((slashes?.length ?? 0) + 1)) });
      seen.add(Number(index));
      at = match.index + whole.length;
    }
    parts.push({ kind: 'template', text: output.slice(at) });
    const lost = [...this.needed].filter((index) => !seen.has(index)).length;
    return { parts, lost };
  }
}

/** Signs that markers have. */
const risky = /[<>[\]|｜▁]/;

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** As it stands inside JSON, so many times over. */
function escaped(text: string, times: number): string {
  let result = text;
  for (let time = 0; time < Math.round(times); time++) result = JSON.stringify(result).slice(1, -1);
  return result;
}
