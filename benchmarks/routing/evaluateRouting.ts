import {
  OutputCosts,
  runToEnd,
  SeededRandom,
  shippedPrior,
  SuccessPredictor,
  type Observation,
} from '../../runtime/gateway/router';
import { meanAndDeviation, type MeanAndDeviation } from './meanAndDeviation';
import { modelPair, usageOf, type PricedItem, type TokenPrice } from './pricedItem';
import { clusterLookup, nearestNeighbours, type GainOf } from './rivals';
import { accuracies, callMetrics, dollarMetrics, type Graded } from './routingMetrics';

/** `mean` and `deviation` are those of APGR. */
export interface RankingFigures extends MeanAndDeviation {
  readonly cpt50: MeanAndDeviation;
  readonly cpt80: MeanAndDeviation;
  readonly apgrDollars: MeanAndDeviation;
}

export interface RoutingSummary {
  /** Requests in the data; `train` of them were learnt from in each seed, the others tested. */
  readonly n: number;
  readonly train: number;
  readonly seeds: number;
  /** Accuracy on the tested requests. */
  readonly weak: MeanAndDeviation;
  readonly strong: MeanAndDeviation;
  readonly apgr: MeanAndDeviation;
  /** Percentage of strong calls. */
  readonly cpt50: MeanAndDeviation;
  readonly cpt80: MeanAndDeviation;
  /** APGR with the share of the bill instead of the share of calls. */
  readonly apgrDollars: MeanAndDeviation;
  /** Percentage of the bill. */
  readonly cpt50Dollars: MeanAndDeviation;
  readonly cpt80Dollars: MeanAndDeviation;
  /** APGR less that of length-only, seed by seed. */
  readonly aboveLength: MeanAndDeviation;
  readonly random: RankingFigures;
  readonly oracle: RankingFigures;
  readonly lengthOnly: RankingFigures;
  readonly nearestNeighbours: RankingFigures;
  readonly clusters: RankingFigures;
}

export interface EvaluationOptions {
  readonly train: number;
  readonly seeds: number;
  readonly price: TokenPrice;
  readonly names: { readonly weak: string; readonly strong: string };
  readonly signal: AbortSignal;
  readonly onSeed: (done: number) => void;
}

const TASK = 'chat.other';

type Rankings = 'router' | 'random' | 'oracle' | 'lengthOnly' | 'nearestNeighbours' | 'clusters';

interface Run {
  readonly weak: number;
  readonly strong: number;
  readonly calls: Readonly<Record<Rankings, ReturnType<typeof callMetrics>>>;
  readonly dollars: Readonly<Record<Rankings, ReturnType<typeof dollarMetrics>>>;
}

/**
 * Splits the data at random, lets the product's predictor learn from one part with both outcomes known, and ranks the
 * other part by predicted gain (calls) and by predicted gain for its predicted cost (dollars), beside rivals in the same
 * run. All choices of the predictor are made inside the part that it learns from.
 *
 * @param items more than `train`
 */
export function evaluateRouting(items: readonly PricedItem[], options: EvaluationOptions): RoutingSummary {
  const runs: Run[] = [];
  for (let seed = 0; seed < options.seeds; seed++) {
    options.signal.throwIfAborted();
    runs.push(runSeed(items, seed, options));
    options.onSeed(seed + 1);
  }
  const over = (value: (run: Run) => number) => meanAndDeviation(runs.map(value));
  const figures = (ranking: Rankings): RankingFigures => ({
    ...over(({ calls }) => calls[ranking].apgr),
    cpt50: over(({ calls }) => calls[ranking].cpt50),
    cpt80: over(({ calls }) => calls[ranking].cpt80),
    apgrDollars: over(({ dollars }) => dollars[ranking].apgr),
  });
  return {
    ...{ n: items.length, train: options.train, seeds: options.seeds },
    weak: over(({ weak }) => weak),
    strong: over(({ strong }) => strong),
    apgr: over(({ calls }) => calls.router.apgr),
    cpt50: over(({ calls }) => calls.router.cpt50),
    cpt80: over(({ calls }) => calls.router.cpt80),
    apgrDollars: over(({ dollars }) => dollars.router.apgr),
    cpt50Dollars: over(({ dollars }) => dollars.router.cpt50),
    cpt80Dollars: over(({ dollars }) => dollars.router.cpt80),
    aboveLength: over(({ calls }) => calls.router.apgr - calls.lengthOnly.apgr),
    ...{ random: figures('random'), oracle: figures('oracle'), lengthOnly: figures('lengthOnly') },
    ...{ nearestNeighbours: figures('nearestNeighbours'), clusters: figures('clusters') },
  };
}

function runSeed(items: readonly PricedItem[], seed: number, { train, price, names }: EvaluationOptions): Run {
  const random = new SeededRandom(seed);
  const shuffled = random.shuffled(items);
  const learnt = shuffled.slice(0, train);
  const tested = shuffled.slice(train);
  const graded: Graded[] = tested.map(({ item, cost }) => ({ weak: item.weak, strong: item.strong, cost }));
  const { weak, strong } = accuracies(graded);

  const examples = learnt.map(({ item, features }) => ({ features, weak: item.weak, strong: item.strong }));
  const costOf = productCost(learnt, names, price);
  const router = productGain(learnt, names, price);
  const neighbours = nearestNeighbours(examples);
  const clusters = clusterLookup(examples, random);
  const scores: Readonly<Record<Rankings, readonly number[]>> = {
    router: tested.map(({ features }) => router(features)),
    random: tested.map(() => random.uniform()),
    oracle: graded.map((item) => Number(item.strong) - Number(item.weak)),
    lengthOnly: tested.map(({ item }) => item.prompt.length),
    nearestNeighbours: tested.map(({ features }) => neighbours(features)),
    clusters: tested.map(({ features }) => clusters(features)),
  };
  const dollars = (ranking: Rankings) => {
    // Chance and length know nothing of gains that could be divided by a cost; the oracle knows the cost as well.
    if (ranking === 'random' || ranking === 'lengthOnly') return dollarMetrics(scores[ranking], graded);
    const costs = ranking === 'oracle' ? graded.map(({ cost }) => cost) : tested.map(costOf);
    return dollarMetrics(
      scores[ranking].map((score, i) => score / costs[i]!),
      graded,
    );
  };
  const all = <T>(of: (ranking: Rankings) => T): Readonly<Record<Rankings, T>> => ({
    ...{ router: of('router'), random: of('random'), oracle: of('oracle'), lengthOnly: of('lengthOnly') },
    ...{ nearestNeighbours: of('nearestNeighbours'), clusters: of('clusters') },
  });
  return { weak, strong, calls: all((ranking) => callMetrics(scores[ranking], graded)), dollars: all(dollars) };
}

/** Gain by the product's predictor, which learns both models' outcomes. */
function productGain(learnt: readonly PricedItem[], names: EvaluationOptions['names'], price: TokenPrice): GainOf {
  const models = modelPair(names, price);
  const priors = new Map([models.weak, models.strong].map((model) => [model.id, shippedPrior(model)]));
  const observations = learnt.flatMap(({ item, features }): Observation[] => [
    { model: models.weak.id, taskType: TASK, features, success: item.weak, weight: 1 },
    { model: models.strong.id, taskType: TASK, features, success: item.strong, weight: 1 },
  ]);
  const predictor = runToEnd(SuccessPredictor.fit(observations, (model) => priors.get(model)!));
  return (features) =>
    predictor.predict(models.strong.id, TASK, features).success -
    predictor.predict(models.weak.id, TASK, features).success;
}

/** Micro-dollars of the strong model's answer by the product's cost model. */
function productCost(
  learnt: readonly PricedItem[],
  names: EvaluationOptions['names'],
  price: TokenPrice,
): (item: PricedItem) => number {
  const { strong } = modelPair(names, price);
  const costs = new OutputCosts();
  for (const { inputTokens, outputTokens } of learnt) costs.learn(strong.id, TASK, usageOf(inputTokens, outputTokens));
  // Data without answers is priced by its prompts alone.
  const maxOutput = learnt.some(({ outputTokens }) => outputTokens > 0) ? Infinity : 0;
  return ({ inputTokens }) => costs.expectedCost(strong, TASK, { input: inputTokens, cached: 0, maxOutput }) ?? 1;
}
