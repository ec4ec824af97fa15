import type { LlamaContextSequence, LlamaModel, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import { bestTokens, type TokenStep } from './bestTokens';

/** What could come next instead of an opening. */
export interface OpeningChance {
  /** Probability that an opening begins next, 0..1. */
  readonly chance: number;
  /** The most probable token that begins none; undefined: there is none worth it. */
  readonly other: Token | undefined;
}

/** A reply that begins with more blanks than this is no call. */
const mostBlanks = 8;

/**
 * Keeps how probable openings were where a reply begins. The probabilities are those of the very steps that chose its tokens, and
 * they are asked for only until something that is not blank has come.
 */
export class OpeningChances {
  private readonly steps: TokenStep[] = [];

  constructor(
    private readonly model: LlamaModel,
    private readonly openings: readonly string[],
  ) {}

  /** As the sequence's own `evaluate`, but that it also gives a token that ends the text at its beginning. */
  async *evaluate(
    sequence: LlamaContextSequence,
    from: Token[],
    options: SequenceEvaluateOptions,
  ): AsyncGenerator<Token, void> {
    let next = from;
    for await (const step of bestTokens(sequence, from, options)) {
      this.steps.push(step);
      yield step.token;
      next = [step.token];
      if (this.textOf(step.token) !== '' || this.steps.length >= mostBlanks) break;
    }
    yield* sequence.evaluate(next, options);
  }

  /** @param index of a token of the reply; undefined: nothing is known of it */
  at(index: number): OpeningChance | undefined {
    const step = this.steps[index];
    if (step === undefined) return undefined;
    let chance = 0;
    let other: Token | undefined;
    for (const [token, probability] of step.probabilities) {
      const text = this.textOf(token);
      if (text === '') continue;
      if (this.openings.some((opening) => opening.startsWith(text) || text.startsWith(opening))) chance += probability;
      else if (!this.model.isEogToken(token)) other ??= token;
    }
    return { chance, other };
  }

  private textOf(token: Token): string {
    return this.model.detokenize([token], true).trimStart();
  }
}
