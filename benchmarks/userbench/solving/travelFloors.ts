import type { RunReport } from '../../host/protocol';
import type { Json, Scenario } from '../../core/runs/types';
import { policies } from '../policies/policies';
import { loadUserbench } from './loadUserbench';
import { travelRunOptions } from './travelOptions';
import { baselineRows, chanceLine } from './userbenchResults';

const SEED = 1;
const NEVER = new AbortController().signal;

/** Chance, and scripted policies, over the trips of a run; none where the set has gone. */
export async function travelFloors(
  folder: string,
  given: Json | undefined,
  scenarios: readonly Pick<Scenario, 'id' | 'hash'>[],
): Promise<RunReport['floors']> {
  const options = travelRunOptions(given);
  const loaded = await loadUserbench(folder, { options: given }).catch(() => undefined);
  if (loaded === undefined) return [];
  const hashes = new Map(scenarios.map(({ id, hash }) => [id, hash]));
  const same = loaded.scenarios.filter(({ id, hash }) => hashes.get(id) === hash);
  if (same.length === 0) return [];
  const rows = await baselineRows(same, options, { seed: SEED, signal: NEVER, only: policies });
  return [
    { name: 'Guesses (chance)', value: chanceLine(same, options).guess, n: same.length },
    ...rows.flatMap(({ name, score, n }) => (score === undefined ? [] : [{ name, value: score.mean, n }])),
  ];
}
