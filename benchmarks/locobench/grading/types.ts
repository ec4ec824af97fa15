/** What grading is asked and answers. Types only. */
import type { Milestone } from '../../core/runs/types';
import type { FileChange, ScenarioSet, VerifiedScenario } from '../scenarios/types';

/** An answer as it was read from a model's text, or as it is handed in. */
export interface ReadAnswer {
  /** Changes of the base state; whole files, diffs and search/replace blocks are applied already. */
  readonly files: readonly FileChange[];
  /** Answers to questions by id. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** What could not be read or applied, for people; not empty makes `applies` fail where a change was asked for. */
  readonly problems: readonly AnswerProblem[];
  /** In which forms it was written. */
  readonly forms: readonly ('whole-file' | 'diff' | 'search-replace' | 'json')[];
  /** Of several sessions: one answer each, in order; `files` are then what all of them make of the base of the first. */
  readonly sessions?: readonly ReadAnswer[] | undefined;
}

export interface AnswerProblem {
  readonly kind: 'empty' | 'no-answer' | 'does-not-apply' | 'path-outside' | 'too-large' | 'ambiguous' | 'broken-json';
  readonly path: string | undefined;
  readonly message: string;
}

export interface GradingRequest {
  readonly set: ScenarioSet;
  /** Folder of the set. */
  readonly folder: string;
  readonly scenario: VerifiedScenario;
  readonly answer: ReadAnswer;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Names of the 17 metrics with their dimensions stand in `verified/metrics.ts`. undefined: not measured. */
export interface Grade {
  /** 0 to 1, over the measured milestones. */
  readonly value: number;
  readonly complete: boolean;
  /** false: what decides was not measured (no sandbox, no test runner), so `value` says nothing of the model. */
  readonly measured: boolean;
  readonly milestones: readonly Milestone[];
  /** Verified score, 0 to 5, with its four dimensions. */
  readonly verified: {
    readonly score: number;
    readonly dimensions: Readonly<Record<'SE' | 'FC' | 'CQ' | 'LCU', number | undefined>>;
    readonly metrics: Readonly<Record<string, number | undefined>>;
  };
  /** What was not measured, and why. */
  readonly notMeasured: readonly string[];
  readonly diff: string;
  readonly logs: readonly { readonly step: string; readonly text: string }[];
}

/** Checkouts are made once and reused; `close` removes them. */
export interface Grader {
  grade(request: GradingRequest): Promise<Grade>;
  close(): Promise<void>;
}
