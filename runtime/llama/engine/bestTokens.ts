import type { LlamaContextSequence, SequenceEvaluateOptions, Token } from 'node-llama-cpp';

/**
 * Among so many best tokens a probability is a share. All would cost ten times the time (`../README.md`), and the others have next to
 * none.
 */
export const candidates = 128;

/** The token that comes next, and how probable tokens were by the model. */
export interface TokenStep {
  readonly token: Token;
  /** 0..1, the most probable first. */
  readonly probabilities: ReadonlyMap<Token, number>;
}

/**
 * As the sequence's own `evaluate`, with the probabilities of the best tokens. A token that ends the text is given, too.
 * Not with a grammar: llama.cpp's greedy sampler takes no notice of `topK` and hands out the whole vocabulary, so here the most
 * probable of the best is taken by us, and a grammar would have accepted another one.
 */
export async function* bestTokens(
  sequence: LlamaContextSequence,
  from: Token[],
  options: Omit<SequenceEvaluateOptions, 'grammarEvaluationState'>,
): AsyncGenerator<TokenStep, void> {
  const { temperature = 0 } = options;
  const greedy = temperature <= 0;
  const asked = greedy ? { ...options, temperature: 1, topK: candidates, topP: 1, minP: 0 } : options;
  const steps = sequence.evaluateWithMetadata(from, { probabilities: true }, { ...asked, yieldEogToken: true });
  try {
    let chosen: Token | undefined;
    for (;;) {
      const { value, done } = await (chosen === undefined ? steps.next() : steps.next(chosen));
      if (done === true) return;
      const [best] = value.probabilities.keys();
      chosen = greedy ? (best ?? value.token) : value.token;
      yield { token: chosen, probabilities: greedy ? value.probabilities : withoutTemperature(value, temperature) };
    }
  } finally {
    await steps.return();
  }
}

/** A temperature divides logarithms of probabilities; what they were before is a power. */
function withoutTemperature(
  { probabilities }: Pick<TokenStep, 'probabilities'>,
  temperature: number,
): ReadonlyMap<Token, number> {
  const powers = [...probabilities].map(([token, share]) => [token, share ** temperature] as const);
  const sum = powers.reduce((total, [, power]) => total + power, 0);
  return new Map(powers.map(([token, power]) => [token, power / sum]));
}
