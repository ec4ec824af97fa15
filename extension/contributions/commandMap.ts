/**
 * The arguments and the result of every command that this extension registers or calls. A call with a wrong name or wrong
 * arguments does not compile: commands are run through `commandRegistry.ts` only, which is typed by these maps.
 */

/** Sent by VS Code after a whole suggestion was inserted; put into the item when it was offered. */
export interface AcceptedSuggestion {
  /** Id of the offer's activity entry. */
  readonly offer: string;
  /** URI of the document. */
  readonly document: string;
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
  /** The states and acts of the status bar's hover as a list, for the keyboard. */
  'whetstone.showStatus': () => Promise<void>;
  'whetstone.diagnose': () => Promise<void>;
  'whetstone.restartRuntime': () => Promise<void>;
  'whetstone.showLog': () => void;
  'whetstone.openSettings': () => Promise<void>;
  'whetstone.openWalkthrough': () => Promise<void>;
  /** Internal, not contributed. */
  'whetstone.infill.accepted': (accepted: AcceptedSuggestion) => void;
}

/** Commands of VS Code itself that are called from here. */
export interface CoreCommands {
  'editor.action.inlineSuggest.trigger': () => Promise<void>;
  /** Without minutes VS Code asks for them. */
  'editor.action.inlineSuggest.snooze': (minutes?: number) => Promise<void>;
  'editor.action.inlineSuggest.cancelSnooze': () => Promise<void>;
  'workbench.action.openSettings': (query: string) => Promise<void>;
  'workbench.action.openWalkthrough': (walkthrough: string, toSide: boolean) => Promise<void>;
  setContext: (key: WhetstoneContextKey, value: boolean) => Promise<void>;
}

/** Keys for `when` clauses that this extension sets. */
export type WhetstoneContextKey = 'whetstone.firstSuggestionAccepted';

export type CommandId = keyof WhetstoneCommands;
