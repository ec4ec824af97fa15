/** What a commit added, with tests that are still there, is missing, and is to be written again. */
import type { Commit, RepositoryIndex } from '../../../../runtime/repository';
import { LeakIndex } from '../checks/leakIndex';
import { definedNames, definedText, expectationOf, type DefinedName } from '../history/definedNames';
import { undoCommit, type UndoneCommit } from '../history/undoCommit';
import { writtenStretches } from '../history/writtenStretches';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import type { TestSelection } from '../types';
import { checksTypes } from './checksTypes';
import { literalGlob } from './literalGlob';
import { testFilesOf } from './testFilesOf';
import { testsNaming, TestOutcomes, type BrokenTests, type Refusal } from './testOutcomes';

const category = 'feature_implementation';
const kind = 'undone-commit';
const MOST_FILES = 5;
const FEWEST_LINES = 4;
const MOST_LINES = 250;
const MOST_TEST_FILES = 6;
const MOST_NAMES = 8;

export const undoneCommitMaker: ScenarioMaker = {
  category,
  ahead: 1,
  async *drafts(input: MakerInput): AsyncIterable<Draft> {
    const { index, reject, signal } = input;
    const outcomes = new TestOutcomes(input);
    for (const commit of index.commits()) {
      if (!commit.testsAndSources || commit.parents.length !== 1) continue;
      signal.throwIfAborted();
      const made = await draftOf(input, outcomes, commit);
      if ('reason' in made) reject({ category, kind, subject: subjectOf(commit), ...made });
      else yield made;
    }
  },
};

function subjectOf({ hash, subject }: Commit): string {
  return `${kind} ${hash.slice(0, 12)} ${subject}`.slice(0, 120);
}

async function draftOf(
  { index, tools, signal }: MakerInput,
  outcomes: TestOutcomes,
  commit: Commit,
): Promise<Draft | Refusal> {
  const own = commit.files
    .map(({ path }) => path)
    .filter((path) => index.file(path)?.kind === 'test' && index.testCases(path).length > 0);
  if (own.length === 0) return { reason: 'no-tests', detail: 'its tests are there no longer' };
  const undone = await undoCommit(index, commit, signal);
  if (undone.kind === 'refused') return { reason: 'ambiguous', detail: `it cannot be undone: ${undone.detail}` };
  const fault = faultOf(index, undone);
  if (fault !== undefined) return fault;
  const paths = undone.files.map(({ path }) => path);
  const language = index.file(paths[0]!)?.language;
  if (language === undefined) return { reason: 'ambiguous', detail: `${paths[0]} has no grammar` };
  const names = (
    await Promise.all(
      undone.files.map(({ path, now = '', without }) => definedNames({ path, before: without, after: now })),
    )
  ).flat();
  const added = names.filter(({ changed }) => !changed);
  if (added.length === 0) return { reason: 'ambiguous', detail: 'it adds no name, so nothing says what is missing' };
  if (names.length > MOST_NAMES) return { reason: 'too-large', detail: `it defines ${names.length} names` };
  const tests = await testsOf(index, outcomes, own, undone, added);
  if ('reason' in tests) return tests;
  const files = tests.failToPass.map(({ file }) => file);
  const changed = undone.files.flatMap(({ path, without }) => (without === undefined ? [] : [path]));
  const leaks = new LeakIndex([]);
  return {
    ...{ category, kind, language, subject: subjectOf(commit), cluster: `commit ${commit.hash.slice(0, 12)}` },
    title: `Write what “${commit.subject}” brought`,
    description: `What the commit “${commit.subject}” wrote into ${paths.join(', ')} is missing.`,
    prompt: [
      `Write it again, so that the tests in ${files.join(', ')} pass. Change ${undone.files.map(({ path, change }) => (change === 'added' ? `${path} (new)` : path)).join(', ')} and no other file; the tests are as they have to be.`,
      ['It defines these names, which others rely on:', ...names.map(definedText)].join('\n'),
    ].join('\n\n'),
    approach: 'Read the tests that name what is missing, and the code that it belongs to, then write it.',
    truthText: `Commit ${commit.hash}, “${commit.subject}”.`,
    criteria: ['The names are defined.', 'The tests that name them pass.', 'Other tests still pass.'],
    groundTruth: {
      files: [...paths, ...files],
      symbols: added.flatMap(({ path, name, container }) => symbolOf(index, path, name, container)),
      edges: [],
    },
    base: undone.base,
    verification: {
      kind: 'change',
      allowed: paths.map(literalGlob),
      typeCheck: checksTypes(tools, language),
      ...tests,
      expectations: names.map(expectationOf),
      reference: undone.reference,
      hidden: files.map((path) => ({ path, content: index.text(path) })),
    },
    needed: [...changed, ...files],
    related: paths.flatMap((path) =>
      index.importsOf(path).flatMap(({ resolution }) => (resolution.kind === 'file' ? [resolution.path] : [])),
    ),
    secrets: undone.files.flatMap(({ now = '', without = '' }) =>
      writtenStretches(without, now).filter((each) => !leaks.leakIn(each, without)),
    ),
    stubs: [{ kind: 'unchanged', files: [], answers: {} }],
  };
}

function faultOf(index: RepositoryIndex, { files }: UndoneCommit): Refusal | undefined {
  const deleted = files.find(({ change }) => change === 'deleted');
  if (deleted !== undefined) return { reason: 'ambiguous', detail: `it deletes ${deleted.path}` };
  const foreign = files.find(({ path }) => index.file(path)?.language === undefined);
  if (foreign !== undefined) return { reason: 'ambiguous', detail: `${foreign.path} has no grammar` };
  const lines = files.reduce((sum, { now = '', without, edits }) => {
    const own = edits.reduce(
      (all, edit) => all + Math.max(edit.now.end - edit.now.start, edit.without.end - edit.without.start),
      0,
    );
    return sum + (without === undefined ? now.split('\n').length : own);
  }, 0);
  if (lines < FEWEST_LINES) return { reason: 'too-small', detail: `${lines} lines` };
  return files.length > MOST_FILES || lines > MOST_LINES
    ? { reason: 'too-large', detail: `${files.length} files and ${lines} lines` }
    : undefined;
}

/** Where nothing may be run: test cases that refer to a name that is missing. */
async function testsOf(
  index: RepositoryIndex,
  outcomes: TestOutcomes,
  own: readonly string[],
  { base, files }: UndoneCommit,
  added: readonly DefinedName[],
): Promise<BrokenTests | Refusal> {
  if (outcomes.measured) {
    const reaching = files.flatMap(({ path }) => testFilesOf(index, path));
    return outcomes.broken([...new Set([...own, ...reaching])].slice(0, MOST_TEST_FILES), base);
  }
  const found = new Map<string, Set<string>>();
  for (const { path, name, container } of added) {
    const symbols = index
      .symbols(path)
      .filter((each) => each.name === name && each.container.join() === container.join());
    for (const selection of symbols.flatMap((symbol) => testsNaming(index, symbol))) {
      const known = found.get(selection.file) ?? new Set();
      for (const each of selection.names) known.add(each);
      found.set(selection.file, known);
    }
  }
  const failToPass: readonly TestSelection[] = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, each]) => ({ file, names: [...each].sort() }));
  if (failToPass.length === 0) return { reason: 'no-tests', detail: 'no test case refers to what it adds' };
  return { failToPass, passToPass: [] };
}

function symbolOf(index: RepositoryIndex, path: string, name: string, container: readonly string[]): readonly string[] {
  return index
    .symbols(path)
    .filter((each) => each.name === name && each.container.join() === container.join())
    .map(({ id }) => id);
}
