/**
 * Requests and notifications between the extension and the process that holds the tool library of a workspace: what is there, what belongs
 * together, what was merged and how that was proved, what is found better, what was applied. Nothing of the workspace is run without
 * `LibraryConfig.mayExecute`. Model calls go back to the extension, which hands them to the gateway's process.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { GenerateEvent, GenerateRequest, GenerateResult, ModelEntry } from '../gateway/protocol';
import type { RuntimeErrorData } from '../protocol';
import type { MergeEstimate, ModelStep, ModelWork } from './modelTypes';
import type {
  CollectionProblem,
  CoverageEntry,
  Dendrogram,
  ServerTools,
  ToolEffect,
  ToolGroup,
  ToolKind,
  Verdict,
  Verification,
} from './types';

export type * from './modelTypes';
export type * from './types';

/** What the process is told first, and again when it changes. */
export interface LibraryConfig {
  /** Absolute folders of the workspace. */
  readonly roots: readonly string[];
  /** The one whose library it is about; default: the first. */
  readonly folder?: string | undefined;
  readonly trusted: boolean;
  /** Whether tools of the workspace may run in the sandbox: trust, and the user's consent to it. */
  readonly mayExecute: boolean;
  readonly localOnly: boolean;
  /** A stable id of the workspace, as the books know it. */
  readonly project: string | undefined;
}

/** Whether a tool was run, and what that showed. */
export type ToolRun =
  | { readonly status: 'waiting' }
  /** `raised`: share of its cases that raised, from 0 to 1. `alike`: tools that answered all of them alike, itself included. */
  | { readonly status: 'run'; readonly cases: number; readonly raised: number; readonly alike: number }
  | { readonly status: 'skipped'; readonly reason: string };

/** A tool in the list: what is read of one at a glance. */
export interface ListedTool {
  readonly id: string;
  readonly name: string;
  readonly kind: ToolKind;
  /** From the root; '' for tools that are known by their schema alone. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly summary: string;
  /** As it is called, e.g. `slugify(text: str, limit: int = 80) -> str`. */
  readonly signature: string;
  readonly effects: readonly ToolEffect[];
  readonly examples: number;
  readonly provenance: string;
  readonly deprecated: boolean;
  readonly run: ToolRun;
}

export interface Inventory {
  readonly root: string;
  /** Milliseconds since 1970. */
  readonly taken: number;
  readonly tools: readonly ListedTool[];
  readonly problems: readonly CollectionProblem[];
}

/** What became of a group; only duplicates are merged without a model. */
export interface GroupOutcome {
  /** `open`: nothing was tried. `merged`: something stands for its members. `refused`: nothing passed. */
  readonly state: 'open' | 'merged' | 'refused';
  /** The weakest of its members. */
  readonly verdict: Verdict | undefined;
  /** Calls whose results were compared. */
  readonly cases: number;
  readonly merged: number;
  readonly rejected: number;
  /** Name of the function that answers, as `path#access`. */
  readonly into: string | undefined;
}

export interface ListedGroup extends ToolGroup {
  /** Whether the user wants it applied; undefined: not decided. */
  readonly accepted: boolean | undefined;
  readonly outcome: GroupOutcome;
}

export interface Groups {
  readonly dendrogram: Dendrogram;
  /** Where the tree was cut: 1 - similarity. */
  readonly height: number;
  /** Each tool in exactly one, largest first. */
  readonly groups: readonly ListedGroup[];
  /** Tools that answer alike: duplicates, equal behaviour under different meanings, and what differs in constants alone, once merging has tried it. */
  readonly equal: readonly ListedGroup[];
}

export interface GroupMember {
  readonly tool: ListedTool;
  /** Declaration with its comments; '' for a schema alone. */
  readonly text: string;
  /** Of the merge that was tried. */
  readonly coverage: CoverageEntry | undefined;
  readonly verification: Verification | undefined;
}

export interface ChangedFile {
  readonly path: string;
  /** undefined: the file is new. */
  readonly before: string | undefined;
  readonly after: string;
}

export interface GroupDetail {
  readonly group: ListedGroup;
  readonly members: readonly GroupMember[];
  /** Files that this group alone changes; empty where nothing is merged. */
  readonly files: readonly ChangedFile[];
}

export interface RefactorParams {
  /** Model that writes aggregated tools; undefined: verified duplicates alone, without any model. */
  readonly model: string | undefined;
  /** Whether what only weak cases support is merged too, where the user accepts it. */
  readonly acceptWeak: boolean;
  readonly seed: number;
  /** Of the model for each group, 1 to 5; default 2. The shortest that passes is taken. */
  readonly candidates?: number | undefined;
  /** Micro-dollars that this may cost at most, beside the user's budgets. */
  readonly limit?: number | undefined;
}

export interface RefactorSummary {
  readonly before: number;
  readonly after: number;
  readonly merged: number;
  readonly rejected: number;
  /** Bits; undefined: not computed. */
  readonly descriptionLength: { readonly before: number; readonly after: number } | undefined;
  /** Micro-dollars that models cost. */
  readonly cost: number;
  /** undefined: no model took part. */
  readonly model: ModelWork | undefined;
}

export interface RetrievalFigure {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One measure of finding tools, each 0 to 1. */
export interface RetrievalRow {
  readonly retriever: string;
  readonly measure: 'hit@1' | 'hit@5' | 'mrr' | 'budgeted' | 'parameters';
  /** `strict`: the very tool. `equivalent`: any tool that does the same counts. */
  readonly counting: 'strict' | 'equivalent';
  readonly before: RetrievalFigure;
  readonly after: RetrievalFigure;
  /** Libraries of the same sizes that were merged at random: mean, and the range of the middle 95 %. */
  readonly control: RetrievalFigure;
}

export interface Retrieval {
  readonly queries: number;
  readonly controls: number;
  readonly rows: readonly RetrievalRow[];
}

/** What was applied, newest first. */
export interface AppliedRefactoring {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly applied: number;
  readonly groups: number;
  readonly tools: number;
  readonly files: readonly string[];
  /** undefined: it stands. */
  readonly reverted: number | undefined;
  /** Files that were changed since; they are not overwritten. */
  readonly touched: readonly string[];
}

/** All that is known now; what is undefined has not been done. */
export interface Library {
  readonly inventory: Inventory | undefined;
  readonly groups: Groups | undefined;
  readonly summary: RefactorSummary | undefined;
  readonly retrieval: Retrieval | undefined;
  readonly history: readonly AppliedRefactoring[];
  /** Files that were changed or went since the inventory was taken, and how many in all: what is known of them may be wrong. */
  readonly stale: { readonly files: readonly string[]; readonly count: number };
}

export interface LibraryProgress {
  readonly stage: 'extract' | 'run' | 'group' | 'name' | 'merge' | 'verify' | 'inline' | 'retrieve';
  /** 0 to 1; undefined: nobody knows. */
  readonly share: number | undefined;
  readonly text: string;
  /** Micro-dollars so far. */
  readonly cost: number;
  /** Where a model is asked. */
  readonly model?: ModelStep | undefined;
}

/** A file of an edit. */
export interface EditedFile {
  /** From the root, with slashes. */
  readonly path: string;
  /** undefined: the file is new. */
  readonly before: string | undefined;
  /** undefined: the file goes. */
  readonly after: string | undefined;
  readonly group: string;
}

/** A change of files that the extension makes, as one edit that can be undone. */
export interface LibraryEdit {
  /** Id for the history. */
  readonly id: string;
  readonly root: string;
  readonly files: readonly EditedFile[];
}

/** Callers of old names call the library itself. */
export interface InlinePlan {
  readonly edit: LibraryEdit;
  /** Calls that are rewritten, and uses that stay. */
  readonly inlined: number;
  readonly left: number;
}

type Plain<Answer> = RequestType0<Answer, RuntimeErrorData>;

export const configureLibrary = new RequestType<LibraryConfig, null, RuntimeErrorData>('toolLibrary/configure');
export const readLibraryState: Plain<Library> = new RequestType0('toolLibrary/read');
/** Finds the tools of the workspace; runs nothing of it. `servers`: tools of servers that the extension has asked. */
export const takeInventory = new RequestType<{ readonly servers: readonly ServerTools[] }, Library, RuntimeErrorData>(
  'toolLibrary/inventory',
);
/** Runs pure tools in the sandbox on seeded arguments, where that is allowed, and compares all with each other. */
export const compareLibrary: Plain<Library> = new RequestType0('toolLibrary/compare');
export const cutLibrary = new RequestType<{ readonly height: number }, Library, RuntimeErrorData>('toolLibrary/cut');
export const readGroup = new RequestType<{ readonly group: string }, GroupDetail, RuntimeErrorData>(
  'toolLibrary/group',
);
export const refactorLibrary = new RequestType<RefactorParams, Library, RuntimeErrorData>('toolLibrary/refactor');
/** What a merge with a model would take. Sends nothing. */
export const estimateMerge = new RequestType<
  { readonly model: string; readonly candidates: number },
  MergeEstimate,
  RuntimeErrorData
>('toolLibrary/estimateMerge');
/** A model names the groups of the cut, and takes out members that do not belong. */
export const nameGroups = new RequestType<
  { readonly model: string; readonly limit: number | undefined },
  Library,
  RuntimeErrorData
>('toolLibrary/nameGroups');
export const decideGroup = new RequestType<
  { readonly group: string; readonly accepted: boolean | undefined },
  Library,
  RuntimeErrorData
>('toolLibrary/decide');
/** `queries`: absolute path of a file of questions with the tools that answer them. */
export const measureRetrieval = new RequestType<{ readonly queries: string }, Library, RuntimeErrorData>(
  'toolLibrary/retrieval',
);
/** What accepted groups change, verified once more as a whole. */
export const planApply: Plain<LibraryEdit> = new RequestType0('toolLibrary/planApply');
/** The edit was made: kept with its inverse. */
export const applied = new RequestType<{ readonly id: string }, Library, RuntimeErrorData>('toolLibrary/applied');
/** The second step after a change that stands: verified, and not yet made. */
export const planInline = new RequestType<{ readonly id: string }, InlinePlan, RuntimeErrorData>(
  'toolLibrary/planInline',
);
export const planRevert = new RequestType<{ readonly id: string }, LibraryEdit, RuntimeErrorData>(
  'toolLibrary/planRevert',
);
export const reverted = new RequestType<{ readonly id: string }, Library, RuntimeErrorData>('toolLibrary/reverted');
/** A few times a second at most, while something is under way. */
export const libraryProgress = new NotificationType<LibraryProgress>('toolLibrary/progress');
/** From the library to the extension: which models there are, with prices and contexts. */
export const listModelsForLibrary = new RequestType0<readonly ModelEntry[], RuntimeErrorData>('toolLibrary/models');
/** From the library to the extension: one model call. Events come as notifications with the same number. */
export const generateForLibrary = new RequestType<
  { readonly id: string; readonly request: GenerateRequest },
  GenerateResult,
  RuntimeErrorData
>('toolLibrary/generate');
export const generateForLibraryEvent = new NotificationType<{ readonly id: string; readonly event: GenerateEvent }>(
  'toolLibrary/generateEvent',
);
