import * as vscode from 'vscode';
import { readSetting } from '../contributions/configuration';
import type { ExcludedFiles } from './excludedFiles';
import { regionAtEnd } from './syntaxRegion';
import type { WritableFiles } from './writableFiles';

/** Why nothing is suggested. */
export type Silence =
  | { readonly kind: 'off' }
  | { readonly kind: 'onDemand' }
  | { readonly kind: 'readOnly' }
  | { readonly kind: 'excluded'; readonly pattern: string }
  | { readonly kind: 'severalCursors' }
  | { readonly kind: 'justAccepted' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'string' }
  | { readonly kind: 'binary' }
  /** There was a suggestion, but it was too uncertain to come by itself. */
  | { readonly kind: 'withheld'; readonly percent: number };

/** Decides whether a suggestion may be made at all. */
export class SuggestionGate {
  private settled: { readonly document: string; readonly version: number } | undefined;

  constructor(
    private readonly excluded: ExcludedFiles,
    private readonly writable: WritableFiles,
  ) {}

  /** This version of the document was made by accepting or undoing: no automatic suggestion on top. */
  settle(document: vscode.TextDocument): void {
    this.settled = { document: document.uri.toString(), version: document.version };
  }

  /** What can be told without the text. Answers at once unless a file has to be looked at for the first time. */
  check(document: vscode.TextDocument, onDemand: boolean): Silence | undefined | Promise<Silence | undefined> {
    const quick = this.checkSettings(document, onDemand);
    if (quick) return quick;
    const writable = this.writable.canWrite(ownerOf(document));
    if (typeof writable === 'boolean') return writable ? undefined : { kind: 'readOnly' };
    return writable.then((can) => (can ? undefined : { kind: 'readOnly' }));
  }

  /** What the text before the cursor tells. */
  checkText(document: vscode.TextDocument, prefix: string, suffix: string): Silence | undefined {
    if (prefix.includes('\0') || suffix.includes('\0')) return { kind: 'binary' };
    const inComments = readSetting('whetstone.infill.inComments', document);
    const inStrings = readSetting('whetstone.infill.inStrings', document);
    if (inComments && inStrings) return undefined;
    const region = regionAtEnd(prefix, document.languageId);
    if (region === 'comment' && !inComments) return { kind: 'comment' };
    return region === 'string' && !inStrings ? { kind: 'string' } : undefined;
  }

  /** Whether the settings of a document let suggestions come by themselves. */
  automatic(document: vscode.TextDocument): boolean {
    return this.checkSettings(document, false) === undefined;
  }

  private checkSettings(document: vscode.TextDocument, onDemand: boolean): Silence | undefined {
    if (!readSetting('whetstone.infill.enable', document)) return { kind: 'off' };
    const pattern = this.excluded.patternFor(document);
    if (pattern !== undefined) return { kind: 'excluded', pattern };
    if (onDemand) return undefined;
    if (readSetting('whetstone.infill.trigger', document) === 'onDemand') return { kind: 'onDemand' };
    if (this.settled?.document === document.uri.toString() && this.settled.version === document.version) {
      return { kind: 'justAccepted' };
    }
    const editor = vscode.window.activeTextEditor;
    return editor?.document === document && editor.selections.length > 1 ? { kind: 'severalCursors' } : undefined;
  }
}

/** The file that a document is written to: a cell's notebook, else its own. */
function ownerOf(document: vscode.TextDocument): vscode.Uri {
  return notebookOf(document)?.uri ?? document.uri;
}

export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}
