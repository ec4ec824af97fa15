import type { Middle } from './decodeMiddle';
import type { Candidate } from './distribution';

/** A start that no decoded middle has taken: their tokens up to a slot, and another good token there. */
export interface Branch {
  readonly forced: readonly number[];
  /** Probabilities of the forced tokens at the time they were chosen. */
  readonly probabilities: readonly number[];
  /** Product of the probabilities. */
  readonly priority: number;
}

/** Tokens less probable than this start nothing that a person wants to read. */
const leastProbability = 0.01;

/** Starts of other suggestions, the most probable first, each handed out once. */
export class BranchQueue {
  private readonly open: Branch[] = [];

  /**
   * Adds the branches off a decoded middle.
   * @param origin the branch from which it was decoded, if any: what leaves before its end is in the queue already
   * @param visible number of tokens that the caller kept; what changes only later tokens is not worth a pass
   */
  add(middle: Middle, origin: Branch | undefined, visible: number): void {
    const probabilities = [...(origin?.probabilities ?? [])];
    const tokens = [...(origin?.forced ?? [])];
    for (let slot = tokens.length; slot <= Math.min(middle.choices.length, visible); slot++) {
      const choice = slot < middle.choices.length ? middle.choices[slot] : middle.end;
      if (!choice) break;
      for (const other of choice.ranked) if (other.token !== choice.token) this.push(tokens, probabilities, other);
      tokens.push(choice.token);
      probabilities.push(choice.probability);
    }
  }

  take(): Branch | undefined {
    let best = 0;
    for (let i = 1; i < this.open.length; i++) {
      if ((this.open[i]?.priority ?? 0) > (this.open[best]?.priority ?? 0)) best = i;
    }
    return this.open.splice(best, 1)[0];
  }

  private push(tokens: readonly number[], probabilities: readonly number[], other: Candidate): void {
    if (other.probability < leastProbability) return;
    const all = [...probabilities, other.probability];
    this.open.push({
      forced: [...tokens, other.token],
      probabilities: all,
      priority: all.reduce((product, p) => product * p, 1),
    });
  }
}
