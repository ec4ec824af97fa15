import type { Draft } from '../maker';
import type { TaskCategory } from '../types';

/** Drafts that a maker is asked for ahead, so that there is a choice, where it does not say. */
const AHEAD = 16;

/** Drafts of one category, those first whose kind, language and cluster were taken least. */
export class DraftQueue {
  private readonly iterator: AsyncIterator<Draft, unknown> | Iterator<Draft, unknown>;
  private readonly waiting: Draft[] = [];
  private readonly taken = new Map<string, number>();
  private ended = false;

  constructor(
    readonly category: TaskCategory,
    drafts: AsyncIterable<Draft> | Iterable<Draft>,
    private readonly wanted: (draft: Draft) => boolean,
    private readonly ahead = AHEAD,
  ) {
    this.iterator = Symbol.asyncIterator in drafts ? drafts[Symbol.asyncIterator]() : drafts[Symbol.iterator]();
  }

  /** @returns undefined: there are no more */
  async next(): Promise<Draft | undefined> {
    while (!this.ended && this.waiting.length < this.ahead) {
      const step = await this.iterator.next();
      if (step.done === true) this.ended = true;
      else if (this.wanted(step.value)) this.waiting.push(step.value);
    }
    let best = 0;
    for (let at = 1; at < this.waiting.length; at++) {
      if (this.load(this.waiting[at]!) < this.load(this.waiting[best]!)) best = at;
    }
    return this.waiting.splice(best, 1)[0];
  }

  /** Counts a draft that became a scenario. */
  took(draft: Draft): void {
    for (const key of keysOf(draft)) this.taken.set(key, (this.taken.get(key) ?? 0) + 1);
  }

  async close(): Promise<void> {
    await this.iterator.return?.();
  }

  private load(draft: Draft): number {
    return keysOf(draft).reduce((sum, key) => sum + (this.taken.get(key) ?? 0), 0);
  }
}

function keysOf({ kind, language, cluster }: Draft): readonly string[] {
  return [`kind ${kind}`, `language ${language}`, `cluster ${cluster}`];
}
