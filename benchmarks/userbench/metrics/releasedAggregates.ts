/** What the released evaluation scripts of UserBench and UserRL compute of the rewards of turns, to compare with figures made by them. */

/** Rewards of turns by episode and pass over it. */
export type TurnRewards = readonly (readonly (readonly number[])[])[];

export interface ReleasedAggregate {
  /** Mean reward of a turn of each episode, averaged. */
  readonly micro_avg: number;
  /** Highest reward of a turn of each episode, averaged. */
  readonly micro_max: number;
  /** Rewards that equal 0.8 and 1, an episode; the former counts any reward of that size, whatever it was given for. */
  readonly avg_number_of_08: number;
  readonly avg_number_of_1: number;
}

/** UserBench: only the last pass of an episode counts. */
export function releasedAggregate(episodes: TurnRewards): ReleasedAggregate {
  const last = episodes.map((passes) => passes.at(-1) ?? []);
  const over = (of: (rewards: readonly number[]) => number) => mean(last.map(of));
  return {
    micro_avg: over(mean),
    micro_max: over((rewards) => (rewards.length === 0 ? 0 : Math.max(...rewards))),
    avg_number_of_08: over((rewards) => rewards.filter((reward) => reward === 0.8).length),
    avg_number_of_1: over((rewards) => rewards.filter((reward) => reward === 1).length),
  };
}

export interface CachedEpisode {
  readonly history: readonly (readonly {
    readonly choice: string;
    readonly content: string;
    readonly reward: number;
  }[])[];
  readonly reward: readonly (readonly number[])[];
}

/** By model, set and episode. */
export type RewardCaches = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, CachedEpisode>>>>>>;

export interface ReleasedAnalysis {
  readonly per_model_task_average: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly task_counts: Readonly<Record<string, number>>;
  readonly weighted_average: Readonly<Record<string, number>>;
}

/**
 * UserRL: travel episodes by the highest reward of each leading character of an answer, over the number of digits in the set's name; other
 * episodes by the sum of their rewards; passes averaged; tasks weighted by the episodes that were seen over all models.
 */
export function releasedAnalysis(caches: RewardCaches): ReleasedAnalysis {
  const seen = new Map<string, Set<string>>();
  const scores = new Map<string, Map<string, number[]>>();
  for (const [model, sets] of Object.entries(caches)) {
    const ofModel = new Map<string, number[]>();
    scores.set(model, ofModel);
    for (const [set, episodes] of Object.entries(sets)) {
      const task = set.startsWith('travel') ? 'travel' : set;
      for (const [id, episode] of Object.entries(episodes)) {
        added(seen, task, () => new Set<string>()).add(id);
        added(ofModel, task, () => []).push(mean(passScores(set, episode)));
      }
    }
  }
  const averages = [...scores].map(
    ([model, tasks]) => [model, Object.fromEntries([...tasks].map(([task, all]) => [task, mean(all)]))] as const,
  );
  const weight = (task: string) => seen.get(task)?.size ?? 0;
  return {
    per_model_task_average: Object.fromEntries(averages),
    task_counts: Object.fromEntries([...seen].map(([task, ids]) => [task, ids.size])),
    weighted_average: Object.fromEntries(
      averages.map(([model, tasks]) => {
        const weights = Object.keys(tasks).reduce((sum, task) => sum + weight(task), 0);
        const sum = Object.entries(tasks).reduce((total, [task, value]) => total + value * weight(task), 0);
        return [model, weights === 0 ? 0 : sum / weights];
      }),
    ),
  };
}

function passScores(set: string, { history, reward }: CachedEpisode): readonly number[] {
  if (!set.startsWith('travel')) return reward.map((pass) => pass.reduce((sum, value) => sum + value, 0));
  const aspects = set.replace(/\D/g, '').length;
  return history.map((turns) => {
    const best = new Map<string, number>();
    for (const { choice, content, reward: value } of turns) {
      if (choice === 'answer') best.set(content.slice(0, 1), Math.max(best.get(content.slice(0, 1)) ?? 0, value));
    }
    return [...best.values()].reduce((sum, value) => sum + value, 0) / Math.max(1, aspects);
  });
}

function added<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
