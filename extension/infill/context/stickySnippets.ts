import { identifiersOf } from './identifiers';
import type { SnippetCandidate } from './snippetRanking';
import { rankSnippets, snippetScore } from './snippetRanking';

/** Shortest time between two looks at the candidates. Milliseconds. */
const lookEvery = 5000;
/** How many times better the new choice must fit before the old one is given up. */
const clearlyBetter = 1.5;

/**
 * The chosen pieces of one document. Every change of the choice costs the model a pass over the whole context, so it stays until
 * another one is clearly better for where the user writes now.
 */
export class StickySnippets {
  private chosen: readonly SnippetCandidate[] = [];
  private lastLook = -Infinity;

  /** There are other candidates: the next choice looks at them, however soon it comes. */
  renew(): void {
    this.lastLook = -Infinity;
  }

  /**
   * @param near text around the cursor
   * @param candidates asked for only when it is time to look
   * @param now milliseconds
   */
  choose(
    near: string,
    candidates: () => readonly SnippetCandidate[],
    now: number,
    budget: number,
  ): readonly SnippetCandidate[] {
    if (now - this.lastLook < lookEvery) return this.chosen;
    this.lastLook = now;
    const focus = identifiersOf(near);
    const found = candidates();
    const best = rankSnippets(found, focus, now, budget);
    const present = new Map(found.map((candidate) => [candidate.key, candidate]));
    // What was promised of a piece was promised for another place.
    const anew = (candidate: SnippetCandidate): SnippetCandidate =>
      present.get(candidate.key) ?? { ...candidate, promise: undefined };
    const fit = (choice: readonly SnippetCandidate[]): number =>
      choice.reduce((sum, candidate) => sum + snippetScore(anew(candidate), focus, now), 0);
    if (fit(best) > clearlyBetter * fit(this.chosen)) this.chosen = best;
    return this.chosen;
  }
}
