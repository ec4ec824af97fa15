/**
 * Holm's step-down correction of p values of several tests (Holm 1979, Scandinavian Journal of Statistics 6:65-70).
 * @returns adjusted p values, at the places of theirs
 */
export function holm(p: readonly number[]): readonly number[] {
  const order = p.map((_, index) => index).sort((a, b) => p[a]! - p[b]!);
  const adjusted = new Array<number>(p.length);
  let running = 0;
  order.forEach((index, rank) => {
    running = Math.max(running, Math.min(1, (p.length - rank) * p[index]!));
    adjusted[index] = running;
  });
  return adjusted;
}
