import type { LocoData, SetUpState, StartRunParams } from '../protocol';

/** @returns what a run would be started with; undefined while scenarios or models are not chosen */
export function startParams(setUp: SetUpState, data: LocoData): StartRunParams | undefined {
  const set = data.sets.find(({ folder }) => folder === setUp.set);
  if (!set || setUp.models.length === 0) return undefined;
  const scenarios = set.set.scenarios.length;
  return {
    folder: set.folder,
    models: setUp.models,
    repeats: setUp.repeats,
    seed: set.set.seed,
    maxOutputTokens: setUp.maxOutputTokens,
    temperature: setUp.temperature,
    budget: setUp.budget === undefined ? undefined : Math.round(setUp.budget * 1e6),
    sampling: setUp.stopEarly
      ? { batch: 8, minimum: Math.min(24, scenarios), halfWidth: setUp.halfWidth / 100, confidence: 0.95 }
      : undefined,
    localOnly: setUp.localOnly || data.localOnly,
    cache: setUp.cache,
    name: setUp.name === '' ? undefined : setUp.name,
    queue: setUp.queue === '' ? undefined : setUp.queue,
  };
}

/** Whether a queue's address has the form of one, before anything is sent there; a password has no place in what a page keeps. */
export function isQueueAddress(address: string): boolean {
  return /^rediss?:\/\/[^\s@/]+(\/\d*)?$/.test(address);
}

/** What other machines are told to run. */
export function workerCommand(address: string): string {
  return `WHETSTONE_WORKER_TOKEN=... whetstone worker --queue ${address}`;
}
