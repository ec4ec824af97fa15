/**
 * Figures of a ranking of requests by how much they need the strong model (RouteLLM, arXiv 2406.18665; its code at commit
 * 0b64fda). PGR: the share of the gap between weak and strong that is gained. APGR: its mean over shares of strong calls.
 */

export interface Graded {
  readonly weak: boolean;
  readonly strong: boolean;
  /** What the strong model's answer costs, above 0. */
  readonly cost: number;
}

/** 11 points at the 10-quantiles of the scores. */
const STEPS = 10;

interface Point {
  /** Share of strong calls, or of their cost. */
  readonly share: number;
  readonly accuracy: number;
}

export interface CallMetrics {
  readonly apgr: number;
  /** Percentage of strong calls at which half (four fifths) of the gap is gained; 100 if never. */
  readonly cpt50: number;
  readonly cpt80: number;
}

/** @param scores one for each item; requests with high scores go to the strong model first */
export function callMetrics(scores: readonly number[], items: readonly Graded[]): CallMetrics {
  const points: Point[] = [];
  for (let step = 0; step <= STEPS; step++) {
    const threshold = quantile(scores, step / STEPS);
    let strong = 0;
    let right = 0;
    scores.forEach((score, i) => {
      // At the last edge nobody goes to the strong model.
      const toStrong = step < STEPS ? score >= threshold : score > threshold;
      if (toStrong) strong++;
      if (toStrong ? items[i]!.strong : items[i]!.weak) right++;
    });
    points.push({ share: strong / items.length, accuracy: right / items.length });
  }
  points.sort((a, b) => a.share - b.share);
  const { weak, strong } = accuracies(items);
  return {
    apgr: gainedArea(points, weak, strong),
    cpt50: 100 * shareAt(points, weak + 0.5 * (strong - weak)),
    cpt80: 100 * shareAt(points, weak + 0.8 * (strong - weak)),
  };
}

/** The same with the share of the bill of always-strong instead of the share of calls, item by item. */
export function dollarMetrics(scores: readonly number[], items: readonly Graded[]): CallMetrics {
  const order = items.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const bill = items.reduce((sum, { cost }) => sum + cost, 0);
  const { weak, strong } = accuracies(items);
  let spent = 0;
  let accuracy = weak;
  const points: Point[] = [{ share: 0, accuracy }];
  for (const i of order) {
    const item = items[i]!;
    spent += item.cost;
    accuracy += (Number(item.strong) - Number(item.weak)) / items.length;
    points.push({ share: spent / bill, accuracy });
  }
  return {
    apgr: gainedArea(points, weak, strong),
    cpt50: 100 * shareAt(points, weak + 0.5 * (strong - weak)),
    cpt80: 100 * shareAt(points, weak + 0.8 * (strong - weak)),
  };
}

export function accuracies(items: readonly Graded[]): { readonly weak: number; readonly strong: number } {
  const share = (of: 'weak' | 'strong') => items.filter((item) => item[of]).length / items.length;
  return { weak: share('weak'), strong: share('strong') };
}

/** Area above the weak model's accuracy, as a share of that between weak and strong on the same span. */
function gainedArea(points: readonly Point[], weak: number, strong: number): number {
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const [before, after] = [points[i - 1]!, points[i]!];
    area += ((after.share - before.share) * (after.accuracy + before.accuracy)) / 2;
  }
  const span = points.at(-1)!.share - points[0]!.share;
  return (area / span - weak) / (strong - weak);
}

/** First share at which the accuracy is reached, with linear interpolation; 1 if it never is. */
function shareAt(points: readonly Point[], accuracy: number): number {
  if (points[0]!.accuracy >= accuracy) return points[0]!.share;
  for (let i = 1; i < points.length; i++) {
    const [before, after] = [points[i - 1]!, points[i]!];
    if (after.accuracy < accuracy) continue;
    return (
      before.share + ((after.share - before.share) * (accuracy - before.accuracy)) / (after.accuracy - before.accuracy)
    );
  }
  return 1;
}

/** With linear interpolation, as numpy's. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)]!;
  return below + (sorted[Math.ceil(rank)]! - below) * (rank - Math.floor(rank));
}
