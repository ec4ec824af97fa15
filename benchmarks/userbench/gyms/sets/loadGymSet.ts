import { BadInputError } from '../../../core/badInputError';
import type { LoadedBenchmark } from '../../../core/runs/benchmark';
import type { Json } from '../../../core/runs/types';
import { sandboxExecution } from '../swe/execution';
import { gymRunOptions } from './gymRunOptions';
import { gymScenario } from './gymScenario';
import { gymScorer } from './gymScorer';
import { openGymSet } from './gymSetFile';
import { gymSolver } from './gymSolver';

export interface GymLoadOptions {
  /** `GymRunOptions`. */
  readonly options?: Json | undefined;
  /** Whether programs of episodes may run in the sandbox, for the gyms that need it; default: they may not. */
  readonly execute?: boolean | undefined;
  /** Ids of scenarios; default: all of the set. */
  readonly scenarios?: readonly string[] | undefined;
}

/**
 * A set of a gym's tasks as the core runs it.
 * @throws BadInputError for a folder without a set, and for options that there are none of
 */
export async function loadGymSet(folder: string, wanted: GymLoadOptions = {}): Promise<LoadedBenchmark> {
  const options = gymRunOptions(wanted.options);
  const opened = await openGymSet(folder);
  const execution = opened.kind.executes ? sandboxExecution({ allowed: wanted.execute === true }) : undefined;
  const set = { ...opened, execution };
  const all = set.tasks.map((task) => gymScenario(set, task, options));
  const seen = new Set<string>();
  const twice = all.find(({ id }) => seen.size === seen.add(id).size);
  if (twice !== undefined) {
    throw new BadInputError(`${folder}: two tasks would be kept as "${twice.id}". Name each task once.`);
  }
  const ids = wanted.scenarios === undefined ? undefined : new Set(wanted.scenarios);
  return {
    name: 'userbench',
    set: { name: set.file.name, folder: set.folder },
    commit: undefined,
    scenarios: ids === undefined ? all : all.filter(({ id }) => ids.has(id)),
    solver: await gymSolver(set, options),
    scorer: gymScorer(set),
    executes: opened.kind.executes && wanted.execute === true,
    close: () => Promise.resolve(),
  };
}
