/** What every maker of scenarios is given and gives. The factory adds context, ids, leak checks and admission. */
import type { CodeLanguage, RepositoryIndex } from '../../../runtime/repository';
import type { FileChange, GroundTruth, Reject, RepositoryTools, TaskCategory, Verification } from './types';

export interface MakerInput {
  readonly index: RepositoryIndex;
  readonly tools: RepositoryTools;
  /** Whole numbers from 0 up to and without `below`; the only source of chance. */
  readonly random: (below: number) => number;
  readonly reject: (reject: Reject) => void;
  readonly signal: AbortSignal;
  /** Runs tests, so that a maker knows which ones a change breaks; undefined: nothing may be run, and makers go by names. */
  readonly observe?: TestObserver | undefined;
}

/** @param changes of the repository @param files of tests */
export type TestObserver = (
  changes: readonly FileChange[],
  files: readonly string[],
  signal: AbortSignal,
) => Promise<TestObservation>;

export type TestObservation =
  | {
      readonly kind: 'ran';
      readonly results: readonly ObservedTest[];
      /** Files that were left out, because grading would run them for every answer; told of the repository as it is alone. */
      readonly slow?: readonly string[] | undefined;
    }
  /** The tests did not end in time. */
  | { readonly kind: 'limit' }
  | { readonly kind: 'not-measured' };

export interface ObservedTest {
  readonly file: string;
  /** Outer titles first, blanks between. */
  readonly name: string;
  readonly passed: boolean;
  /** What the runner said of a failure, cut; nothing in it has to be the same at the next run. */
  readonly message?: string | undefined;
}

/** A scenario without its context. */
export interface Draft {
  readonly category: TaskCategory;
  readonly kind: string;
  readonly language: CodeLanguage;
  /** What it is about, unique: drafts of one subject are duplicates. */
  readonly subject: string;
  readonly cluster: string;
  readonly title: string;
  readonly description: string;
  readonly prompt: string | Readonly<Record<string, string>>;
  readonly approach: string;
  readonly truthText: string;
  readonly criteria: readonly string[];
  readonly groundTruth: GroundTruth;
  readonly base: readonly FileChange[];
  readonly verification: Verification;
  /** Files that must be in the prompt, and further ones that help, nearest first; the factory adds distractors. */
  readonly needed: readonly string[];
  readonly related: readonly string[];
  /** Texts that would give the answer away if they stood in the prompt. */
  readonly secrets: readonly string[];
  /** Answers that must fail: at least one that does nothing. */
  readonly stubs: readonly Stub[];
}

export interface Stub {
  readonly kind: string;
  readonly files: readonly FileChange[];
  readonly answers: Readonly<Record<string, unknown>>;
  /** One a session; without them, files and answers are the first session's, and the others have none. */
  readonly sessions?: readonly Pick<Stub, 'files' | 'answers'>[] | undefined;
}

/** Lazily: the factory takes as many as it needs, and asks on when some are rejected. */
export interface ScenarioMaker {
  readonly category: TaskCategory;
  /** Drafts that are made before one is chosen, where each costs runs of tests; default: as many as where none is run. */
  readonly ahead?: number | undefined;
  drafts(input: MakerInput): AsyncIterable<Draft> | Iterable<Draft>;
}
