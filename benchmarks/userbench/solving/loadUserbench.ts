import { BadInputError } from '../../core/badInputError';
import type { LoadedBenchmark } from '../../core/runs/benchmark';
import type { Json } from '../../core/runs/types';
import { openTravelSet } from '../travel/setFile';
import { coreScenario } from './travelContent';
import { travelRunOptions } from './travelOptions';
import { travelScorer } from './travelScorer';
import { travelSolver } from './travelSolver';

export interface UserbenchOptions {
  /** `TravelRunOptions`. */
  readonly options?: Json | undefined;
  /** Ids; default: all of the set. */
  readonly scenarios?: readonly string[] | undefined;
}

/**
 * A set of travel scenarios as the core runs it.
 * @throws BadInputError for a folder without a whole set, and for options that there are none of
 */
export async function loadUserbench(folder: string, wanted: UserbenchOptions = {}): Promise<LoadedBenchmark> {
  const options = travelRunOptions(wanted.options);
  const set = await openTravelSet(folder);
  const ids = wanted.scenarios === undefined ? undefined : new Set(wanted.scenarios);
  const all = Object.entries(set.scenarios).map(([id, each]) => coreScenario(id, each, set.file.name, options));
  const twice = all.find(({ id }, index) => all.findIndex((other) => other.id === id) < index);
  if (twice !== undefined) {
    throw new BadInputError(`${folder}: two scenarios would be kept as "${twice.id}". Give one of them another id.`);
  }
  return {
    name: 'userbench',
    set: { name: set.file.name, folder: set.folder },
    commit: undefined,
    scenarios: ids === undefined ? all : all.filter(({ id }) => ids.has(id)),
    solver: travelSolver(options),
    scorer: travelScorer(options),
    close: () => Promise.resolve(),
  };
}
