import type { Fingerprint, ToolGroup } from '../types';
import type { LearntResults, ResultGroup } from './types';

export interface Comparison {
  /** By path, as they were when tools were run. */
  readonly texts: ReadonlyMap<string, string>;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  /** Tools that are equal, by results or by reading. */
  readonly equal: readonly ToolGroup[];
}

/** What a comparison of tools has shown, as an index of duplicates takes it. */
export function learntResults({ texts, fingerprints, equal }: Comparison): LearntResults {
  const behaviours = new Map<string, string>();
  for (const [id, found] of fingerprints) if (found.status === 'run') behaviours.set(id, found.hash);
  const groups = equal.flatMap(({ id, relation, members }): readonly ResultGroup[] => {
    if (relation === 'related' || relation === 'constants') return [];
    return [{ id, relation, members, cases: casesOf(members, fingerprints) }];
  });
  return { texts, groups, behaviours };
}

/** Of the member that was run on the fewest; undefined where one was not run. */
function casesOf(members: readonly string[], fingerprints: ReadonlyMap<string, Fingerprint>): number | undefined {
  const counts = members.map((id) => {
    const found = fingerprints.get(id);
    return found?.status === 'run' ? found.cases : undefined;
  });
  return counts.every((count) => count !== undefined) ? Math.min(...counts) : undefined;
}
