import type { RunReport } from '../../host/protocol';
import type { KeptEpisodes } from '../../userbench/asking';
import { benchmarkFloors } from './benchmarkFloors';
import type { RunStore } from './store/runStore';

/** What a report says beside scores: what they are worth, and of UserBench how models ask. */
export async function besideScores(
  store: Pick<RunStore, 'run' | 'scenarios'> & KeptEpisodes,
  id: string,
): Promise<Pick<RunReport, 'floors' | 'asking'>> {
  const floors = await benchmarkFloors(store, id);
  const { configuration } = await store.run(id);
  if (configuration.benchmark !== 'userbench') return { floors };
  const { readAsking } = await import('../../userbench/asking');
  return { floors, asking: await readAsking(store, id) };
}
