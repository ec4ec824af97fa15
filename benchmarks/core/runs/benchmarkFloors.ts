import type { RunReport } from '../../host/protocol';
import type { RunStore } from './store/runStore';
import type { RunConfiguration, Scenario } from './types';

/** What answers that know nothing, or know everything, are worth over the scenarios of a run; none where the set is gone. */
export type ReadFloors = (
  configuration: RunConfiguration,
  scenarios: readonly Pick<Scenario, 'id' | 'hash'>[],
) => Promise<RunReport['floors']>;

/** By name of the benchmark. Loaded when a report asks for it. */
const readers: ReadonlyMap<string, ReadFloors> = new Map<string, ReadFloors>([
  [
    'locobench',
    async ({ set }, scenarios) => {
      const { setFloors } = await import('../../locobench/scenarios');
      return setFloors(set.folder, scenarios);
    },
  ],
  [
    'userbench',
    async ({ set, options, solver }, scenarios) => {
      if (solver.startsWith('userbench-gym')) {
        const { gymFloors } = await import('../../userbench/gyms/sets/gymFloors');
        return gymFloors(set.folder, options, scenarios);
      }
      if (!solver.startsWith('userbench-workspace')) {
        const { travelFloors } = await import('../../userbench/solving/travelFloors');
        return travelFloors(set.folder, options, scenarios);
      }
      const { workspaceFloors } = await import('../../userbench/workspace/scoring/baselines');
      return workspaceFloors(set.folder, options, scenarios);
    },
  ],
  [
    'mcpeval',
    async ({ set, options }, scenarios) => {
      const { mcpEvalFloors } = await import('../../mcpEval/solving/mcpEvalFloors');
      return mcpEvalFloors(set.folder, options, scenarios);
    },
  ],
]);

export async function benchmarkFloors(
  store: Pick<RunStore, 'run' | 'scenarios'>,
  id: string,
): Promise<RunReport['floors']> {
  const { configuration } = await store.run(id);
  return (await readers.get(configuration.benchmark)?.(configuration, await store.scenarios(id))) ?? [];
}
