/** What all tasks about a fault have in common. */
import type { CodeLanguage, RepositoryIndex } from '../../../../runtime/repository';
import type { BrokenTests } from '../changes/testOutcomes';
import type { Draft, ObservedTest } from '../maker';
import type { Expectation, FileChange, GroundTruth, Question } from '../types';
import { symptomsText } from './symptoms';

export interface BugParts {
  readonly kind: string;
  readonly subject: string;
  readonly cluster: string;
  readonly language: CodeLanguage;
  /** Files with the fault, most important first. */
  readonly faulty: readonly string[];
  readonly base: readonly FileChange[];
  readonly reference: readonly FileChange[];
  readonly tests: BrokenTests;
  /** Files of tests, nearest first. */
  readonly nearTests: readonly string[];
  /** undefined: no test was run, and which ones fail is not known. */
  readonly failures: readonly ObservedTest[] | undefined;
  /** e.g. that it is one fault in one place. */
  readonly cause: string;
  readonly truthText: string;
  readonly symbols: readonly string[];
  readonly questions: readonly Question[];
  readonly answersWeight: number;
  /** An answer that names another place. */
  readonly wrongAnswers: Readonly<Record<string, unknown>>;
  readonly rightAnswers: Readonly<Record<string, unknown>>;
  readonly expectations: readonly Expectation[];
  readonly allowed: readonly string[];
  readonly typeCheck: boolean;
  readonly secrets: readonly string[];
}

const RULES =
  'Correct it where it is, do not work around it elsewhere. Change source files only: tests and settings stay as they ' +
  'are, and tests that pass now still have to pass. The questions are about the files as they were given to you, before your correction.';

export function bugDraft(index: RepositoryIndex, parts: BugParts): Draft {
  const { tests, faulty, failures } = parts;
  const testFiles = tests.failToPass.map(({ file }) => file);
  const list = symptomsText(tests.failToPass, failures ?? []);
  const count = tests.failToPass.reduce((sum, { names }) => sum + names.length, 0);
  const symptoms = `${headOf(failures !== undefined, count === 1)}\n\n${list}`;
  const first = parts.nearTests.find((path) => testFiles.includes(path)) ?? testFiles[0];
  const imported = faulty.flatMap((path) =>
    index.importsOf(path).flatMap(({ resolution }) => (resolution.kind === 'file' ? [resolution.path] : [])),
  );
  const truth: GroundTruth = {
    files: [...faulty, ...testFiles],
    symbols: parts.symbols,
    edges: testFiles.flatMap((file) => faulty.map((path) => [file, path] as const)),
  };
  const hidden = [...new Set([...tests.failToPass, ...tests.passToPass].map(({ file }) => file))];
  const unrelated = parts.base.find(({ content }) => content !== null);
  return {
    category: 'bug_investigation',
    kind: parts.kind,
    language: parts.language,
    subject: parts.subject,
    cluster: parts.cluster,
    title: titleOf(parts, count),
    description: 'The sources of this repository have a fault that its tests are about.',
    prompt: `${symptoms}\n\n${parts.cause} ${RULES}`,
    approach: 'Follow the failing tests to the code that they run, and find where it does not do what they expect.',
    truthText: parts.truthText,
    criteria: ['The failing tests pass.', 'No other test breaks.', 'The place of the fault is named.'],
    groundTruth: truth,
    base: parts.base,
    verification: {
      kind: 'change-and-answers',
      change: {
        allowed: parts.allowed,
        typeCheck: parts.typeCheck,
        ...tests,
        expectations: parts.expectations,
        reference: parts.reference,
        hidden: hidden.map((path) => ({ path, content: index.text(path) })),
      },
      questions: parts.questions,
      answersWeight: parts.answersWeight,
    },
    // The test that shows it best has to be seen; further ones help.
    needed: [...faulty, ...(first === undefined ? [] : [first])],
    related: [...new Set([...testFiles, ...imported])].filter((path) => path !== first && !faulty.includes(path)),
    secrets: parts.secrets,
    stubs: [
      { kind: 'nothing', files: [], answers: {} },
      { kind: 'answers-without-change', files: [], answers: parts.rightAnswers },
      { kind: 'wrong-place', files: parts.reference, answers: parts.wrongAnswers },
      ...(unrelated === undefined
        ? []
        : [
            {
              kind: 'unrelated-edit',
              files: [{ path: unrelated.path, content: `${unrelated.content ?? ''}\n` }],
              answers: {},
            },
          ]),
    ],
  };
}

function headOf(seen: boolean, one: boolean): string {
  if (seen) return one ? 'This test fails:' : 'These tests fail:';
  return one
    ? 'Something that this test looks at is wrong. Nobody has run it, so whether it fails is not known:'
    : 'Something that these tests look at is wrong. Nobody has run them, so which of them fail is not known:';
}

function titleOf({ tests, failures }: BugParts, count: number): string {
  const files = tests.failToPass.map(({ file }) => file);
  const [first = '', second = ''] = files;
  const more = files.length === 2 ? ` and ${second}` : files.length > 2 ? ` and ${files.length - 1} other files` : '';
  if (failures === undefined) return `Find the fault that tests in ${first}${more} are about`;
  const which = count === 1 ? 'a test' : `${count} tests`;
  return `Find out why ${which} in ${first}${more} ${count === 1 ? 'fails' : 'fail'}`;
}
