import { modelMass } from '../copying/copyMixture';
import type { CopyPrior } from '../copying/copyPrior';
import type { Checkpoint } from './contextCache';
import type { DecodingContext } from './decodeMiddle';
import { mixedProbabilityOf } from './distribution';
import type { ByteString } from './healing';

/** What is certain to be impossible still has a logarithm. */
const least = 1e-12;

/**
 * Natural logarithm of the probability that a middle is just these tokens and ends behind them, as `decodeCausally` would write
 * it: by one causal pass, with the copy prior mixed in. Texts of different lengths can be compared.
 * @param tokens fewer than the window has slots; the bytes of `healing` first
 * @param context its cache holds the context
 */
export async function scoreMiddle(
  { cache, vocabulary }: DecodingContext,
  tokens: readonly number[],
  healing: ByteString,
  prior: CopyPrior | undefined,
  checkpoint: Checkpoint,
): Promise<number> {
  const rows = Array.from({ length: tokens.length + 1 }, (_, row) => row);
  const logits = await cache.window(tokens, rows, checkpoint, 'causal');
  let rest = healing;
  let sum = 0;
  for (const row of rows) {
    const token = tokens[row] ?? vocabulary.delete;
    const proposal = prior?.propose(tokens.slice(0, row), true);
    const allowed = rest === '' ? vocabulary.textAndDelete : vocabulary.healing.allowed(rest);
    const mixed = proposal && { masses: proposal, modelMass };
    // What cannot be written from here is no middle at all.
    const p = allowed.includes(token) ? mixedProbabilityOf(logits, row, vocabulary.size, allowed, token, mixed) : 0;
    sum += Math.log(Math.max(p, least));
    if (row < tokens.length) rest = vocabulary.healing.advance(rest, token);
  }
  return sum;
}
