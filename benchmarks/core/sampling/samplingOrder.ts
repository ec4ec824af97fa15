import { seededRandom } from '../seededRandom';
import type { Scenario } from '../runs/types';

export type SampledScenario = Pick<Scenario, 'id' | 'category' | 'language' | 'contextTokens' | 'cluster'>;

/** Scenarios of the same kind of work: category, language and rough length of context. */
export function stratumOf(scenario: SampledScenario): string {
  const known = strata.get(scenario);
  if (known !== undefined) return known;
  const { category, language, contextTokens } = scenario;
  // Coarser than the groups of the report: each stratum costs two scenarios before anything is known.
  const length = [32, 128, 512].find((bound) => contextTokens <= bound * 1024) ?? 'longer';
  const stratum = JSON.stringify([category, language ?? null, length]);
  strata.set(scenario, stratum);
  return stratum;
}

/** Asked for each scenario at each look. */
const strata = new WeakMap<SampledScenario, string>();

const AT_LEAST = 2;

/**
 * The order in which a run takes scenarios, so that every beginning of it is a stratified sample: first two of each stratum, then always
 * from the stratum that is furthest behind its share. Within a stratum the order is random by the seed. It depends on nothing
 * but scenarios and seed, so that a run that goes on after a crash goes on in the same order.
 */
export function samplingOrder<T extends SampledScenario>(scenarios: readonly T[], seed: number): SamplingOrder<T> {
  const members = new Map<string, T[]>();
  // By id, since a set that is read again need not come in the same order.
  for (const scenario of [...scenarios].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const stratum = stratumOf(scenario);
    const others = members.get(stratum);
    if (others) others.push(scenario);
    else members.set(stratum, [scenario]);
  }
  const names = [...members.keys()].sort();
  const random = seededRandom(seed);
  const queues = names.map((name) => shuffled(members.get(name)!, random));
  const order: T[] = [];
  const taken = queues.map(() => 0);
  const take = (stratum: number) => order.push(queues[stratum]![taken[stratum]!++]!);
  for (let round = 0; round < AT_LEAST; round++) {
    queues.forEach((queue, stratum) => {
      if (taken[stratum]! < queue.length) take(stratum);
    });
  }
  const first = order.length;
  while (order.length < scenarios.length) {
    let furthest = -1;
    let largest = -Infinity;
    queues.forEach((queue, stratum) => {
      const behind = ((order.length + 1) * queue.length) / scenarios.length - taken[stratum]!;
      if (taken[stratum]! < queue.length && behind > largest) {
        largest = behind;
        furthest = stratum;
      }
    });
    take(furthest);
  }
  return { order, first };
}

export interface SamplingOrder<T> {
  readonly order: readonly T[];
  /** Length of the beginning that holds two of each stratum (or all of a stratum with one). */
  readonly first: number;
}

/** How much each scenario of a sample stands for: the size of its stratum over how many of it are there. */
export function samplingWeights(
  sample: readonly SampledScenario[],
  population: readonly SampledScenario[],
): ReadonlyMap<string, number> {
  const count = (scenarios: readonly SampledScenario[]) => {
    const counts = new Map<string, number>();
    for (const scenario of scenarios) counts.set(stratumOf(scenario), (counts.get(stratumOf(scenario)) ?? 0) + 1);
    return counts;
  };
  const there = count(population);
  const drawn = count(sample);
  return new Map(
    sample.map((scenario) => {
      const stratum = stratumOf(scenario);
      return [scenario.id, there.get(stratum)! / drawn.get(stratum)!];
    }),
  );
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: (below: number) => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
