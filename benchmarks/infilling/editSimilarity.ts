import { distance } from 'fastest-levenshtein';

/**
 * 1 - Levenshtein distance / length of the longer text, over UTF-16 code units: 1 for equal texts, 0 for texts that
 * have nothing in common. The measure named ES in CrossCodeEval and RepoEval, there times 100.
 */
export function editSimilarity(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - distance(a, b) / longer;
}
