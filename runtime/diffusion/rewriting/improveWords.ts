import type { KeptText } from '../../protocol';
import type { Surroundings } from '../infilling/postProcess';
import { breaksBalance } from './balance';
import type { Word } from './words';

/** When an old word goes. */
export interface Threshold {
  /** How much more probable than the old word the new one must be, in nats. */
  readonly margin: number;
  /** How probable the new word must be at least, 0..1. */
  readonly probability: number;
}

/**
 * The surest stay (polishing): nobody asked for another text, so right text must stay as it is. A share stays (a selection written
 * anew): a change was asked for, and a little more is risked. The README says how the numbers were found.
 */
export const thresholds: Readonly<Record<KeptWords['kind'], Threshold>> = {
  surest: { margin: 7, probability: 0.6 },
  share: { margin: 4, probability: 0.5 },
};

/** What a model says of a new word in place of an old one. */
export interface WordJudgement {
  /** Logarithm of how much more probable the new word is. */
  readonly gain: number;
  /** Of the new word. */
  readonly probability: number;
}

export function isBetter({ gain, probability }: WordJudgement, threshold: Threshold): boolean {
  return gain > threshold.margin && probability >= threshold.probability;
}

/** A kind of kept text under which words are written anew one by one. */
export type KeptWords = Extract<KeptText, { readonly kind: 'share' | 'surest' }>;

/** What a model says of one word between what surrounds it. */
export interface WordWriter {
  /** What it would write there; undefined when it has nothing whole to say. */
  propose(around: Surroundings, old: string): Promise<string | undefined>;
  /** @returns undefined when it cannot tell */
  judge(around: Surroundings, old: string, now: string): Promise<WordJudgement | undefined>;
}

export interface ImprovedText {
  /** The whole text. */
  readonly text: string;
  /** Where words were written anew, in units of the new text, in order. */
  readonly changed: readonly Word[];
}

/**
 * Writes words anew, one after another, each between the words as they are by then. The old word stays unless the new one is better
 * by the threshold and leaves brackets and quotes in order.
 * @param words in the order in which they are looked at, not overlapping
 */
export async function improveWords(
  text: string,
  words: readonly Word[],
  writer: WordWriter,
  threshold: Threshold,
): Promise<ImprovedText> {
  let now = text;
  let changed: readonly (Word & { readonly grown: number; readonly old: Word })[] = [];
  for (const word of words) {
    const shift = changed.reduce((sum, each) => (each.old.start < word.start ? sum + each.grown : sum), 0);
    const [start, end] = [word.start + shift, word.end + shift];
    const old = now.slice(start, end);
    const around = { prefix: now.slice(0, start), suffix: now.slice(end) };
    const proposed = await writer.propose(around, old);
    if (proposed === undefined || proposed === old || breaksBalance(old, proposed, around)) continue;
    const judgement = await writer.judge(around, old, proposed);
    if (!judgement || !isBetter(judgement, threshold)) continue;
    const grown = proposed.length - old.length;
    now = around.prefix + proposed + around.suffix;
    changed = [
      ...changed.map((each) =>
        each.start > start ? { ...each, start: each.start + grown, end: each.end + grown } : each,
      ),
      { start, end: start + proposed.length, grown, old: word },
    ];
  }
  const inOrder = [...changed].sort((a, b) => a.start - b.start);
  return { text: now, changed: inOrder.map((each) => ({ start: each.start, end: each.end })) };
}
