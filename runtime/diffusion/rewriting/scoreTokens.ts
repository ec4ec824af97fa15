import type { Checkpoint, ContextCache } from '../infilling/contextCache';
import { probabilityOf } from '../infilling/distribution';
import type { SamplerVocabulary } from '../infilling/windowSampler';
import type { RunContexts, RunWindow } from './tokenRun';

/**
 * Passes a window is scored in: every fourth token is masked in each, so that a token is judged with its neighbours
 * visible, and a window costs the same four passes however long it is. The README has what other numbers give.
 */
export const scorePasses = 4;

/** What scoring and filling need of a model with isolated context. */
export interface ScoringModel {
  readonly cache: ContextCache;
  readonly contexts: RunContexts;
  readonly vocabulary: SamplerVocabulary;
  readonly windowTokens: number;
}

/**
 * How probable each token of some windows is, given the text before its window, behind it, and three quarters of the window.
 * @param tokens the whole run
 * @returns by token number; undefined outside the windows
 */
export async function scoreTokens(
  model: ScoringModel,
  tokens: readonly number[],
  windows: readonly RunWindow[],
  checkpoint: Checkpoint,
): Promise<readonly (number | undefined)[]> {
  const { cache, contexts, vocabulary } = model;
  const scores = tokens.map((): number | undefined => undefined);
  for (const window of windows) {
    await cache.set(contexts.around(tokens, window), checkpoint);
    const slots = tokens.slice(window.from, window.to);
    for (let group = 0; group < Math.min(scorePasses, slots.length); group++) {
      const wanted = slots.flatMap((_, slot) => (slot % scorePasses === group ? [slot] : []));
      const masked = slots.map((token, slot) => (slot % scorePasses === group ? vocabulary.mask : token));
      const logits = await cache.window(padded(masked, model), wanted, checkpoint);
      wanted.forEach((slot, row) => {
        const token = slots[slot]!;
        scores[window.from + slot] = probabilityOf(logits, row, vocabulary.size, vocabulary.text, token);
      });
    }
  }
  return scores;
}

/** Slots of a whole window: those behind the text are masks. */
export function padded(slots: readonly number[], { vocabulary, windowTokens }: ScoringModel): readonly number[] {
  return [...slots, ...Array.from({ length: windowTokens - slots.length }, () => vocabulary.mask)];
}
