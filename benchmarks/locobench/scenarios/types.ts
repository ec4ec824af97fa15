/**
 * Scenarios made from a repository, in the published form of LoCoBench with a part of our own (`whetstone`) that carries facts to grade
 * by. Types only; `scenarioForm.ts` parses.
 *
 * A set is a folder: `set.json` (ScenarioSet), `scenarios/<id>.json` (VerifiedScenario), `rejects.jsonl` (Reject a line) and
 * `snapshot/` (the repository's text files by SHA-256, so that a set means the same tomorrow, without Git, and on another machine).
 */
import type { CodeLanguage } from '../../../runtime/repository';
import type { Difficulty, TaskCategory } from '../reference/scenario';

export type { Difficulty, TaskCategory };

export interface ScenarioSet {
  readonly form: 'whetstone-locobench-1';
  readonly name: string;
  readonly created: number;
  readonly seed: number;
  /** Where the repository was, for modules and toolchains; may be gone on another machine. */
  readonly repository: {
    readonly root: string;
    readonly name: string;
    readonly commit: string | undefined;
    readonly dirty: number;
  };
  /** Path -> file in the snapshot, of every text file that a checkout needs. */
  readonly files: Readonly<Record<string, SnapshotFile>>;
  /** How the repository is checked; undefined: no such tool was found, and what needs it is not measured. */
  readonly tools: RepositoryTools;
  /** Scenarios that others published: they carry no facts and are scored in the reference's way only. */
  readonly imported?: true | undefined;
  /** What the reader of a set should know, e.g. lengths that the repository is too small for. */
  readonly notices?: readonly string[] | undefined;
  /** Files of the repository that are not in the snapshot, with the reason. */
  readonly leftOut?: readonly LeftOutFile[] | undefined;
  /** How tokens were counted: a tokenizer's name, or `characters/4` as an estimate. */
  readonly tokenizer: string;
  readonly scenarios: readonly ScenarioEntry[];
  readonly rejects: readonly {
    readonly category: TaskCategory;
    readonly reason: RejectReason;
    readonly count: number;
  }[];
}

export interface LeftOutFile {
  readonly path: string;
  readonly reason: 'secret' | 'too-large' | 'not-text' | 'unreadable';
  readonly detail: string;
}

export interface SnapshotFile {
  /** SHA-256, hexadecimal: its name below `snapshot/`. */
  readonly hash: string;
  readonly bytes: number;
  readonly executable?: true | undefined;
}

export interface ScenarioEntry {
  readonly id: string;
  readonly category: TaskCategory;
  readonly difficulty: Difficulty;
  readonly language: string;
  readonly tokens: number;
  readonly cluster: string;
  readonly title: string;
  /** SHA-256 of its file and of the snapshot's files in its context. */
  readonly hash: string;
}

export interface RepositoryTools {
  /** e.g. `['npx', 'tsc', '--noEmit', '-p', '.']`. */
  readonly typeCheck: ToolCommand | undefined;
  readonly test: ToolCommand | undefined;
  readonly lint: ToolCommand | undefined;
}

export interface ToolCommand {
  /** For people, e.g. `mocha`. */
  readonly title: string;
  /** Below the repository's root, `.` for the root. */
  readonly folder: string;
  /** Of `runtime/tools/execution/runners` for tests; words of the command otherwise. */
  readonly words: readonly string[];
}

/** A scenario as it lies in its file: fields of the published form at the top, ours below `whetstone`. */
export interface VerifiedScenario {
  readonly id: string;
  readonly task_category: TaskCategory;
  readonly difficulty: Difficulty;
  readonly title: string;
  readonly description: string;
  /** Sessions: `session_1`, … */
  readonly task_prompt: string | Readonly<Record<string, string>>;
  readonly expected_approach: string;
  readonly ground_truth: string;
  readonly context_files: readonly string[];
  /** Characters, as published. */
  readonly context_length: number;
  readonly evaluation_criteria: readonly string[];
  readonly metadata: {
    readonly context_length: number;
    readonly files_count: number;
    readonly information_coverage: number;
    readonly coverage_range: readonly [number, number];
    readonly generation_timestamp: string;
  };
  readonly whetstone: ScenarioFacts;
}

export interface ScenarioFacts {
  readonly version: 1;
  /** What kind of task within its category, e.g. `rename-symbol`, `who-depends-on`, `reverted-fix`. */
  readonly kind: string;
  readonly language: CodeLanguage;
  readonly seed: number;
  readonly cluster: string;
  readonly context: ScenarioContext;
  /** What has to be known to solve it. */
  readonly groundTruth: GroundTruth;
  /** The state that the model sees, as changes of the snapshot: code removed, a fault put in. */
  readonly base: readonly FileChange[];
  readonly verification: Verification;
  /** How it was shown that it can discriminate. */
  readonly admission: Admission;
}

export interface ScenarioContext {
  readonly files: readonly ContextFile[];
  readonly tokens: number;
  /** The length that was asked for. */
  readonly targetTokens: number;
}

/** Order of the list is the order in the prompt. */
export interface ContextFile {
  readonly path: string;
  readonly tokens: number;
  readonly role: 'target' | 'related' | 'distractor';
  /** Edges of the import graph from the nearest target; undefined: not connected. */
  readonly distance: number | undefined;
}

export interface GroundTruth {
  /** Files that matter, most important first. */
  readonly files: readonly string[];
  /** Ids of symbols. */
  readonly symbols: readonly string[];
  /** Import edges or calls that a solution follows, from -> to. */
  readonly edges: readonly (readonly [string, string])[];
}

/** null: the file is deleted. */
export interface FileChange {
  readonly path: string;
  readonly content: string | null;
}

export type Verification =
  | { readonly kind: 'answers'; readonly questions: readonly Question[] }
  | ({ readonly kind: 'change' } & ChangeCheck)
  /** A change and questions on it, e.g. where the fault is; weights of the two parts add to 1. */
  | {
      readonly kind: 'change-and-answers';
      readonly change: ChangeCheck;
      readonly questions: readonly Question[];
      readonly answersWeight: number;
    }
  | {
      readonly kind: 'tests';
      /** Where the written test has to lie. */
      readonly testFile: string;
      readonly target: string;
      /** Faults of the code, each of which a good test notices. */
      readonly mutants: readonly Mutant[];
      readonly reference: readonly FileChange[];
    }
  | { readonly kind: 'sessions'; readonly sessions: readonly Session[] };

/** What must be true after a change. */
export interface ChangeCheck {
  /** Globs of files that may be changed; any other change makes the score 0. */
  readonly allowed: readonly string[];
  readonly typeCheck: boolean;
  /** Tests that fail in the base state and pass in the reference solution: `file` with the names of tests; all of them when empty. */
  readonly failToPass: readonly TestSelection[];
  /** Tests that pass in both. */
  readonly passToPass: readonly TestSelection[];
  readonly expectations: readonly Expectation[];
  readonly reference: readonly FileChange[];
  /** Tests as they have to be, put back before the check, so that nobody passes by changing them. */
  readonly hidden: readonly FileChange[];
}

export interface TestSelection {
  readonly file: string;
  readonly names: readonly string[];
}

/** Facts of syntax and references that are checked without running anything. */
export type Expectation =
  | { readonly kind: 'defined'; readonly path: string; readonly name: string; readonly container?: readonly string[] }
  | { readonly kind: 'not-defined'; readonly path: string; readonly name: string }
  /** No identifier of that name stands in the files. */
  | { readonly kind: 'no-reference'; readonly name: string; readonly paths: readonly string[] }
  | { readonly kind: 'references'; readonly name: string; readonly path: string; readonly atLeast: number }
  | { readonly kind: 'imports'; readonly from: string; readonly to: string }
  | { readonly kind: 'does-not-import'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'parameters';
      readonly path: string;
      readonly name: string;
      readonly parameters: readonly string[];
    }
  | { readonly kind: 'text'; readonly path: string; readonly contains: string }
  | { readonly kind: 'no-text'; readonly path: string; readonly contains: string }
  | { readonly kind: 'no-finding'; readonly path: string; readonly cwe: string };

/** Answered in one JSON object, `{ "<id>": answer }`. */
export interface Question {
  readonly id: string;
  readonly text: string;
  /** Of the scenario's questions together 1. */
  readonly weight: number;
  readonly answer:
    | { readonly form: 'choice'; readonly options: readonly string[]; readonly expected: string }
    | { readonly form: 'text'; readonly expected: string; readonly accepted?: readonly string[] | undefined }
    | { readonly form: 'number'; readonly expected: number; readonly tolerance?: number | undefined }
    | { readonly form: 'boolean'; readonly expected: boolean }
    /** F1 of the sets. */
    | { readonly form: 'set'; readonly expected: readonly string[]; readonly of: 'paths' | 'names' | 'lines' }
    /** Half for the set, half for the order (Kendall's tau over what is shared). */
    | { readonly form: 'sequence'; readonly expected: readonly string[] }
    /** Full for a line in the range, half for the right file. */
    | { readonly form: 'place'; readonly path: string; readonly lines: readonly [number, number] };
}

export interface Mutant {
  readonly id: string;
  readonly operator: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly change: FileChange;
}

export interface Session {
  readonly title: string;
  /** Commit that it re-creates, where it is one. */
  readonly commit: string | undefined;
  readonly prompt: string;
  readonly base: readonly FileChange[];
  readonly check: ChangeCheck;
  /** Asked in a later session, on what was decided in an earlier one. */
  readonly recall: readonly Question[];
}

/** Every admitted scenario passes with its reference, and fails with each of these. */
export interface Admission {
  /** 'facts': shown by computing; 'executed': tests and compilers ran; 'static': only what needs no tool could be shown. */
  readonly how: 'facts' | 'executed' | 'static';
  readonly reference: number;
  readonly stubs: readonly { readonly kind: string; readonly value: number }[];
  /** Never in a scenario's file, which is the same at every run. */
  readonly milliseconds?: number | undefined;
}

export type RejectReason =
  | 'does-not-discriminate'
  | 'reference-fails'
  | 'answer-in-context'
  | 'near-duplicate'
  | 'not-enough-context'
  | 'generated-or-vendored'
  | 'too-small'
  | 'too-large'
  | 'no-tests'
  | 'tool-missing'
  | 'ambiguous'
  | 'secret'
  | 'broken-syntax'
  | 'timed-out';

export interface Reject {
  readonly category: TaskCategory;
  readonly kind: string;
  readonly subject: string;
  readonly reason: RejectReason;
  readonly detail: string;
}
