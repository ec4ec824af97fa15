import type { TaskType } from '../../types';
import type { PriorOf } from './modelPrior';
import type { Observation } from './observation';

/** Chance of success of a model at a kind of task, whatever the request: Beta belief that begins at the prior. */
export class SuccessTally {
  private readonly tallies = new Map<string, { labels: number; weight: number; successes: number }>();

  constructor(private readonly priorOf: PriorOf) {}

  add({ model, taskType, success, weight }: Pick<Observation, 'model' | 'taskType' | 'success' | 'weight'>): void {
    const tally = this.tallies.get(key(model, taskType)) ?? { labels: 0, weight: 0, successes: 0 };
    tally.labels++;
    tally.weight += weight;
    tally.successes += success ? weight : 0;
    this.tallies.set(key(model, taskType), tally);
  }

  labels(model: string, taskType: TaskType): number {
    return this.tallies.get(key(model, taskType))?.labels ?? 0;
  }

  /** @param without leaves out one observation that was added before */
  chance(
    model: string,
    taskType: TaskType,
    without?: Pick<Observation, 'success' | 'weight'>,
  ): { readonly mean: number; readonly deviation: number } {
    const { success, pseudoCount } = this.priorOf(model);
    const tally = this.tallies.get(key(model, taskType));
    const left = without?.weight ?? 0;
    const weight = pseudoCount + (tally?.weight ?? 0) - left;
    const successes =
      pseudoCount * success[taskType] + (tally?.successes ?? 0) - (without?.success === true ? left : 0);
    const mean = Math.min(1 - 1e-3, Math.max(1e-3, successes / weight));
    return { mean, deviation: Math.sqrt((mean * (1 - mean)) / (weight + 1)) };
  }
}

function key(model: string, taskType: TaskType): string {
  return `${taskType} ${model}`;
}
