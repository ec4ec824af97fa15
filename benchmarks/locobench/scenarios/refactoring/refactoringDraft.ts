/** What all refactorings share: the reference's files, facts that hold in it and in no stub, tests that stay. */
import type { CodeLanguage } from '../../../../runtime/repository';
import { checkExpectations } from '../../grading/checks/expectationsCheck';
import { RepositoryState } from '../../grading/state/repositoryState';
import { checksTypes } from '../changes/checksTypes';
import type { Refusal } from '../changes/testOutcomes';
import type { Draft, MakerInput } from '../maker';
import type { Expectation, FileChange } from '../types';
import type { KeptTests } from './keptTests';

/** More files than a person would change by hand. */
const MOST_FILES = 16;

export interface Refactoring {
  readonly kind: 'rename-symbol' | 'move-symbol' | 'change-signature';
  readonly language: CodeLanguage;
  readonly subject: string;
  /** Where it is defined. */
  readonly path: string;
  readonly symbols: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly prompt: string;
  readonly approach: string;
  readonly criteria: readonly string[];
  /** Every file that changes, tests too. */
  readonly reference: readonly FileChange[];
  /** What should hold afterwards; what does not hold in the reference is left out. */
  readonly expectations: readonly Expectation[];
  /** Files that belong to the definition's side of the change; the others are those that use it. */
  readonly own: readonly string[];
}

export async function refactoringDraft(
  input: MakerInput,
  tests: KeptTests,
  refactoring: Refactoring,
): Promise<Draft | Refusal> {
  const { index, tools } = input;
  const { reference, path, language, own } = refactoring;
  const isTest = (file: string) => index.file(file)?.kind === 'test';
  const written = reference.filter((each) => !isTest(each.path));
  if (written.filter((each) => index.file(each.path) !== undefined).length < 2) {
    return { reason: 'too-small', detail: 'no other file but tests would change' };
  }
  if (reference.length > MOST_FILES) return { reason: 'too-large', detail: `${reference.length} files would change` };
  const other = reference.find((each) => ['generated', 'vendored'].includes(index.file(each.path)?.kind ?? ''));
  if (other !== undefined) return { reason: 'generated-or-vendored', detail: other.path };

  // Tests come as they have to be, whatever an answer makes of them.
  const changedTests = reference.filter((each) => isTest(each.path));
  const users = written.filter((each) => !own.includes(each.path));
  const definition = written.filter((each) => own.includes(each.path));
  const stubs = [
    { kind: 'definition-only', files: definition },
    { kind: 'users-only', files: users },
    ...(users.length > 1 ? [{ kind: 'one-file-left-out', files: [...definition, ...users.slice(0, -1)] }] : []),
  ];
  const facts = await factsOf(input, refactoring, changedTests);
  const state = stateOf(input, refactoring);
  for (const stub of [...stubs, { kind: 'unchanged', files: [] }]) {
    const checked = await checkExpectations(state.with(stub.files).with(changedTests), facts);
    if (checked.every(({ met }) => met === true)) {
      return { reason: 'does-not-discriminate', detail: `no fact of syntax tells '${stub.kind}' from the reference` };
    }
  }
  const passToPass = await tests.with(reference);
  if ('reason' in passToPass) return passToPass;
  const kept = passToPass
    .map(({ file }) => file)
    .filter((file) => !changedTests.some((each) => each.path === file))
    .map((file) => ({ path: file, content: index.text(file) }));
  const files = reference.map((each) => each.path);
  const existing = files.filter((each) => index.file(each) !== undefined);
  const { kind, subject, symbols, title, description, prompt, approach, criteria } = refactoring;
  return {
    ...{ category: 'cross_file_refactoring', kind, language, subject, title, description, prompt, approach, criteria },
    cluster: path,
    truthText: `Files that change: ${files.join(', ')}`,
    groundTruth: {
      files: existing,
      symbols,
      edges: users.map((each) => [each.path, path] as const),
    },
    base: [],
    verification: {
      kind: 'change',
      allowed: files.map(literalGlob),
      typeCheck: checksTypes(tools, language),
      failToPass: [],
      passToPass,
      expectations: facts,
      reference,
      hidden: [...changedTests, ...kept],
    },
    needed: existing,
    related: index.graph().dependenciesOf(path).slice(0, 8),
    secrets: [],
    stubs: stubs.map((stub) => ({ ...stub, answers: {} })),
  };
}

/** Those that hold in the reference. */
async function factsOf(
  input: MakerInput,
  refactoring: Refactoring,
  tests: readonly FileChange[],
): Promise<readonly Expectation[]> {
  const state = stateOf(input, refactoring).with(refactoring.reference).with(tests);
  const checked = await checkExpectations(state, refactoring.expectations);
  return checked.filter(({ met }) => met === true).map(({ expectation }) => expectation);
}

/** The files that change, as they are. */
function stateOf({ index }: MakerInput, { reference }: Refactoring): RepositoryState {
  const empty = RepositoryState.ofSnapshot({ folder: '.', set: { files: {} } });
  return empty.with(
    reference.flatMap(({ path }) => (index.file(path) === undefined ? [] : { path, content: index.text(path) })),
  );
}

/** Signs that mean something in globs mean themselves. */
function literalGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&');
}
