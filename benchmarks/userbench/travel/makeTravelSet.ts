import { setImmediate } from 'node:timers/promises';
import { generatorVersion, makeScenarios, travelSet } from './makeScenarios';
import type { TravelScenario, TravelScenarios } from './scenarioSchema';
import { knownSet, writeTravelSet, type TravelSetFile } from './setFile';

export interface MakeTravelSetOptions {
  /** E.g. `travel22`. */
  readonly set: string;
  readonly count: number;
  readonly seed: number;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

const step = 10;

/**
 * Makes a set, or leaves the folder as it is where the same set lies there.
 * @throws BadInputError for a name of no published set
 */
export async function makeTravelSet(options: MakeTravelSetOptions): Promise<TravelSetFile> {
  const { count, seed, folder, signal, onProgress } = options;
  const name = travelSet(options.set);
  const origin = { kind: 'made', generator: generatorVersion, seed } as const;
  const known = await knownSet(folder);
  if (known?.name === name && known.scenarios === count && JSON.stringify(known.origin) === JSON.stringify(origin)) {
    return known;
  }
  const scenarios: Record<string, TravelScenario> = {};
  for (let from = 0; from < count; from += step) {
    signal.throwIfAborted();
    Object.assign(scenarios, makeScenarios(name, Math.min(step, count - from), seed, from));
    onProgress?.(Object.keys(scenarios).length, count);
    // Whoever makes sets in a process with other work lets it have a turn.
    await setImmediate();
  }
  return writeTravelSet(folder, { name, origin, scenarios: scenarios satisfies TravelScenarios });
}
