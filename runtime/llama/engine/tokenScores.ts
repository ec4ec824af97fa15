import type { LlamaContextSequence, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import { bestTokens, candidates } from './bestTokens';
import type { WrittenToken } from './types';

/** Keeps the probability of each token that a sequence writes. */
export class TokenScores {
  private readonly scored: { end: number; readonly logProbability: number }[] = [];

  get tokens(): readonly WrittenToken[] {
    return this.scored;
  }

  /** As the sequence's own `evaluate`, but that it also gives the token that ends the text. */
  async *evaluate(
    sequence: LlamaContextSequence,
    from: Token[],
    options: SequenceEvaluateOptions,
  ): AsyncGenerator<Token, void> {
    const { topK, temperature = 0, grammarEvaluationState } = options;
    if (temperature <= 0 && grammarEvaluationState === undefined) {
      for await (const { token, probabilities } of bestTokens(sequence, from, options)) {
        this.score(probabilities.get(token) ?? 0);
        yield token;
      }
      return;
    }
    const bounded = { ...options, topK: topK !== undefined && topK > 0 ? topK : candidates, yieldEogToken: true };
    for await (const { token, confidence } of sequence.evaluateWithMetadata(from, { confidence: true }, bounded)) {
      this.score(confidence);
      yield token;
    }
  }

  /** Of the last token it is known now how far the text goes. @param end UTF-16 units */
  written(end: number): void {
    const last = this.scored.at(-1);
    if (last) last.end = end;
  }

  private score(probability: number): void {
    const logProbability = Math.min(0, Math.log(Math.max(probability, Number.MIN_VALUE)));
    this.scored.push({ end: this.scored.at(-1)?.end ?? 0, logProbability });
  }
}
