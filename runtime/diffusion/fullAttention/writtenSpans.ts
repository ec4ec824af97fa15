import type { RewriteParams, RewrittenSpan } from '../../protocol';
import type { DenoisedWindow } from '../denoising';
import type { TextTokenizer } from '../model/textTokenizer';
import { grownSpan } from '../rewriting/grownSpan';
import { rewrittenSpan } from '../rewriting/rewrittenSpan';
import type { TokenTile } from '../rewriting/tokenTiles';
import { middleOf } from './denoisedMiddle';
import { isGrowing, type MaskedText } from './maskedText';

/** Texts of the spans of a request from its filled windows. Kept tokens have no probability yet. */
export function writtenSpans(
  tokenizer: TextTokenizer,
  params: RewriteParams,
  text: MaskedText,
  windows: readonly DenoisedWindow[],
): readonly RewrittenSpan[] {
  return params.spans.map((span, index) => {
    const own = text.windows.flatMap((window, i) => (window.span === index ? [{ window, filled: windows[i]! }] : []));
    if (isGrowing(span)) {
      const [only] = own;
      if (only?.window.kind !== 'growing' || !only.filled.constraintMet) return { text: '', tokens: [] };
      const { growing, healing } = only.window;
      return grownSpan(tokenizer, growing, middleOf(only.filled), healing.length);
    }
    const { ids, tiles, edges } = text.spans.get(index)!;
    const now = [...ids];
    const fresh = new Map<number, number>();
    for (const { window, filled } of own) {
      if (window.kind !== 'tokens') continue;
      let slot = 0;
      for (const tile of window.tiles) {
        for (let token = tile.from; token < tile.to; token++, slot++) {
          now[token] = filled.tokens[slot]!;
          fresh.set(token, filled.choices[slot]?.probability ?? 0);
        }
      }
    }
    const valueOf = (tile: TokenTile) => {
      const probabilities = Array.from({ length: tile.to - tile.from }, (_, i) => fresh.get(tile.from + i));
      // What stayed is judged afterwards, in the new text.
      return fresh.has(tile.from)
        ? { probability: Math.min(...probabilities.map((p) => p ?? 0)), kept: false }
        : { probability: 0, kept: true };
    };
    return rewrittenSpan(tokenizer, tiles, now, edges, valueOf);
  });
}
