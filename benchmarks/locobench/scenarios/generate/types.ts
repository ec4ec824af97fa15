import type { RepositoryIndex } from '../../../../runtime/repository';
import type { AdmissionGrader } from '../admission/admit';
import type { DistractorChoice } from '../context/buildContext';
import type { TokenCounter } from '../context/tokenCounter';
import type { ScenarioMaker, TestObserver } from '../maker';
import type { Reject, ScenarioSet, TaskCategory, VerifiedScenario } from '../types';

export interface GenerateRequest {
  readonly index: RepositoryIndex;
  readonly makers: readonly ScenarioMaker[];
  readonly categories: readonly TaskCategory[];
  /** Scenarios of all categories together. */
  readonly count: number;
  readonly seed: number;
  readonly folder: string;
  /** Tokens; scenarios of a category take them in turn. */
  readonly lengths: readonly number[];
  /** As published ids name them, e.g. `typescript`; empty: all. */
  readonly languages: readonly string[];
  readonly distractors: DistractorChoice;
  readonly counter: TokenCounter;
  /** Runs what a scenario needs; undefined: nothing is run. */
  readonly grader: GraderSource | undefined;
  /** Says a task in other words; facts stay. */
  readonly phrase: Phraser | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: GenerateProgress) => void;
}

/** Given the set as far as it is known: a grader needs files and tools. */
export type GraderSource = (
  set: ScenarioSet,
  folder: string,
) => { readonly grade: AdmissionGrader; readonly observe?: TestObserver | undefined; close(): Promise<void> };

/** @returns the same task in other words; undefined: none that keeps the facts */
export type Phraser = (scenario: VerifiedScenario, signal: AbortSignal) => Promise<string | undefined>;

export interface GenerateProgress {
  readonly stage: 'read' | 'make' | 'write';
  readonly done: number;
  readonly total: number;
  readonly rejected: number;
}

export interface GenerateOutcome {
  readonly set: ScenarioSet;
  readonly rejects: readonly Reject[];
  /** What is missing of what was asked for, for people. */
  readonly notices: readonly string[];
}
