import type { RunReport } from '../../../host/protocol';
import { openScenarioSet } from './readSet';

/** What admission graded, as people read it. */
const names: Readonly<Partial<Record<string, string>>> = {
  nothing: 'An empty answer',
  'everything-named': 'Every file of the prompt named',
  unchanged: 'The code as it is',
};

/**
 * What answers that know nothing are worth: each scenario was graded with them before it was admitted.
 * @param folder of the set
 * @param scenarios ids with hashes as a run used them; those that changed since are left out
 * @returns none where the set is gone
 */
export async function setFloors(
  folder: string,
  scenarios: readonly { readonly id: string; readonly hash: string }[],
): Promise<RunReport['floors']> {
  const opened = await openScenarioSet(folder).catch(() => undefined);
  if (opened === undefined) return [];
  const hashes = new Map(opened.set.scenarios.map(({ id, hash }) => [id, hash]));
  const sums = new Map<string, { sum: number; n: number }>();
  for (const { id, hash } of scenarios) {
    if (hashes.get(id) !== hash) continue;
    const loaded = await opened.scenario(id).catch(() => undefined);
    if (loaded?.kind !== 'verified') continue;
    for (const { kind, value } of loaded.facts.admission.stubs) {
      const sum = sums.get(kind) ?? { sum: 0, n: 0 };
      sums.set(kind, { sum: sum.sum + value, n: sum.n + 1 });
    }
  }
  return [...sums]
    .map(([kind, { sum, n }]) => ({ name: names[kind] ?? kind, value: sum / n, n }))
    .sort((a, b) => b.n - a.n || b.value - a.value);
}
