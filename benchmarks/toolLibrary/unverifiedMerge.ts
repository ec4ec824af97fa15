import { cut } from '../../runtime/toolLibrary/grouping';
import type { CollectionViews } from '../../runtime/toolLibrary/grouping';
import { apartByServer } from '../../runtime/toolLibrary/extraction';
import { coverageMap, planDuplicates } from '../../runtime/toolLibrary/merging';
import type { CoverageMap, Fingerprint, ToolGroup, ToolRecord } from '../../runtime/toolLibrary/types';

/** What merging the duplicates would make of a collection, by the two keys alone: nothing is rewritten, nothing is verified. */
export function plannedCoverage(
  tools: readonly ToolRecord[],
  groups: readonly ToolGroup[],
  fingerprints: ReadonlyMap<string, Fingerprint>,
): CoverageMap {
  const merges = planDuplicates(groups, new Map(tools.map((tool) => [tool.id, tool])), fingerprints);
  return coverageMap(tools, merges, new Map(), new Map());
}

/** Clusters of the tree when so many are left; more where tools of different servers, which may not become one, fell together. */
export function clustersLeft({ tools, dendrogram }: CollectionViews, left: number): readonly (readonly ToolRecord[])[] {
  const joins = Math.max(0, Math.min(dendrogram.merges.length, tools.length - left));
  const height = joins === 0 ? -1 : dendrogram.merges[joins - 1]!.height;
  return cut(dendrogram, height).flatMap((cluster) => apartByServer(cluster.map((at) => tools[at]!)));
}
