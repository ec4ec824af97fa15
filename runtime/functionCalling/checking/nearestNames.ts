import { distance } from 'fastest-levenshtein';

/** @returns at most three names that are likely meant, nearest first */
export function nearestNames(name: string, names: readonly string[]): readonly string[] {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const wanted = plain(name);
  return names
    .map((each) => {
      const other = plain(each);
      const part = wanted.length > 2 && other.length > 2 && (other.includes(wanted) || wanted.includes(other));
      return { each, far: part ? 0.3 : distance(wanted, other) / Math.max(wanted.length, other.length, 1) };
    })
    .filter(({ far }) => far <= 0.45)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ each }) => each);
}
