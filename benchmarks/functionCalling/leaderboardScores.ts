import type { CategoryFigures } from './evaluateCalls';

/** Shares of the leaderboard, 0..1; a score is left out when a category of it was not asked. */
export interface LeaderboardScores {
  /** Mean of simple (itself the mean of Python, Java and JavaScript), multiple, parallel and parallel_multiple. */
  readonly nonLive?: number;
  /** All live questions with accepted calls together. */
  readonly live?: number;
  /** Mean of irrelevance and live_irrelevance. */
  readonly irrelevance?: number;
  /** Mean of base, miss_func, miss_param and long_context. */
  readonly multiTurn?: number;
  /** Mean of web search and memory. */
  readonly agentic?: number;
  /** Version 4: 10 % non-live, 10 % live, 10 % irrelevance, 30 % multi-turn, 40 % agentic. */
  readonly overall?: number;
  /** Version 4 without its agentic part, the rest weighted as there. */
  readonly overallWithoutAgentic?: number;
  /** Version 3: a third each of non-live, live and multi-turn. */
  readonly overallV3?: number;
}

const live = ['live_simple', 'live_multiple', 'live_parallel', 'live_parallel_multiple'];
const multiTurn = ['base', 'miss_func', 'miss_param', 'long_context'].map((name) => `multi_turn_${name}`);

export function leaderboardScores(categories: Readonly<Record<string, CategoryFigures>>): LeaderboardScores {
  const accuracy = (name: string) => (Object.hasOwn(categories, name) ? categories[name]?.accuracy : undefined);
  const simple = meanOf(['simple_python', 'simple_java', 'simple_javascript'].map(accuracy));
  const nonLive = meanOf([simple, ...['multiple', 'parallel', 'parallel_multiple'].map(accuracy)]);
  const weighted = weightedMean(live.map((name) => ({ accuracy: accuracy(name), weight: categories[name]?.n ?? 0 })));
  const irrelevance = meanOf(['irrelevance', 'live_irrelevance'].map(accuracy));
  const dialogues = meanOf(multiTurn.map(accuracy));
  const agentic = meanOf(['web_search', 'memory'].map(accuracy));
  const parts = [
    { accuracy: nonLive, weight: 10 },
    { accuracy: weighted, weight: 10 },
    { accuracy: irrelevance, weight: 10 },
    { accuracy: dialogues, weight: 30 },
  ];
  return Object.fromEntries(
    Object.entries({
      nonLive,
      live: weighted,
      irrelevance,
      multiTurn: dialogues,
      agentic,
      overall: weightedMean([...parts, { accuracy: agentic, weight: 40 }]),
      overallWithoutAgentic: weightedMean(parts),
      overallV3: meanOf([nonLive, weighted, dialogues]),
    }).filter(([, score]) => score !== undefined),
  );
}

function meanOf(shares: readonly (number | undefined)[]): number | undefined {
  return weightedMean(shares.map((accuracy) => ({ accuracy, weight: 1 })));
}

function weightedMean(
  parts: readonly { readonly accuracy: number | undefined; readonly weight: number }[],
): number | undefined {
  let [sum, weights] = [0, 0];
  for (const { accuracy, weight } of parts) {
    if (accuracy === undefined) return undefined;
    sum += weight * accuracy;
    weights += weight;
  }
  return sum / weights;
}
