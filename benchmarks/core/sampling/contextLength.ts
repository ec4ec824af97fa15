/** Lengths of context, in tokens, as tables and charts group them; each includes its upper end. */
const BOUNDS = [8, 16, 32, 64, 128, 256, 512, 1024] as const;

/** Every length group, shortest first. */
export const lengthGroups: readonly string[] = [
  `up to ${BOUNDS[0]}K`,
  ...BOUNDS.slice(1).map((bound, i) => `${nameOf(BOUNDS[i]!)} to ${nameOf(bound)}`),
  'over 1M',
];

/** @param tokens 1K is 1,024 */
export function lengthGroup(tokens: number): string {
  const at = BOUNDS.findIndex((bound) => tokens <= bound * 1024);
  return lengthGroups[at < 0 ? BOUNDS.length : at]!;
}

function nameOf(bound: number): string {
  return bound === 1024 ? '1M' : `${bound}K`;
}
