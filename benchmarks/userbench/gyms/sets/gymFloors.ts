import type { RunReport } from '../../../host/protocol';
import type { Json, Scenario } from '../../../core/runs/types';
import { gymRunOptions } from './gymRunOptions';
import { gymScenario } from './gymScenario';
import { openGymSet } from './gymSetFile';
import { gymBaselines } from './playGymPolicy';

const SEED = 1;
const NEVER = new AbortController().signal;

/** Scripted policies over the tasks of a run, for its report; none where the set has gone or changed. */
export async function gymFloors(
  folder: string,
  given: Json | undefined,
  scenarios: readonly Pick<Scenario, 'id' | 'hash'>[],
): Promise<RunReport['floors']> {
  const options = gymRunOptions(given);
  const set = await openGymSet(folder).catch(() => undefined);
  if (set === undefined) return [];
  const hashes = new Map(scenarios.map(({ id, hash }) => [id, hash]));
  const tasks = set.tasks.filter((task) => {
    const { id, hash } = gymScenario(set, task, options);
    return hashes.get(id) === hash;
  });
  if (tasks.length === 0) return [];
  const rows = await gymBaselines({ ...set, tasks }, options, { seed: SEED, signal: NEVER });
  return rows.flatMap(({ name, title, score, n }) =>
    score === undefined ? [] : [{ name: `${name}: ${title ?? ''}`, value: score.mean, n }],
  );
}
