/** A token and its probability among the tokens that were allowed. */
export interface Candidate {
  readonly token: number;
  readonly probability: number;
}

/** Candidates kept of a slot; the later ones start other suggestions. */
const candidates = 4;
/** Tokens this far (in nats) below the best add less than 0.0005 to the sum even if all of 4096 stand there. */
const negligible = 16;

/** Masses of tokens beside those that the model gives them. */
export interface TokenMasses {
  /** By token; all of them allowed. */
  readonly tokens: ReadonlyMap<number, number>;
  readonly total: number;
}

/**
 * Best tokens of one row of logits, with probabilities by softmax over the allowed ones.
 * @param logits [rows, vocab]
 * @param allowed ids that may be chosen; at least one
 * @param mixed what is mixed in, and the model's mass by its greatest probability
 */
export function bestCandidates(
  logits: Float32Array,
  row: number,
  vocab: number,
  allowed: Int32Array,
  mixed?: { readonly masses: TokenMasses; readonly modelMass: (greatest: number) => number },
): readonly [Candidate, ...Candidate[]] {
  const start = row * vocab;
  const best: { token: number; logit: number }[] = [];
  let floor = -Infinity;
  for (const token of allowed) {
    const logit = logits[start + token]!;
    if (logit <= floor) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1] as { logit: number }).logit < logit) at--;
    best.splice(at, 0, { token, logit });
    if (best.length > candidates) best.pop();
    if (best.length === candidates) floor = (best.at(-1) as { logit: number }).logit;
  }
  const top = best[0]?.logit ?? 0;
  let sum = 0;
  for (const token of allowed) {
    const distance = logits[start + token]! - top;
    if (distance > -negligible) sum += Math.exp(distance);
  }
  const ownProbability = (token: number) => Math.exp(logits[start + token]! - top) / sum;
  let ranked = best.map(({ token }) => ({ token, probability: ownProbability(token) }));
  if (mixed && mixed.masses.total > 0 && ranked[0]) {
    const { tokens, total } = mixed.masses;
    const own = mixed.modelMass(ranked[0].probability);
    const all = new Set([...ranked.map(({ token }) => token), ...tokens.keys()]);
    ranked = [...all]
      .map((token) => ({
        token,
        probability: (own * ownProbability(token) + (tokens.get(token) ?? 0)) / (own + total),
      }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, candidates);
  }
  const [first, ...rest] = ranked;
  if (!first) throw new RangeError('No token is allowed, or the logits are not numbers.');
  return [first, ...rest];
}

/** Probability of one token by softmax over the allowed ones. @param allowed ids, `token` among them */
export function probabilityOf(
  logits: Float32Array,
  row: number,
  vocab: number,
  allowed: Int32Array,
  token: number,
): number {
  return mixedProbabilityOf(logits, row, vocab, allowed, token, undefined);
}

/**
 * Probability of one token, with what is mixed in as `bestCandidates` mixes it.
 * @param allowed ids, `token` among them
 */
export function mixedProbabilityOf(
  logits: Float32Array,
  row: number,
  vocab: number,
  allowed: Int32Array,
  token: number,
  mixed: { readonly masses: TokenMasses; readonly modelMass: (greatest: number) => number } | undefined,
): number {
  const start = row * vocab;
  let top = -Infinity;
  for (const id of allowed) top = Math.max(top, logits[start + id]!);
  let sum = 0;
  for (const id of allowed) sum += Math.exp(logits[start + id]! - top);
  const own = Math.exp(logits[start + token]! - top) / sum;
  if (!mixed || mixed.masses.total === 0) return own;
  const mass = mixed.modelMass(1 / sum);
  return (mass * own + (mixed.masses.tokens.get(token) ?? 0)) / (mass + mixed.masses.total);
}

/** Draws a token from softmax(logits / temperature) over the allowed ones; its probability is that at temperature 1. */
export function sampleCandidate(
  logits: Float32Array,
  row: number,
  vocab: number,
  allowed: Int32Array,
  temperature: number,
  random: () => number,
): Candidate {
  const start = row * vocab;
  const [best] = bestCandidates(logits, row, vocab, allowed);
  const top = logits[start + best.token]!;
  let sum = 0;
  for (const token of allowed) sum += Math.exp((logits[start + token]! - top) / temperature);
  let left = random() * sum;
  for (const token of allowed) {
    const distance = logits[start + token]! - top;
    left -= Math.exp(distance / temperature);
    if (left <= 0) return { token, probability: best.probability * Math.exp(distance) };
  }
  return best;
}

/** Uniform numbers in [0, 1) from a 32-bit seed (mulberry32, Tommy Ettinger, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
