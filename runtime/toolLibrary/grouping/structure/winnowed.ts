/** Tokens in a piece. */
const piece = 5;
/** Of so many neighbouring pieces at least one is kept. */
const window = 4;

/**
 * Fingerprints of a run of tokens by winnowing (Schleimer, Wilkerson and Aiken 2003, doi:10.1145/872757.872770): of each window of pieces
 * that with the least hash. Texts that share 8 tokens in a row share one of them.
 */
export function winnowed(tokens: readonly string[]): ReadonlySet<number> {
  const hashes: number[] = [];
  for (let start = 0; start + piece <= tokens.length; start++) {
    hashes.push(hashOf(tokens.slice(start, start + piece).join('\u0000')));
  }
  if (hashes.length === 0) return new Set([hashOf(tokens.join('\u0000'))]);
  const kept = new Set<number>();
  for (let start = 0; start < Math.max(1, hashes.length - window + 1); start++) {
    kept.add(Math.min(...hashes.slice(start, start + window)));
  }
  return kept;
}

/** FNV-1a of 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
