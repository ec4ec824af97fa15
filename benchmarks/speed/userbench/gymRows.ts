/** Speed of the gyms, with users by rules and the script that knows everything: one process, one episode after another. */
import { performance } from 'node:perf_hooks';
import { gymKinds } from '../../userbench/gyms/gymKinds';
import { gymRunOptions } from '../../userbench/gyms/sets/gymRunOptions';
import { gymSetForm } from '../../userbench/gyms/sets/gymSetForm';
import { loadedSet } from '../../userbench/gyms/sets/gymSetFile';
import { playGymPolicy } from '../../userbench/gyms/sets/playGymPolicy';
import type { Execution } from '../../userbench/gyms/swe/execution';

export interface GymSpeed {
  readonly gym: string;
  /** Of our own; each is played in each round. */
  readonly tasks: number;
  readonly rounds: number;
  readonly episodes: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Slowest and fastest round, episodes a second. */
  readonly range: readonly [number, number];
}

const policy = 'perfect';
const options = gymRunOptions({});

/**
 * @param episodes of each gym at least; whole rounds over its tasks, two or more
 * @param execution where programs may run; undefined: gyms that run some are left out
 */
export async function measureGyms(
  episodes: number,
  execution: Execution | undefined,
  signal: AbortSignal,
): Promise<readonly GymSpeed[]> {
  const rows: GymSpeed[] = [];
  for (const kind of gymKinds) {
    if (kind.executes && execution === undefined) continue;
    const file = { form: gymSetForm, name: kind.name, environment: kind.name, configuration: {} } as const;
    const set = { ...loadedSet(kind.name, file), folder: '', execution };
    const tasks = set.tasks.length;
    const wanted = kind.executes ? 1 : episodes;
    const rates: number[] = [];
    const began = performance.now();
    while (rates.length < 2 || rates.length * tasks < wanted) {
      const roundBegan = performance.now();
      const played = await playGymPolicy(set, policy, options, { seed: rates.length, signal });
      rates.push((1000 * tasks) / (performance.now() - roundBegan));
      const wrong = played.find(({ value }) => value !== 1);
      if (wrong !== undefined) throw new Error(`${kind.name}: ${wrong.task} went wrong (${wrong.value}).`);
    }
    const seconds = (performance.now() - began) / 1000;
    const all = rates.length * tasks;
    rows.push({
      ...{ gym: kind.name, tasks, rounds: rates.length, episodes: all, seconds, perSecond: all / seconds },
      range: [Math.min(...rates), Math.max(...rates)],
    });
  }
  return rows;
}
