/** The report on asking of a run that is kept. */
import type { RunRecord, SampleDetail, SampleRecord, Scenario } from '../../core/runs/types';
import { buildAsking } from './buildAsking';
import { episodeFacts, type EpisodeFacts } from './episodeFacts';
import type { AskingReport } from './types';

/** Where runs are kept, as far as this reads it. */
export interface KeptEpisodes {
  /** @throws where there is no such run */
  run(id: string): Promise<RunRecord>;
  scenarios(id: string): Promise<readonly Pick<Scenario, 'id' | 'cluster'>[]>;
  /** In the order of the plan. */
  scores(id: string): Iterable<{ readonly record: SampleRecord }>;
  result(id: string, index: number): Promise<Pick<SampleDetail, 'solution' | 'score'>>;
}

interface Known {
  /** Another one means that the sample was done anew. */
  readonly ended: number | undefined;
  readonly facts: EpisodeFacts | undefined;
}

/** A run under way is reported every few seconds: what was read once is not read again, for the runs looked at last. */
const read = new WeakMap<KeptEpisodes, Map<string, Map<number, Known>>>();
const MOST_RUNS = 3;

export async function readAsking(store: KeptEpisodes, id: string): Promise<AskingReport | undefined> {
  const { configuration } = await store.run(id);
  const clusters = new Map((await store.scenarios(id)).map((each) => [each.id, each.cluster]));
  const known = knownOf(store, id);
  const records = [...store.scores(id)].map(({ record }) => record).filter(({ state }) => state === 'scored');
  const episodes: EpisodeFacts[] = [];
  for (const record of records) {
    let found = known.get(record.index);
    if (found === undefined || found.ended !== record.ended) {
      const { solution, score } = await store.result(id, record.index);
      found = { ended: record.ended, facts: episodeFacts(record, solution, score) };
      known.set(record.index, found);
    }
    if (found.facts !== undefined) episodes.push(found.facts);
  }
  const { models, seed } = configuration;
  return buildAsking({ models, episodes, clusters, seed, unread: records.length - episodes.length });
}

function knownOf(store: KeptEpisodes, id: string): Map<number, Known> {
  const runs = read.get(store) ?? new Map<string, Map<number, Known>>();
  read.set(store, runs);
  const known = runs.get(id) ?? new Map<number, Known>();
  runs.delete(id);
  runs.set(id, known);
  for (const other of runs.keys()) if (runs.size > MOST_RUNS) runs.delete(other);
  return known;
}
