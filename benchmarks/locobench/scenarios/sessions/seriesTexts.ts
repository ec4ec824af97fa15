/** The texts of a series of commits: what the repository was before it, and what each of its steps made of it. */
import { fileKind, type RepositoryIndex } from '../../../../runtime/repository';
import type { Refusal } from '../changes/testOutcomes';
import type { TextPair } from '../history/definedNames';
import type { FileChange } from '../types';
import type { CommitSeries } from './commitSeries';

export interface SeriesTexts {
  /** The state before the first commit, as changes of the present one. Settings stay as they are today, as what is installed does. */
  readonly base: readonly FileChange[];
  readonly steps: readonly StepTexts[];
}

export interface StepTexts {
  /** Sources before and after; `before` is undefined for those that are new. */
  readonly sources: readonly TextPair[];
  /** Tests and documents that the commit changed. */
  readonly tests: readonly TextPair[];
  readonly documents: readonly TextPair[];
  /** What others changed in sources since the step before. */
  readonly between: readonly FileChange[];
  /** All tests that changed since the series began, as they are after this step. */
  readonly testsThen: readonly FileChange[];
}

const MOST_FILES = 150;
const MOST_CHARACTERS = 3_000_000;
const MOST_BETWEEN = 5;

export async function seriesTexts(
  index: RepositoryIndex,
  { steps, changedSince }: CommitSeries,
  signal: AbortSignal,
): Promise<SeriesTexts | Refusal> {
  const back = changedSince.filter((path) => fileKind(path, '') !== 'config');
  if (back.length > MOST_FILES) {
    return { reason: 'too-large', detail: `${back.length} files have changed since then` };
  }
  const first = steps[0]!.commit.hash;
  const start = await textsAt(index, `${first}^`, back, signal);
  const base = back.flatMap((path): readonly FileChange[] => {
    const then = start.get(path);
    const now = presentText(index, path);
    // What is no text now and then is nobody's business.
    if (then === undefined && now === undefined) return [];
    return then === now ? [] : [{ path, content: then ?? null }];
  });
  if (base.reduce((sum, { content }) => sum + (content?.length ?? 0), 0) > MOST_CHARACTERS) {
    return { reason: 'too-large', detail: 'the state before it differs from the present one in megabytes' };
  }
  const state = new Map(start);
  const made: StepTexts[] = [];
  const touched = new Set<string>();
  for (const { commit, sources, tests, documents, between } of steps) {
    if (between.length > MOST_BETWEEN)
      return { reason: 'too-large', detail: `others changed ${between.length} sources meanwhile` };
    for (const path of tests) touched.add(path);
    const paths = [...new Set([...sources, ...tests, ...documents, ...between, ...touched])];
    const earlier = await textsAt(index, `${commit.hash}^`, paths, signal);
    const later = await textsAt(index, commit.hash, paths, signal);
    for (const path of between) setText(state, path, earlier.get(path));
    const torn = sources.find((path) => earlier.get(path) !== state.get(path));
    if (torn !== undefined) return { reason: 'ambiguous', detail: `${torn} was changed in between on another branch` };
    const lost = commit.files.find(
      ({ path, change }) => change === 'modified' && sources.includes(path) && earlier.get(path) === undefined,
    );
    if (lost !== undefined)
      return {
        reason: 'ambiguous',
        detail: `the history does not have ${lost.path} before ${commit.hash.slice(0, 12)}`,
      };
    const pairs = (of: readonly string[]) =>
      of.flatMap((path): readonly TextPair[] => {
        const after = later.get(path);
        return after === undefined ? [] : [{ path, before: earlier.get(path), after }];
      });
    made.push({
      sources: pairs(sources),
      tests: pairs(tests),
      documents: pairs(documents),
      between: between.map((path) => ({ path, content: earlier.get(path) ?? null })),
      testsThen: [...touched].map((path) => ({ path, content: later.get(path) ?? null })),
    });
    if (made.at(-1)!.sources.length !== sources.length) return { reason: 'ambiguous', detail: 'a source is no text' };
    for (const path of sources) setText(state, path, later.get(path));
  }
  return { base, steps: made };
}

function setText(state: Map<string, string>, path: string, text: string | undefined): void {
  if (text === undefined) state.delete(path);
  else state.set(path, text);
}

async function textsAt(
  index: RepositoryIndex,
  commit: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const read = await index.filesAt(
    paths.map((path) => ({ commit, path })),
    signal,
  );
  return new Map(
    paths.flatMap((path, at) => {
      const text = decoded(read[at]);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

function presentText(index: RepositoryIndex, path: string): string | undefined {
  const file = index.file(path);
  return file === undefined || file.lines === 0 || file.skipped !== undefined ? undefined : index.text(path);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function decoded(bytes: Buffer | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
