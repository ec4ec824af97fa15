import type { ContextSnippet, ModelInfo } from '../../../../runtime/protocol';
import type { ContextPiece } from '../../../../runtime/repository';

/** What is shown of other files: nothing; pieces that the model reads and that are copied from; pieces that are only copied from. */
export const CONTEXTS = ['none', 'index', 'copies'] as const;
export type ShownContext = (typeof CONTEXTS)[number];

/** Usual length of a token, for shares of a model's budget. UTF-16 units. */
const usualUnitsPerToken = 4;
/** Of pieces that are only copied from. UTF-16 units. */
export const copiesBudget = 8000;

/** UTF-16 units of other files, as the extension grants them: a fifth of what the model reads, half of it beside a short file. */
export function contextBudget(shown: ShownContext, { maxPrefixTokens }: ModelInfo, prefix: string): number {
  if (shown === 'none') return 0;
  if (shown === 'copies') return copiesBudget;
  const room = maxPrefixTokens * usualUnitsPerToken;
  return Math.max(room / 5, Math.min(room / 2, room - prefix.length));
}

export function snippetsOf(pieces: readonly ContextPiece[], shown: ShownContext): readonly ContextSnippet[] {
  return pieces.map(({ path, languageId, text }) => ({
    path,
    languageId,
    text,
    ...(shown === 'copies' && { use: shown }),
  }));
}

/** As the extension decides it: the embedded model has room for its own file only. */
export function productContext({ attention }: ModelInfo): ShownContext {
  return attention === 'isolated-context' ? 'copies' : 'index';
}
