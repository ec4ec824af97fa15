/**
 * The arguments and the result of every command that this extension registers or calls. A call with a wrong name or wrong
 * arguments does not compile: commands are run through `commandRegistry.ts` only, which is typed by these maps.
 */

import type { Uri } from 'vscode';
import type { DuplicatePlace } from '../../runtime/toolLibrary/duplicates/protocol';

/** Sent by VS Code after a whole suggestion was inserted; put into the item when it was offered. */
export interface AcceptedSuggestion {
  /** Id of the offer's activity entry. */
  readonly offer: string;
  /** URI of the document. */
  readonly document: string;
}

/** What a keybinding may say of *Regenerate Selection* and *Polish*; checked, since keybindings.json can hold anything. */
export interface RewriteArguments {
  /** Share of the old text that stays, from 0 up to but not 1. */
  readonly keep?: number;
}

/** A part of a document, 0-based, as a link in a hover names it. */
export interface DocumentPart {
  /** URI of the document. */
  readonly document: string;
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A model, as the tree's menus, links and keybindings name it. */
export interface ModelTarget {
  /** Id of the catalogue or of the models folder. */
  readonly id: string;
}

/** A budget, as links and keybindings name it. */
export interface BudgetTarget {
  readonly id: string;
}

/** An endpoint of `whetstone.gateway.providers`. */
export interface ProviderTarget {
  readonly id: string;
}

/** A run of the agent or of an evaluation, as links name it. */
export interface RunTarget {
  readonly id: string;
}

/** A group of equal tools of the page "Tool Library". */
export interface GroupTarget {
  readonly group: string;
}

/** How a question for approval is answered, as the buttons under it say. */
export interface ApprovalChoice {
  /** Id of the question. */
  readonly id: string;
  readonly choice: 'once' | 'conversation' | 'workspace' | 'refuse';
}

export interface WhetstoneCommands {
  'whetstone.infill.trigger': () => Promise<void>;
  'whetstone.infill.toggle': () => Promise<void>;
  /** Without an argument: the language of the active editor. */
  'whetstone.infill.toggleLanguage': (languageId?: string) => Promise<void>;
  /** Pauses the suggestions of all providers by VS Code's own snooze; 0 minutes end it. */
  'whetstone.infill.snooze': (minutes?: number) => Promise<void>;
  'whetstone.infill.showActivity': () => Promise<void>;
  'whetstone.infill.resetCalibration': () => void;
  /** Without an argument a slider asks how much stays. */
  'whetstone.rewrite.regenerate': (options?: RewriteArguments) => Promise<void>;
  'whetstone.rewrite.fillGaps': () => Promise<void>;
  'whetstone.rewrite.polish': (options?: RewriteArguments) => Promise<void>;
  /** Without an argument: the token at the cursor of the active editor. */
  'whetstone.rewrite.regenerateToken': (part?: DocumentPart) => Promise<void>;
  'whetstone.rewrite.accept': () => Promise<void>;
  'whetstone.rewrite.discard': () => void;
  'whetstone.rewrite.another': () => Promise<void>;
  'whetstone.rewrite.previous': () => void;
  'whetstone.rewrite.keepMore': () => Promise<void>;
  'whetstone.rewrite.keepLess': () => Promise<void>;
  'whetstone.rewrite.chooseKeep': () => void;
  'whetstone.rewrite.showDiff': () => Promise<void>;
  'whetstone.rewrite.toggleConfidence': () => Promise<void>;
  'whetstone.rewrite.hideConfidence': () => void;
  /** Opens the page of models; with an argument, at that model. */
  'whetstone.models.show': (target?: ModelTarget) => void;
  /** Those that follow ask which model is meant when they get none. */
  'whetstone.models.download': (target?: ModelTarget) => Promise<void>;
  'whetstone.models.cancelDownload': (target?: ModelTarget) => Promise<void>;
  'whetstone.models.discardDownload': (target?: ModelTarget) => Promise<void>;
  'whetstone.models.use': (target?: ModelTarget) => Promise<void>;
  'whetstone.models.measure': (target?: ModelTarget) => Promise<void>;
  'whetstone.models.verify': (target?: ModelTarget) => Promise<void>;
  'whetstone.models.reveal': (target?: ModelTarget) => Promise<void>;
  'whetstone.models.remove': (target?: ModelTarget) => Promise<void>;
  'whetstone.models.showLicence': (target?: ModelTarget) => Promise<void>;
  /** Without an argument it asks for the folder; an absolute path. */
  'whetstone.models.addFolder': (folder?: string) => Promise<void>;
  /** A code model that fills in the middle, in llama.cpp. Without an argument it asks for the file; an absolute path. */
  'whetstone.models.useGguf': (file?: string) => Promise<void>;
  'whetstone.models.refresh': () => Promise<void>;
  'whetstone.models.setHubToken': () => Promise<void>;
  'whetstone.models.clearHubToken': () => Promise<void>;
  'whetstone.budget.show': () => void;
  /** Without an argument it asks for everything; with the id of a budget it changes that one. */
  'whetstone.budget.set': (target?: BudgetTarget) => Promise<void>;
  'whetstone.budget.remove': (target?: BudgetTarget) => Promise<void>;
  /** Asks for the form and for the place of the file. */
  'whetstone.budget.export': () => Promise<void>;
  'whetstone.gateway.addProvider': () => Promise<void>;
  'whetstone.gateway.removeProvider': () => Promise<void>;
  /** Without an argument it asks for which provider. */
  'whetstone.gateway.setKey': (target?: ProviderTarget) => Promise<void>;
  'whetstone.gateway.clearKey': (target?: ProviderTarget) => Promise<void>;
  'whetstone.gateway.useEditorModels': () => Promise<void>;
  'whetstone.gateway.resetRouter': () => Promise<void>;
  'whetstone.gateway.startServer': () => Promise<void>;
  'whetstone.gateway.stopServer': () => Promise<void>;
  'whetstone.gateway.copyServerToken': () => Promise<void>;
  'whetstone.gateway.toggleLocalOnly': () => Promise<void>;
  /** Opens the chat with *@whetstone* addressed. */
  'whetstone.agent.ask': () => Promise<void>;
  /** Without an argument it asks which waiting question is meant, and how it is answered. */
  'whetstone.agent.answerApproval': (choice?: ApprovalChoice) => Promise<void>;
  /** What a question's call would change, in a diff editor; without an argument: of the oldest that waits. */
  'whetstone.agent.showChanges': (target?: RunTarget) => Promise<void>;
  'whetstone.agent.manageApprovals': () => Promise<void>;
  'whetstone.agent.chooseTools': () => Promise<void>;
  'whetstone.agent.manageServers': () => Promise<void>;
  'whetstone.agent.toggleReadOnly': () => Promise<void>;
  /** Opens the page of traces; with an argument, at that run. */
  'whetstone.traces.show': (target?: RunTarget) => void;
  /** Those that follow ask which run is meant when they get none. */
  'whetstone.traces.resume': (target?: RunTarget) => Promise<void>;
  'whetstone.traces.export': (target?: RunTarget) => Promise<void>;
  'whetstone.traces.delete': (target?: RunTarget) => Promise<void>;
  /** Those three open a page of evaluations; with an argument, at that run. */
  'whetstone.locobench.show': (target?: RunTarget) => void;
  'whetstone.userbench.show': (target?: RunTarget) => void;
  'whetstone.mcpEval.show': (target?: RunTarget) => void;
  /** Those two ask which run is meant when they get none. */
  'whetstone.locobench.stop': (target?: RunTarget) => Promise<void>;
  'whetstone.locobench.export': (target?: RunTarget) => Promise<void>;
  'whetstone.locobench.revokeExecution': () => Promise<void>;
  /** Opens the page of the tool library; with an argument, at that group. */
  'whetstone.toolLibrary.show': (target?: GroupTarget) => void;
  'whetstone.toolLibrary.showDuplicates': () => Promise<void>;
  'whetstone.toolLibrary.tellAgain': () => Promise<void>;
  /** The states and acts of the status bar's hover as a list, for the keyboard. */
  'whetstone.showStatus': () => Promise<void>;
  /** Tries what can run models here, whatever is remembered of it. */
  'whetstone.tryProviders': () => Promise<void>;
  'whetstone.diagnose': () => Promise<void>;
  'whetstone.restartRuntime': () => Promise<void>;
  'whetstone.showLog': () => void;
  'whetstone.openSettings': () => Promise<void>;
  'whetstone.openWalkthrough': () => Promise<void>;
  /** Internal, not contributed. */
  'whetstone.infill.accepted': (accepted: AcceptedSuggestion) => void;
  /** Those three are what the lightbulb of a function offers. */
  'whetstone.toolLibrary.merge': (places: readonly DuplicatePlace[]) => Promise<void>;
  'whetstone.toolLibrary.compareSources': (one: DuplicatePlace, other: DuplicatePlace) => Promise<void>;
  'whetstone.toolLibrary.meantToDiffer': (places: readonly DuplicatePlace[]) => Promise<void>;
}

/** Commands of VS Code itself that are called from here. */
export interface CoreCommands {
  'editor.action.inlineSuggest.trigger': () => Promise<void>;
  'editor.action.inlineSuggest.hide': () => Promise<void>;
  /** Without minutes VS Code asks for them. */
  'editor.action.inlineSuggest.snooze': (minutes?: number) => Promise<void>;
  'editor.action.inlineSuggest.cancelSnooze': () => Promise<void>;
  'vscode.diff': (left: Uri, right: Uri, title: string, options: { readonly preview: boolean }) => Promise<void>;
  'workbench.action.openSettings': (query: string) => Promise<void>;
  'workbench.action.chat.open': (options?: {
    readonly query: string;
    /** Written, and not sent yet. */
    readonly isPartialQuery?: boolean;
  }) => Promise<void>;
  /** The two sides of each file; undefined where there is none. */
  'vscode.changes': (
    title: string,
    resources: readonly (readonly [Uri, Uri | undefined, Uri | undefined])[],
  ) => Promise<void>;
  'vscode.open': (uri: Uri) => Promise<void>;
  'workbench.trust.manage': () => Promise<void>;
  'workbench.action.files.openFolder': () => Promise<void>;
  'workbench.action.openWalkthrough': (walkthrough: string, toSide: boolean) => Promise<void>;
  /** Only where there is a desktop. */
  revealFileInOS: (folder: Uri) => Promise<void>;
  setContext: (key: WhetstoneContextKey, value: boolean) => Promise<void>;
}

/** Keys for `when` clauses that this extension sets. */
export type WhetstoneContextKey =
  | 'whetstone.firstSuggestionAccepted'
  /** The models cannot be listed. */
  | 'whetstone.modelsFailed'
  /** A model besides the embedded one is installed. */
  | 'whetstone.modelInstalled'
  /** The active editor shows a rewrite that is neither accepted nor discarded. */
  | 'whetstone.rewritePreview'
  /** ... of which a share of the old text stays, so that there is something to slide. */
  | 'whetstone.rewriteSlider'
  /** The local server of this window answers. */
  | 'whetstone.serverRunning'
  /** The agent waits for an answer of the user. */
  | 'whetstone.approvalWaiting'
  /** There is a budget. */
  | 'whetstone.budgetSet'
  /** The active editor shows how sure the model is of its tokens. */
  | 'whetstone.confidenceShown';

export type CommandId = keyof WhetstoneCommands;
