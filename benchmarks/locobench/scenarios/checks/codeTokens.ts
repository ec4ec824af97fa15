/** Words, numbers and single signs of a text, as small numbers: what leaks and duplicates are measured in. */
export class CodeTokens {
  private readonly numbers = new Map<string, number>();

  of(text: string): Int32Array {
    const found: number[] = [];
    for (const word of text.match(/[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+|[^\s\p{L}\p{N}_$]/gu) ?? []) {
      let number = this.numbers.get(word);
      if (number === undefined) this.numbers.set(word, (number = this.numbers.size));
      found.push(number);
    }
    return Int32Array.from(found);
  }
}

/** Runs of `size` tokens, each as one number; fewer tokens than that are one run. */
export function shingles(tokens: ArrayLike<number>, size: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (let at = 0; at === 0 || at + size <= tokens.length; at++) found.add(hashOf(tokens, at, size));
  return found;
}

/** FNV-1a over the numbers of a run. */
export function hashOf(tokens: ArrayLike<number>, from: number, size: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < Math.min(from + size, tokens.length); at++) {
    hash = Math.imul(hash ^ tokens[at]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  }
  return hash >>> 0;
}

/** Shared shingles of all; 1 for two empty sets. */
export function jaccard(left: ReadonlySet<number>, right: ReadonlySet<number>): number {
  let shared = 0;
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  for (const each of small) if (large.has(each)) shared += 1;
  const all = left.size + right.size - shared;
  return all === 0 ? 1 : shared / all;
}
