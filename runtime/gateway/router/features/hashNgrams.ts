import { NGRAM_BUCKETS } from './promptFeatures';

const HALF = NGRAM_BUCKETS / 2;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Words and characters have different seeds, so that the same text falls into unrelated buckets. */
const WORD_SEED = FNV_OFFSET ^ 0x57;
const SHORTEST = 3;
const LONGEST = 5;

/** All zero between calls: a decision should not leave 128 kB of garbage. */
const scratch = new Float32Array(NGRAM_BUCKETS);

/**
 * Hashed word 1-2-grams and character 3-5-grams of a text, in signed buckets (feature hashing: Weinberger et al. 2009,
 * arXiv 0902.2206). Numbers count as their number of digits, so that "17 apples" and "23 apples" are alike.
 *
 * @param text lower or upper case does not matter; time is linear in its length
 */
export function hashNgrams(text: string): { readonly indices: Uint16Array; readonly values: Float32Array } {
  const sums = scratch;
  const lower = text.toLowerCase();
  addWords(lower, sums);
  addCharacters(lower, sums);
  // Each half has the same length, hence the same say however many n-grams it has.
  const lengths = [0, 0];
  let filled = 0;
  for (let bucket = 0; bucket < NGRAM_BUCKETS; bucket++) {
    const sum = sums[bucket]!;
    if (sum === 0) continue;
    const damped = Math.sign(sum) * Math.log1p(Math.abs(sum));
    sums[bucket] = damped;
    lengths[bucket < HALF ? 0 : 1]! += damped * damped;
    filled++;
  }
  const scales = lengths.map((length) => (length === 0 ? 0 : Math.SQRT1_2 / Math.sqrt(length)));
  const indices = new Uint16Array(filled);
  const values = new Float32Array(filled);
  let next = 0;
  for (let bucket = 0; bucket < NGRAM_BUCKETS; bucket++) {
    const value = sums[bucket]!;
    if (value === 0) continue;
    indices[next] = bucket;
    values[next++] = value * scales[bucket < HALF ? 0 : 1]!;
    sums[bucket] = 0;
  }
  return { indices, values };
}

function addWords(lower: string, sums: Float32Array): void {
  let before = 0;
  for (const [word] of lower.matchAll(/\p{L}+|\d+|[^\s\p{L}\d]/gu)) {
    let hash = WORD_SEED;
    if (word >= '0' && word <= '9~') hash = step(step(hash, 35), Math.min(word.length, 4));
    else for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i));
    add(sums, 0, hash);
    if (before !== 0) add(sums, 0, Math.imul(before, 31) ^ hash);
    before = hash;
  }
}

function addCharacters(lower: string, sums: Float32Array): void {
  const text = lower.replace(/\d/g, '#').replace(/\s+/g, ' ');
  for (let start = 0; start + SHORTEST <= text.length; start++) {
    let hash = FNV_OFFSET;
    const end = Math.min(LONGEST, text.length - start);
    for (let length = 1; length <= end; length++) {
      hash = step(hash, text.charCodeAt(start + length - 1));
      if (length >= SHORTEST) add(sums, HALF, hash);
    }
  }
}

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, FNV_PRIME);
}

/** The low bits of FNV are weak for short keys, hence the final mixing (murmur3's). */
function add(sums: Float32Array, offset: number, hash: number): void {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  sums[offset + (mixed & (HALF - 1))]! += mixed < 0 ? -1 : 1;
}
