/** Every tool of the collection stands in the coverage map exactly once; a program counts, nobody is believed. */
import type { CoverageEntry, ToolRecord } from '../../types';
import type { Trial } from '../trial';

/** @returns what is wrong with the map; undefined: nothing */
export function coverageProblem(
  tools: readonly Pick<ToolRecord, 'id'>[],
  entries: readonly CoverageEntry[],
): string | undefined {
  const ids = new Set(tools.map(({ id }) => id));
  const seen = new Set<string>();
  for (const { tool, outcome, into } of entries) {
    if (!ids.has(tool)) return `the coverage map names ${tool}, which is no tool of the collection`;
    if (seen.has(tool)) return `the coverage map names ${tool} twice`;
    if (outcome === 'merged' && !/^[^#]+#[^#]+$/.test(into)) return `“${into}” of ${tool} is no path#name`;
    seen.add(tool);
  }
  const missing = tools.filter(({ id }) => !seen.has(id));
  return missing.length === 0
    ? undefined
    : `the coverage map has lost ${missing.length} of ${ids.size} tools, e.g. ${missing[0]?.id}`;
}

export function coverageStep(
  trials: readonly Trial[],
  tools: readonly Pick<ToolRecord, 'id'>[],
  coverage: readonly CoverageEntry[] | undefined,
): void {
  const problem = coverage === undefined ? undefined : coverageProblem(tools, coverage);
  for (const trial of trials.filter(({ goesOn }) => goesOn)) {
    const names = new Set(trial.tool.parameters.map(({ name }) => name));
    const sources = Object.values(trial.entry.arguments).flatMap((source) => ('from' in source ? [source.from] : []));
    const unknown = sources.find((name) => !names.has(name));
    if (problem !== undefined) trial.failed('coverage', problem);
    else if (unknown !== undefined)
      trial.failed('coverage', `the new call takes ${unknown}, which ${trial.tool.name} does not have`);
    else
      trial.passed(
        'coverage',
        coverage === undefined ? 'its arguments are all taken' : `each of ${tools.length} tools once`,
      );
  }
}
