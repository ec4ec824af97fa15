import { comparePairs } from './comparePairs';
import type { EpisodeFacts } from './episodeFacts';
import { modelAsking } from './modelAsking';
import { rates } from './rates';
import { rateNames, type AskingReport, type RateKind, type RateName } from './types';

export interface AskingInput {
  /** In the order in which they are shown. */
  readonly models: readonly string[];
  readonly episodes: readonly EpisodeFacts[];
  /** Cluster of each scenario. */
  readonly clusters: ReadonlyMap<string, string>;
  readonly seed: number;
  /** Scored samples without an episode. */
  readonly unread: number;
}

/** @returns undefined where no episode was scored */
export function buildAsking({ models, episodes, clusters, seed, unread }: AskingInput): AskingReport | undefined {
  if (episodes.length === 0) return undefined;
  const byModel = new Map(
    models
      .map((model) => [model, episodes.filter((each) => each.model === model)] as const)
      .filter(([, own]) => own.length > 0),
  );
  return {
    kinds,
    models: [...byModel].map(([model, own]) => modelAsking(model, own, clusters)),
    pairs: comparePairs(byModel, clusters, seed),
    unread,
  };
}

const kinds = Object.fromEntries(
  rateNames.map((name): [RateName, RateKind] => {
    const { unit, better, chance } = rates[name];
    return [name, { unit, better, chance }];
  }),
) as Record<RateName, RateKind>;
