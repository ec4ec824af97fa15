import { randomBytes } from 'node:crypto';
import { samplingOrder } from '../../sampling';
import { setHash, versionOf, type LoadedBenchmark } from '../benchmark';
import { planSamples } from '../plan';
import type { RunStore } from '../store/runStore';
import type { RunConfiguration, RunRecord } from '../types';

/** What a person chooses of a run; the rest comes from the benchmark. */
export type RunChoice = Omit<RunConfiguration, 'benchmark' | 'set' | 'solver' | 'scorer'> & {
  readonly name: string | undefined;
};

/** Writes a run with its plan down; nothing is asked yet. */
export async function planRun(store: RunStore, benchmark: LoadedBenchmark, choice: RunChoice): Promise<RunRecord> {
  const { name, ...chosen } = choice;
  const { scenarios, set } = benchmark;
  const now = new Date();
  const models = [...new Set(chosen.models)];
  const order =
    chosen.sampling === undefined ? undefined : samplingOrder(scenarios, chosen.seed).order.map(({ id }) => id);
  return store.create({
    id: runId(now),
    name: name ?? `${set.name}, ${now.toISOString().slice(0, 16).replace('T', ' ')}`,
    commit: benchmark.commit,
    scenarios,
    configuration: {
      ...chosen,
      models,
      benchmark: benchmark.name,
      set: { ...set, hash: setHash(scenarios), scenarios: scenarios.length },
      solver: versionOf(benchmark.solver),
      scorer: versionOf(benchmark.scorer),
    },
    plan: planSamples(
      scenarios.map(({ id }) => id),
      models,
      chosen.repeats,
      chosen.seed,
      order,
    ),
  });
}

/** Sorts by time, and two in one second differ. */
function runId(now: Date): string {
  const [day = '', time = ''] = now.toISOString().split('T');
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${randomBytes(3).toString('hex')}`;
}
