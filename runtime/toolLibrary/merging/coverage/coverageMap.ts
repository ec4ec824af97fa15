import type { CoverageEntry, CoverageMap, ToolRecord } from '../../types';
import { functionName, type Merge } from '../plan/merge';

/** Tools are missing from a coverage map, stand in it twice, or are none of the collection. */
export class CoverageError extends Error {
  constructor(problems: readonly string[]) {
    super(`The coverage map does not hold every tool of the collection exactly once: ${problems.join('; ')}.`);
    this.name = 'CoverageError';
  }
}

/**
 * What became of every tool.
 *
 * @param rejected reason by tool for those that were to be merged and may not be
 * @param kept reason by tool for those that nothing was tried with
 * @throws CoverageError where a tool was merged twice
 */
export function coverageMap(
  tools: readonly ToolRecord[],
  merges: readonly Merge[],
  rejected: ReadonlyMap<string, string>,
  kept: ReadonlyMap<string, string>,
): CoverageMap {
  const merged = new Map<string, CoverageEntry>();
  const twice: string[] = [];
  for (const { target, members } of merges) {
    for (const { tool, arguments: values } of members) {
      if (merged.has(tool.id)) twice.push(`${ownName(tool)} is merged twice`);
      merged.set(tool.id, {
        tool: tool.id,
        outcome: 'merged',
        into: functionName(target),
        arguments: values,
      });
    }
  }
  if (twice.length > 0) throw new CoverageError(twice);
  const entries = tools.map((tool): CoverageEntry => {
    const entry = merged.get(tool.id);
    if (entry !== undefined) return entry;
    const reason = rejected.get(tool.id);
    const same = Object.fromEntries(tool.parameters.map(({ name }) => [name, { from: name }]));
    const own = { tool: tool.id, into: ownName(tool), arguments: same };
    if (reason !== undefined) return { ...own, outcome: 'rejected', reason };
    const why = kept.get(tool.id);
    return { ...own, outcome: 'kept', ...(why === undefined ? {} : { reason: why }) };
  });
  return { form: 'whetstone-tool-coverage-1', entries };
}

/**
 * Checks that a map and a collection name the same tools.
 * @throws CoverageError
 */
export function checkCoverage(tools: readonly Pick<ToolRecord, 'id' | 'name'>[], map: CoverageMap): void {
  const names = new Map(tools.map(({ id, name }) => [id, name]));
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const { tool } of map.entries) {
    if (!names.has(tool)) problems.push(`${tool} is not in the collection`);
    if (seen.has(tool)) problems.push(`${names.get(tool) ?? tool} stands in it twice`);
    seen.add(tool);
  }
  for (const [id, name] of names) if (!seen.has(id)) problems.push(`${name} (${id}) is missing`);
  if (problems.length > 0) throw new CoverageError(problems);
}

/** Name of a tool in coverage maps as long as it answers for itself. */
export function ownName({ source, name, provenance }: ToolRecord): string {
  return source === undefined
    ? `${provenance}#${name}`
    : functionName({ path: source.path, access: source.access ?? name });
}
