import type { RewrittenSpan } from '../../protocol';
import type { Middle } from '../infilling/decodeMiddle';
import { textBehind } from '../infilling/middleText';
import { postProcess, type Surroundings, type TextExtent } from '../infilling/postProcess';
import type { TextTokenizer } from '../model/textTokenizer';
import { alignPieces } from './alignText';

/** A span whose length is found anew: what of it is written, what is around that, and where it may end. */
export interface GrowingSpan {
  /** White space of the old text that stays. */
  readonly lead: string;
  readonly trail: string;
  readonly around: Surroundings;
  readonly extent: TextExtent;
}

/**
 * White space around the old text stays: where it was indented and whether its line ended is not the question. Old text
 * that is nothing but white space is written anew as a whole.
 */
export function growingSpan(text: string, span: { readonly start: number; readonly end: number }): GrowingSpan {
  const old = text.slice(span.start, span.end);
  const core = old.trim();
  const at = core === '' ? 0 : old.indexOf(core);
  const lead = old.slice(0, at);
  const trail = core === '' ? '' : old.slice(at + core.length);
  const around = {
    prefix: text.slice(0, span.start + lead.length),
    suffix: text.slice(span.end - trail.length),
  };
  return { lead, trail, around, extent: extentOf(core, around.suffix) };
}

/**
 * Where new text may end: several lines may become any number of lines, which only the model can end; one line or a gap
 * within a line stays one line; a gap at the end of a line takes the block that belongs there.
 */
function extentOf(core: string, suffix: string): TextExtent {
  if (core.includes('\n')) return 'open';
  const atLineEnd = /^[ \t]*(\n|$)/.test(suffix);
  return core === '' && atLineEnd ? 'block' : 'line';
}

/**
 * Makes a span's new text of a decoded middle.
 * @param healed bytes before the span with which the middle begins again
 * @param given probabilities of the tokens that the middle was told to begin with
 * @returns text '' and no token when nothing is worth showing
 */
export function grownSpan(
  tokenizer: TextTokenizer,
  { lead, trail, around, extent }: GrowingSpan,
  middle: Middle,
  healed: number,
  given: readonly number[] = [],
): RewrittenSpan {
  const made = textBehind(tokenizer, middle.tokens, healed);
  const worth = postProcess(made, extent, around, middle.complete);
  if (worth === undefined || worth === '') return { text: '', tokens: [] };
  const units = middle.tokens.map((_, index) => textBehind(tokenizer, middle.tokens.slice(0, index), healed).length);
  const pieces = middle.tokens.map((_, index) => ({
    start: units[index]!,
    end: units[index + 1] ?? made.length,
    probability: middle.choices[index]?.probability ?? given[index] ?? 1,
    kept: false,
  }));
  const tokens = alignPieces(pieces, made, worth);
  const text = lead + worth + trail;
  // The white space that stayed belongs to the tokens beside it.
  const moved = tokens.map((token, index) => ({
    ...token,
    start: index === 0 ? 0 : token.start + lead.length,
    end: index === tokens.length - 1 ? text.length : token.end + lead.length,
  }));
  return { text, tokens: moved };
}
