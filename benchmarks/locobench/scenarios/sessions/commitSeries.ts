import { fileKind, type Commit, type RepositoryIndex } from '../../../../runtime/repository';

/** Commits that change the same sources one after the other, oldest first. */
export interface CommitSeries {
  readonly steps: readonly CommitStep[];
  /** Sources that each of them has in common with the one before. */
  readonly shared: string;
  /** Paths that any commit changed from the first one on, up to the present. */
  readonly changedSince: readonly string[];
}

export interface CommitStep {
  readonly commit: Commit;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  readonly documents: readonly string[];
  /** Sources that others changed since the step before. */
  readonly between: readonly string[];
}

const MOST_STEPS = 3;
/** Commits of others between two steps. */
const MOST_BETWEEN = 8;
const MOST_SOURCES = 4;
const FEWEST_LINES = 3;
const MOST_LINES = 300;

/** Newest first; no commit is in two of them. */
export function* commitSeries(index: RepositoryIndex): Generator<CommitSeries> {
  const commits = index.commits();
  const used = new Set<number>();
  for (let last = 0; last < commits.length; last++) {
    const end = used.has(last) ? undefined : stepOf(commits[last]!);
    if (end === undefined) continue;
    const places = [last];
    const steps = [end];
    for (let at = last + 1; at < commits.length && steps.length < MOST_STEPS; at++) {
      if (at - places.at(-1)! > MOST_BETWEEN) break;
      const touched = pathsOf([commits[at]!]);
      if (!touched.some((path) => steps.some(({ sources }) => sources.includes(path)))) continue;
      // One that changes the same files and is no step breaks the series: its work would be missing.
      const step = used.has(at) ? undefined : stepOf(commits[at]!);
      if (!step?.sources.some((path) => steps.at(-1)!.sources.includes(path))) break;
      places.push(at);
      steps.push(step);
    }
    if (steps.length < 2) continue;
    for (const at of places) used.add(at);
    const first = places.at(-1)!;
    const order = steps.map((_, at) => steps.length - 1 - at);
    yield {
      steps: order.map((at) => ({
        ...steps[at]!,
        between: at === steps.length - 1 ? [] : sourcesOf(commits.slice(places[at]! + 1, places[at + 1])),
      })),
      shared: steps.at(-1)!.sources.find((path) => steps.at(-2)!.sources.includes(path))!,
      changedSince: [...new Set(pathsOf(commits.slice(0, first + 1)))].sort(),
    };
  }
}

/** A commit of moderate size that only adds to sources or changes them, with tests. */
function stepOf(commit: Commit): CommitStep | undefined {
  if (commit.parents.length !== 1 || !commit.testsAndSources) return undefined;
  const of = (kind: string) => commit.files.filter(({ path }) => fileKind(path, '') === kind);
  const sources = of('source');
  if (sources.length === 0 || sources.length > MOST_SOURCES) return undefined;
  if (sources.some(({ change }) => change !== 'modified' && change !== 'added')) return undefined;
  const lines = sources.reduce((sum, { addedLines, deletedLines }) => sum + Math.max(addedLines, deletedLines), 0);
  if (lines < FEWEST_LINES || lines > MOST_LINES) return undefined;
  const kept = (kind: string) => of(kind).flatMap(({ path, change }) => (change === 'deleted' ? [] : path));
  return {
    commit,
    sources: sources.map(({ path }) => path),
    tests: kept('test'),
    documents: kept('documentation'),
    between: [],
  };
}

function pathsOf(commits: readonly Commit[]): readonly string[] {
  return commits.flatMap(({ files }) =>
    files.flatMap(({ path, before }) => (before === undefined ? [path] : [path, before])),
  );
}

function sourcesOf(commits: readonly Commit[]): readonly string[] {
  return [...new Set(pathsOf(commits))].filter((path) => fileKind(path, '') === 'source').sort();
}
