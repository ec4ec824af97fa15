/** What the extension and the "Tool Library" page say to each other. Types only. */
import type {
  GroupDetail,
  Library,
  LibraryProgress,
  MergeEstimate,
  RefactorParams,
} from '../../runtime/toolLibrary/protocol';
import type { TableState } from '../shared/protocol';
import type { LibraryStrings } from './strings/libraryStrings';

export type * from '../../runtime/toolLibrary/protocol';
export type * from './strings/libraryStrings';
export type * from './strings/modelStrings';

/** Something went wrong: what, and what to do. Both are translated, or come from the library's process. */
export interface LibraryProblem {
  readonly message: string;
  readonly action: string;
}

export interface LibraryData {
  /** Without a trusted folder nothing can be read or run. */
  readonly workspace: 'none' | 'untrusted' | 'ready';
  /** Whether tools may run in the sandbox; asked for when it is first needed. */
  readonly mayExecute: boolean;
  readonly library: Library;
  /** Of the workspace; the library is of `folder`. Absolute paths. */
  readonly folders: readonly { readonly path: string; readonly name: string }[];
  readonly folder: string;
  /** Name of the MCP server that offers the tools of the folder to models; undefined: none does. */
  readonly offered: string | undefined;
  /** That may be asked to join related tools. */
  readonly models: readonly ModelChoice[];
}

export interface ModelChoice {
  readonly id: string;
  readonly title: string;
  readonly place: 'local' | 'cloud';
  readonly priced: boolean;
}

/** What a merge with a model would take, or why nobody knows. */
export type LibraryEstimate = { readonly model: string; readonly candidates: number } & (
  { readonly estimate: MergeEstimate } | { readonly problem: LibraryProblem }
);

export type LibraryContent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: LibraryProblem }
  | { readonly kind: 'ready'; readonly data: LibraryData };

export type LibraryMessageToPage =
  | {
      readonly type: 'state';
      readonly content: LibraryContent;
      readonly strings: LibraryStrings;
      readonly locale: string;
    }
  | { readonly type: 'group'; readonly detail: GroupDetail }
  | { readonly type: 'estimate'; readonly estimate: LibraryEstimate }
  /** Shows this group of equal tools. */
  | { readonly type: 'reveal'; readonly group: string }
  /** undefined: nothing is under way any more. */
  | { readonly type: 'progress'; readonly progress: LibraryProgress | undefined }
  /** Of the last thing that was asked for. */
  | { readonly type: 'problem'; readonly problem: LibraryProblem };

export type LibraryAct = keyof LibraryStrings['acts'];

export type LibraryMessageToExtension =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly act: LibraryAct }
  | { readonly type: 'cut'; readonly height: number }
  /** `asked`: with a model; undefined: without any. */
  | {
      readonly type: 'merge';
      readonly acceptWeak: boolean;
      readonly asked: Pick<RefactorParams, 'model' | 'candidates' | 'limit'> | undefined;
    }
  | { readonly type: 'estimate'; readonly model: string; readonly candidates: number }
  /** `limit`: micro-dollars. */
  | { readonly type: 'nameGroups'; readonly model: string; readonly limit: number | undefined }
  | { readonly type: 'folder'; readonly folder: string }
  | { readonly type: 'open'; readonly group: string }
  | { readonly type: 'decide'; readonly group: string; readonly accepted: boolean | undefined }
  | { readonly type: 'revert'; readonly id: string }
  /** Callers of old names of this change call the library itself. */
  | { readonly type: 'inline'; readonly id: string }
  /** A tool's source in an editor. */
  | { readonly type: 'goTo'; readonly path: string; readonly line: number };

export type LibraryTab = keyof LibraryStrings['tabs'];
export type ToolColumn = keyof LibraryStrings['tools']['columns'];
export type GroupColumn = keyof LibraryStrings['groups']['columns'];

/** What getState and setState keep over a reload of the window. */
export interface LibraryPageState {
  readonly version: 1;
  readonly tab: LibraryTab;
  readonly tools: TableState<ToolColumn> | undefined;
  readonly groups: TableState<GroupColumn> | undefined;
  readonly group: string | undefined;
  /** Which groups are listed. */
  readonly list: keyof LibraryStrings['groups']['lists'];
  readonly acceptWeak: boolean;
  readonly tables: boolean;
  /** Id of the model that is asked; undefined: none. */
  readonly model: string | undefined;
  readonly candidates: number;
  /** Dollars that a merge may cost at most. */
  readonly limit: number | undefined;
}
