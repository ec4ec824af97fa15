/**
 * Tasks of the workspace UserBench: a vague wish about the open repository, what the user hides about how it is to be done, and how that is
 * checked without a model. Types only; `set/taskForm.ts` parses.
 *
 * A set is a folder outside of the repository: `set.json` (WorkspaceSetFile), `tasks/<id>.json` (WorkspaceTask), `rejects.jsonl`
 * (WorkspaceReject a line) and `snapshot/` (text files of the repository by SHA-256, the form of LoCoBench's sets).
 *
 * Paths are relative to the repository's root, with slashes. Lines count from 1, as people and editors say them.
 */
import type { FileChange, LeftOutFile, SnapshotFile } from '../../locobench/scenarios';

export type { FileChange };

/** The analogue of flight, hotel, …; `aspectLetters` gives the letters that ids of design cards begin with. */
export type AspectKey = 'placement' | 'api' | 'errors' | 'tests' | 'deps' | 'naming' | 'defaults' | 'docs' | 'compat';

export type AspectLetter = 'P' | 'A' | 'E' | 'T' | 'D' | 'N' | 'V' | 'O' | 'K';

/**
 * R: the user wants what the repository settled on, which a search finds. H: hidden, the repository is silent or contested about it.
 * C: the user wants something else than the repository's settled convention.
 */
export type PreferenceKind = 'R' | 'H' | 'C';

/** Whether implicit statements hint (`implicit`), or the user says plainly what is wanted (`explicit`). */
export type StatementLevel = 'implicit' | 'explicit';

export interface WorkspaceTask {
  readonly schemaVersion: 1;
  /** Unique in its set; safe as a file name. */
  readonly id: string;
  /** e.g. `ws22`: a digit an aspect, its number of preferences. */
  readonly set: string;
  readonly seed: number;
  readonly repo: {
    /** HEAD; undefined: no repository of Git. */
    readonly commit?: string | undefined;
    /** SHA-256 over paths and hashes of the snapshot: the state the task was made from, committed or not. */
    readonly dirtyHash: string;
    readonly root: '.';
  };
  /** Name of the template, e.g. `write-helper`. */
  readonly template: string;
  readonly language: 'typescript' | 'javascript' | 'python';
  readonly level: StatementLevel;
  readonly title: string;
  /** What the user says at first; nothing of a preference. */
  readonly openingMessage: string;
  readonly aspects: readonly TaskAspect[];
  /** What has to be so whatever the user prefers: the thing is there, types check, tests pass, it behaves. */
  readonly gate: readonly Predicate[];
  readonly limits: { readonly turns: number; readonly toolTurns: number };
  /** Satisfies every preference and the gate, with the smallest difference. Hidden. */
  readonly reference: ReferenceSolution;
  /** What keeping to the repository's conventions (first admissible value where it has none) makes: a baseline. Hidden. */
  readonly convention: ReferenceSolution;
  readonly admission: TaskAdmission;
}

export interface ReferenceSolution {
  /** SHA-256 of `JSON.stringify(files)`. */
  readonly patchHash: string;
  readonly files: readonly FileChange[];
  /** Added and removed lines. */
  readonly diffLines: number;
  /** Names of packages. */
  readonly newDependencies: readonly string[];
}

export interface TaskAdmission {
  readonly mutantsTested: number;
  /** Mutants that failed their own predicate and no other. */
  readonly mutantsCaught: number;
  /** Different solutions that satisfy every preference and the gate. */
  readonly satisfyingDesigns: number;
  /** Whether commands ran in the sandbox, or static predicates alone decided. */
  readonly executed: boolean;
}

export interface TaskAspect {
  readonly key: AspectKey;
  readonly letter: AspectLetter;
  /** For people, e.g. `where it lives`. */
  readonly title: string;
  readonly preferences: readonly Preference[];
  readonly search: {
    /** Words of which a query names one at least to be about this aspect. */
    readonly mustMention: readonly string[];
    /** Files that a search about the aspect may return: evidence sites and targets. */
    readonly evidencePaths: readonly string[];
  };
  /** Of choice mode; undefined where the task has patch mode only. */
  readonly options?: AspectOptions | undefined;
}

export interface Preference {
  /** `P1`, `P2`, … over aspects in order. */
  readonly id: string;
  readonly kind: PreferenceKind;
  /** What it is about, e.g. `error-style`. */
  readonly topic: string;
  /** For people, e.g. `how failure is told`. */
  readonly topicTitle: string;
  readonly value: string;
  /** Every value that could be wanted, `value` among them. */
  readonly admissible: readonly string[];
  /** The value that the repository settled on or mostly has; undefined: it is silent. */
  readonly convention?: string | undefined;
  /** What is wanted, in plain words. */
  readonly explicit: string;
  /** The same as motives and past experience, without a value's name; three at least. */
  readonly implicit: readonly string[];
  /** For the rule matcher: `aspect` says where the question is about, `topic` what about it, `values` how values are called. */
  readonly terms: PreferenceTerms;
  /** Where the repository shows its convention; empty: nowhere. */
  readonly evidence: readonly EvidenceSite[];
  readonly predicates: readonly Predicate[];
}

/** Lower case; a term may be of several words. */
export interface PreferenceTerms {
  readonly aspect: readonly string[];
  readonly topic: readonly string[];
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export interface EvidenceSite {
  readonly path: string;
  readonly line: number;
  /** The line, cut at 200 characters. */
  readonly text: string;
}

/** 18 cards: 1 best, 2 correct, 10 wrong, 5 noise; fewer wrong ones where there are not as many designs (told by the set). */
export interface AspectOptions {
  readonly best: DesignCard;
  readonly correct: readonly DesignCard[];
  readonly wrong: readonly DesignCard[];
  readonly noise: readonly DesignCard[];
}

/** A design as a mini diff. Only `id`, `title` and `diff` are shown to the model. */
export interface DesignCard {
  /** Aspect letter and number, e.g. `P7`; the number says nothing of the class. */
  readonly id: string;
  /** Neutral: says what the diff touches, not which values it has. */
  readonly title: string;
  /** Unified diff of the files that the aspect is about; other aspects stand the same in every card of the aspect. */
  readonly diff: string;
  /** Ids of the aspect's preferences. */
  readonly satisfied: readonly string[];
  readonly violated: readonly string[];
  /** Topic -> value of the aspect's topics; empty for noise. For baselines. */
  readonly values: Readonly<Record<string, string>>;
  readonly diffLines: number;
  readonly newDependencies: readonly string[];
  /** Why it is of its class, for people afterwards. */
  readonly reason: string;
}

/** The definition that a predicate is about, found by the words of its name: `parseByteSize`, `parse_byte_size`, `ByteSizeParser`. */
export interface Subject {
  /** All of them have to be words of the name, in any order, without case; a word may have forms with `|` between: `parse|parser`. */
  readonly words: readonly string[];
  readonly kind: 'function' | 'class' | 'constant' | 'any';
  /** Only definitions whose text the change touches; default: true. */
  readonly changed?: boolean | undefined;
  /** Only definitions in files that the change adds; default: false. */
  readonly added?: boolean | undefined;
}

export type IdentifierCase = 'camel' | 'pascal' | 'snake' | 'upper-snake' | 'kebab';

/** Arguments of every predicate, a closed set. Globs are picomatch's. */
export interface PredicateArguments {
  /** A path of the changed tree matches (`absent`: none does); `added`: among new files only. */
  readonly pathExists: {
    readonly glob: string;
    readonly added?: boolean | undefined;
    readonly absent?: boolean | undefined;
  };
  /** The file that defines the subject matches one of the globs; `existing`: it was there before (true) or was not (false). */
  readonly pathUnder: {
    readonly subject: Subject;
    readonly globs: readonly string[];
    readonly existing?: boolean | undefined;
  };
  /** Names of new files that match the glob have this case (endings such as `.test.ts` are left out). */
  readonly fileNameCase: { readonly glob: string; readonly case: IdentifierCase };
  /** How the subject leaves its file. `object`: as a member of an exported object or class. */
  readonly exportKind: { readonly subject: Subject; readonly kind: 'named' | 'default' | 'object' };
  readonly signature: {
    readonly subject: Subject;
    /** `options`: everything but the first parameter comes as one object; `single`: all of it does. */
    readonly parameters?: 'positional' | 'options' | 'single' | undefined;
    readonly async?: 'sync' | 'promise' | 'callback' | undefined;
    readonly form?: 'declaration' | 'arrow' | 'expression' | 'method' | undefined;
    /** Of classes: what they extend. Everything else is then about their constructor. */
    readonly extends?: string | undefined;
    /** Names of parameters that it has, in any case of letters. */
    readonly has?: readonly string[] | undefined;
    /** How long the name of the first parameter is: one letter, up to four, or more. */
    readonly names?: 'letter' | 'short' | 'long' | undefined;
    /** Types are written down: in the signature, in its comment or docstring, or nowhere. */
    readonly types?: 'signature' | 'comment' | 'none' | undefined;
  };
  /** What every `return` with a value gives. `object`: a literal with these fields; `tuple`: an array literal; `value`: neither; `result`: says beside the value that it worked. */
  readonly returnShape: {
    readonly subject: Subject;
    readonly shape: 'value' | 'object' | 'tuple' | 'result';
    readonly fields?: readonly string[] | undefined;
  };
  /** A `throw` in the subject makes one of these classes; `own`: a class that this repository defines. */
  readonly throwsClass: {
    readonly subject: Subject;
    readonly classes?: readonly string[] | undefined;
    readonly own?: boolean | undefined;
    /** What failures say, thrown or given: the value in question, a sentence alone, or a code (`E_…`) before it. Without classes: this alone. */
    readonly message?: 'value' | 'plain' | 'code' | undefined;
  };
  /** The subject has no `throw`; `gives`: and has a return of that kind. */
  readonly noThrow: { readonly subject: Subject; readonly gives?: 'nothing' | 'result' | undefined };
  /** Files that match have an import whose specifier matches the expression (`absent`: none has). New and changed files only. */
  readonly importsFrom: { readonly glob: string; readonly specifier: string; readonly absent?: boolean | undefined };
  /** The subject's code, without comments, matches the expression (`absent`: does not). */
  readonly codeUses: { readonly subject: Subject; readonly pattern: string; readonly absent?: boolean | undefined };
  readonly noNewDependency: Readonly<Record<string, never>>;
  readonly dependencyAdded: {
    /** Any of them; empty: any package. */
    readonly names: readonly string[];
    /** `other`: peer or optional. */
    readonly section?: 'runtime' | 'development' | 'other' | undefined;
    readonly range?: 'exact' | 'caret' | 'tilde' | undefined;
  };
  /** The subject's name; `absent`: no definition has such a name. */
  readonly identifierMatches: {
    readonly subject: Subject;
    readonly case?: IdentifierCase | undefined;
    /** Expression over the words of the name in small letters, with `-` between. */
    readonly pattern?: string | undefined;
    readonly absent?: boolean | undefined;
  };
  /** A default that the change brings: its value and where it stands. */
  readonly configDefault: {
    readonly words: readonly string[];
    readonly value?: number | string | boolean | undefined;
    /** Of numbers, both included. */
    readonly min?: number | undefined;
    readonly max?: number | undefined;
    /** Expression over the words of its name in small letters, with `-` between. */
    readonly pattern?: string | undefined;
    /** `constant`: of a module; `parameter`: in a signature (or destructured); `file`: in JSON, YAML, TOML or INI; `environment`: read from it. */
    readonly place?: 'constant' | 'parameter' | 'file' | 'environment' | undefined;
  };
  /** A new or changed test names the subject and lies where the glob says; `named`: its file's name matches the expression. */
  readonly testAt: {
    readonly subject: Subject;
    readonly globs: readonly string[];
    readonly named?: string | undefined;
    /** Beside sources, in a folder of tests below the root, or in one below the sources. */
    readonly place?: 'beside' | 'root-folder' | 'inner-folder' | undefined;
  };
  /** Tests about the subject match the expression (`absent`: none does), as code without comments. */
  readonly testUses: { readonly subject: Subject; readonly pattern: string; readonly absent?: boolean | undefined };
  /** Executed. @see RepositoryTools of LoCoBench's sets for words and folder */
  readonly testsPass: { readonly words: readonly string[]; readonly folder: string };
  readonly typeCheckPasses: { readonly words: readonly string[]; readonly folder: string };
  /** Text that the change adds to files that match has all of these words (`absent`: none has). `fence`, `list`: in a code block, in points; `prose`: in neither; `comment`, `header`: in a comment of code, in the one that begins a file. */
  readonly docMentions: {
    readonly globs: readonly string[];
    readonly words: readonly string[];
    readonly form?: 'fence' | 'list' | 'prose' | 'comment' | 'header' | undefined;
    readonly absent?: boolean | undefined;
  };
  /** No file that matches is changed, added or deleted. */
  readonly untouched: { readonly globs: readonly string[] };
  /** Added and removed lines. */
  readonly maxDiff: { readonly lines: number };
  /** Text that the change adds to the changelog has these words (`absent`: it adds none); `under`: below a heading like that. */
  readonly changelogEntry: {
    readonly glob: string;
    readonly words: readonly string[];
    readonly under?: string | undefined;
    readonly absent?: boolean | undefined;
  };
  /** Executed: the command's output has this text (`exit`: and it ends so; default 0). `files` are brought in beside the change. */
  readonly behaviour: {
    readonly words: readonly string[];
    readonly folder: string;
    readonly expected: string;
    readonly exit?: number | undefined;
    readonly files?: readonly { readonly path: string; readonly content: string }[] | undefined;
  };
}

export type PredicateOp = keyof PredicateArguments;

/** One check. Weights of a preference's predicates add to 1. */
export type Predicate = {
  readonly [Op in PredicateOp]: { readonly op: Op; readonly args: PredicateArguments[Op]; readonly weight: number };
}[PredicateOp];

/** What a predicate came to. undefined: not measured (nothing may be run, a tool is missing), which is no failure of a model. */
export interface PredicateOutcome {
  readonly predicate: Predicate;
  readonly holds: boolean | undefined;
  /** For people: what was found. */
  readonly detail: string;
}

/** A repository with a change over it, in memory; `predicates/` checks it. */
export interface ChangedTree {
  /** Of the base, sorted. */
  readonly paths: readonly string[];
  /** Text of the base; undefined: no such file, or no text. */
  base(path: string): string | undefined;
  /** What differs from the base; null: deleted. */
  readonly changes: ReadonlyMap<string, string | null>;
}

/**
 * Runs a command over the base with the change laid over it. undefined: it cannot be run here (no consent, no sandbox), and what needs it is
 * not measured.
 */
export type TreeCommand = (
  command: {
    readonly words: readonly string[];
    readonly folder: string;
    readonly files?: readonly { readonly path: string; readonly content: string }[] | undefined;
  },
  tree: ChangedTree,
  signal: AbortSignal,
) => Promise<{ readonly exit: number | undefined; readonly output: string; readonly timedOut: boolean } | undefined>;

/** `predicates/index.ts` exports it. Never throws for what a tree holds: a file that does not parse fails what needs it. */
export type CheckPredicates = (
  predicates: readonly Predicate[],
  tree: ChangedTree,
  options: { readonly run?: TreeCommand | undefined; readonly signal: AbortSignal },
) => Promise<readonly PredicateOutcome[]>;

/** `set.json`. */
export interface WorkspaceSetFile {
  readonly form: 'whetstone-workspace-userbench-1';
  /** e.g. `ws22`. */
  readonly name: string;
  readonly created: number;
  readonly seed: number;
  readonly level: StatementLevel;
  readonly repository: {
    /** May be gone on another machine. */
    readonly root: string;
    readonly name: string;
    readonly commit: string | undefined;
    readonly dirty: number;
  };
  readonly dirtyHash: string;
  /** Path -> file in the snapshot. */
  readonly files: Readonly<Record<string, SnapshotFile>>;
  readonly leftOut?: readonly LeftOutFile[] | undefined;
  readonly tasks: readonly WorkspaceTaskEntry[];
  readonly rejects: readonly { readonly reason: WorkspaceRejectReason; readonly count: number }[];
  readonly admission: {
    readonly drafted: number;
    readonly admitted: number;
    readonly mutantsTested: number;
    readonly mutantsCaught: number;
  };
  readonly notices?: readonly string[] | undefined;
}

export interface WorkspaceTaskEntry {
  readonly id: string;
  readonly template: string;
  readonly title: string;
  readonly language: WorkspaceTask['language'];
  readonly preferences: number;
  /** Tasks of one place are not independent. */
  readonly cluster: string;
  /** SHA-256 of its file. */
  readonly hash: string;
}

export type WorkspaceRejectReason =
  | 'reference-fails'
  | 'mutant-not-caught'
  | 'mutant-fails-others'
  | 'untouched-passes'
  | 'contradiction'
  | 'one-design-only'
  | 'not-decodable'
  | 'too-few-options'
  | 'timed-out'
  | 'not-measured';

export interface WorkspaceReject {
  readonly template: string;
  readonly seed: number;
  readonly reason: WorkspaceRejectReason;
  readonly detail: string;
}
