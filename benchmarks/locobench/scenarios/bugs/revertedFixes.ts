/** The source part of a commit undone, where tests of today then fail. */
import { diffWordsWithSpace } from 'diff';
import { type Commit, type RepositoryIndex } from '../../../../runtime/repository';
import { syntaxFacts } from '../../grading/checks/syntaxFacts';
import { checksTypes } from '../changes/checksTypes';
import { sourceGlobs } from '../changes/sourceGlobs';
import { testFilesOf } from '../changes/testFilesOf';
import { hasPlainTitle, TestOutcomes, type BrokenTests, type Refusal } from '../changes/testOutcomes';
import { LeakIndex } from '../checks/leakIndex';
import { undoCommit, type UndoneCommit, type UndoneFile } from '../history/undoCommit';
import type { Draft, MakerInput } from '../maker';
import type { TestSelection } from '../types';
import { bugDraft } from './bugDraft';
import { functionAt, offsetOf, stretchAround } from './faultPlace';
import { RememberedRuns } from './symptoms';

const category = 'bug_investigation';
const kind = 'reverted-fix';
/** More is no correction but a piece of work. */
const MOST_FILES = 4;
const MOST_LINES = 80;
const MOST_TEST_FILES = 6;
/** Commits in a row whose tests are run for nothing. */
const MOST_IN_VAIN = 40;
const ANSWERS_WEIGHT = 0.2;
const MOST_SECRETS = 20;

const saysFix = /\b(?:fix(?:e[sd]|ing)?|bugs?|regressions?|crash(?:es|ed)?|wrong|incorrect(?:ly)?|broken)\b/i;

export async function* revertedFixes(input: MakerInput): AsyncGenerator<Draft, undefined> {
  const { index, reject, signal } = input;
  const runs = new RememberedRuns(input.observe);
  const outcomes = new TestOutcomes({ ...input, observe: runs.observe });
  const commits = index.commits().filter(({ testsAndSources, parents }) => testsAndSources && parents.length === 1);
  let inVain = 0;
  // Those that call themselves corrections first, newer ones before older ones.
  for (const commit of [...commits.filter(isFix), ...commits.filter((each) => !isFix(each))]) {
    signal.throwIfAborted();
    const refuse = ({ reason, detail }: Refusal) =>
      reject({ category, kind, subject: `${shortOf(commit)} ${commit.subject}`.slice(0, 120), reason, detail });
    const undone = await undoneFix(index, commit, signal);
    if ('reason' in undone) {
      refuse(undone);
      continue;
    }
    const files = testFilesFor(index, commit, undone);
    const tests = outcomes.measured
      ? await outcomes.broken(files, undone.base)
      : await testsWrittenFor(index, commit, undone, signal);
    if ('reason' in tests) {
      refuse(tests);
      inVain += outcomes.measured ? 1 : 0;
      if (inVain >= MOST_IN_VAIN) return undefined;
      continue;
    }
    inVain = 0;
    const failures = outcomes.measured ? runs.failuresWith(undone.base) : undefined;
    yield draftOf(input, commit, undone, { tests, files, failures });
  }
  return undefined;
}

function isFix({ subject }: Commit): boolean {
  return saysFix.test(subject);
}

/** A commit's source part undone, where that leaves a fault in what is there, and not something that is missing. */
async function undoneFix(index: RepositoryIndex, commit: Commit, signal: AbortSignal): Promise<UndoneCommit | Refusal> {
  const fault = listedFault(index, commit);
  if (fault !== undefined) return fault;
  const undone = await undoCommit(index, commit, signal);
  if (undone.kind === 'refused') return { reason: 'ambiguous', detail: `it cannot be undone: ${undone.detail}` };
  const other = undone.files.find(({ change }) => change !== 'modified');
  if (other !== undefined) return { reason: 'ambiguous', detail: `no correction: ${other.path} was ${other.change}` };
  if (undone.files.some(({ path }) => index.file(path)?.language === undefined)) {
    return { reason: 'ambiguous', detail: 'it changes files without a grammar' };
  }
  const lines = undone.files.flatMap(({ edits }) => edits).reduce((sum, edit) => sum + sizeOf(edit), 0);
  if (undone.files.length > MOST_FILES || lines > MOST_LINES) return tooLarge(undone.files.length, lines);
  const missing = await missingName(index, commit, undone);
  if (missing !== undefined) {
    return { reason: 'ambiguous', detail: `no correction: without it there is no ${missing}, which its tests name` };
  }
  return undone;
}

/** What the list of changed files tells already, without reading them. */
function listedFault(index: RepositoryIndex, commit: Commit): Refusal | undefined {
  if (testsOf(index, commit).length === 0) return { reason: 'no-tests', detail: 'its tests are there no longer' };
  const sources = commit.files.filter(({ path }) => index.file(path)?.kind === 'source');
  const other = sources.find(({ change }) => change !== 'modified');
  if (other !== undefined) return { reason: 'ambiguous', detail: `no correction: ${other.path} was ${other.change}` };
  const lines = sources.reduce((sum, { addedLines, deletedLines }) => sum + Math.max(addedLines, deletedLines), 0);
  return sources.length > MOST_FILES || lines > 2 * MOST_LINES ? tooLarge(sources.length, lines) : undefined;
}

function tooLarge(files: number, lines: number): Refusal {
  return { reason: 'too-large', detail: `${files} files and ${lines} lines are no single correction` };
}

function sizeOf({ now, without }: UndoneFile['edits'][number]): number {
  return Math.max(now.end - now.start, without.end - without.start);
}

/** What a commit defines for the first time is no fault where it is missing, if tests ask for it by name. */
async function missingName(
  index: RepositoryIndex,
  commit: Commit,
  { files }: UndoneCommit,
): Promise<string | undefined> {
  const tests = testsOf(index, commit).map((path) => index.text(path));
  for (const { path, without } of files) {
    const before = new Set((await syntaxFacts(path, without ?? ''))?.definitions.map(({ name }) => name));
    const added = index.symbols(path).filter(({ name, kind, exported }) => {
      return !before.has(name) && (exported || /^(function|method|class|constructor)$/.test(kind));
    });
    const asked = added.find(({ name }) => tests.some((text) => new RegExp(`\\b${escaped(name)}\\b`, 'u').test(text)));
    if (asked !== undefined) return asked.name;
  }
  return undefined;
}

function testsOf(index: RepositoryIndex, { files }: Commit): readonly string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => index.file(path)?.kind === 'test' && index.testCases(path).length > 0);
}

/** Tests that the commit changed, then those that reach its sources. */
function testFilesFor(index: RepositoryIndex, commit: Commit, { files }: UndoneCommit): readonly string[] {
  const reaching = files.flatMap(({ path }) => testFilesOf(index, path));
  return [...new Set([...testsOf(index, commit), ...reaching])].slice(0, MOST_TEST_FILES);
}

/** Where nothing may be run: test cases that the commit wrote or changed, that are still as it left them, and that reach its sources. */
async function testsWrittenFor(
  index: RepositoryIndex,
  commit: Commit,
  { files }: UndoneCommit,
  signal: AbortSignal,
): Promise<BrokenTests | Refusal> {
  const failToPass: TestSelection[] = [];
  const reaching = new Set(files.flatMap(({ path }) => testFilesOf(index, path)));
  for (const path of testsOf(index, commit).filter((each) => reaching.has(each))) {
    const [before, after] = await index.filesAt(
      [`${commit.hash}^`, commit.hash].map((each) => ({ commit: each, path })),
      signal,
    );
    const lines = index.text(path).split('\n');
    const [old, left] = [before?.toString('utf8') ?? '', after?.toString('utf8') ?? ''];
    const names = index
      .testCases(path)
      .filter(hasPlainTitle)
      .filter(({ range }) => {
        const text = lines.slice(range.start.line, range.end.line + 1).join('\n');
        return left.includes(text) && !old.includes(text);
      })
      .map(({ title }) => title.join(' '));
    if (names.length > 0) failToPass.push({ file: path, names: [...new Set(names)].sort() });
  }
  if (failToPass.length === 0)
    return { reason: 'no-tests', detail: 'no test that it wrote for its sources is still the same' };
  return { failToPass, passToPass: [] };
}

function draftOf(
  { index, tools }: MakerInput,
  commit: Commit,
  { files, base, reference }: UndoneCommit,
  found: Pick<Parameters<typeof bugDraft>[1], 'tests' | 'failures'> & { readonly files: readonly string[] },
): Draft {
  const paths = files.map(({ path }) => path);
  const language = index.file(paths[0]!)!.language!;
  const symbols = files.flatMap(({ path, edits }) =>
    edits.flatMap(({ now }) => functionAt(index, path, { line: now.start, column: 0 })?.id ?? []),
  );
  return bugDraft(index, {
    kind,
    subject: `${kind} ${shortOf(commit)}`,
    cluster: `commit ${shortOf(commit)}`,
    language,
    faulty: paths,
    base,
    reference,
    tests: found.tests,
    nearTests: found.files,
    failures: found.failures,
    cause:
      paths.length === 1 ? 'The cause lies in one source file.' : `The cause lies in ${paths.length} source files.`,
    truthText: `Corrected by commit ${shortOf(commit)}, “${commit.subject}”, in ${paths.join(', ')}.`,
    symbols: [...new Set(symbols)],
    questions: [
      {
        id: 'files',
        text: 'Which source files have to be corrected?',
        weight: 1,
        answer: { form: 'set', of: 'paths', expected: paths },
      },
    ],
    answersWeight: ANSWERS_WEIGHT,
    wrongAnswers: { files: found.files.slice(0, 1) },
    rightAnswers: { files: paths },
    expectations: [],
    allowed: sourceGlobs(index),
    typeCheck: checksTypes(tools, language),
    secrets: files.flatMap(secretsOf),
  });
}

/** What the commit wrote, word by word, with what stands around it; not what the file has without it, too. */
function secretsOf({ now, without, edits }: UndoneFile): readonly string[] {
  const [text, old] = [now ?? '', without ?? ''];
  const leaks = new LeakIndex([]);
  const secrets = edits.flatMap((edit) => {
    const start = offsetOf(text, { line: edit.now.start, column: 0 });
    const written = text.slice(start, offsetOf(text, { line: edit.now.end, column: 0 }));
    const from = offsetOf(old, { line: edit.without.start, column: 0 });
    const stood = old.slice(from, offsetOf(old, { line: edit.without.end, column: 0 }));
    return changedSpans(stood, written).map(([head, tail]) => stretchAround(text, start + head, start + tail));
  });
  return [...new Set(secrets)].filter((secret) => !leaks.leakIn(secret, old)).slice(0, MOST_SECRETS);
}

/** Offsets in the new text of what is not in the old one; empty where words went. */
function changedSpans(stood: string, written: string): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  let at = 0;
  for (const { value, added, removed } of diffWordsWithSpace(stood, written)) {
    const end = removed ? at : at + value.length;
    const last = spans.at(-1);
    if ((added || removed) && last?.[1] === at) last[1] = end;
    else if (added || removed) spans.push([at, end]);
    at = end;
  }
  return spans;
}

function shortOf({ hash }: Commit): string {
  return hash.slice(0, 12);
}

function escaped(text: string): string {
  return text.replace(/[\\^$*+?.()[\]{}|]/g, '\\$&');
}
