import * as vscode from 'vscode';
import { AskWatch } from './askWatch';
import { linesOf } from './documentText';
import type { OfferTracker } from './offerTracker';
import { toLf } from './spot';
import type { SuggestionWatch } from './suggestionChanceWatch';
import type { SuggestionGate } from './suggestionGate';
import type { TypingCadence } from './typingCadence';

export interface WatchParts {
  readonly tracker: OfferTracker;
  readonly watch: SuggestionWatch;
  readonly cadence: TypingCadence;
  readonly gate: SuggestionGate;
  /** @param text of a whole suggestion, with the document's line ends, as it was inserted */
  readonly onAccepted: (document: vscode.TextDocument, start: vscode.Position, text: string) => void;
  readonly onClosed: (document: vscode.TextDocument) => void;
  readonly onNotAsked: (notAsked: boolean) => void;
}

/** Listens to what happens in editors, and tells it to those who learn from it. */
export class DocumentWatch implements vscode.Disposable {
  private readonly asks = new AskWatch();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly parts: WatchParts) {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => this.changed(event)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [selection] = selections;
        // In another editor of the same document the cursor stands elsewhere, and moves when text is typed above it.
        const here = textEditor === vscode.window.activeTextEditor;
        if (!here || !selection) return;
        const { document } = textEditor;
        parts.tracker.cursorAt(document.uri.toString(), selection.active);
        parts.watch.cursorAt(document.uri.toString(), selection.active, linesOf(document));
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        parts.tracker.closed(document.uri.toString());
        parts.watch.closed(document.uri.toString());
        parts.onClosed(document);
      }),
    );
  }

  /** VS Code has asked for a suggestion by itself. */
  asked(): void {
    this.asks.asked();
    clearTimeout(this.timer);
    this.parts.onNotAsked(false);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
  }

  private changed({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const { tracker, watch, gate, cadence } = this.parts;
    const changes = contentChanges.map(({ range, rangeLength, text }) => ({
      start: range.start,
      end: range.end,
      replaced: rangeLength,
      text: toLf(text),
    }));
    const accepted = tracker.changed(document.uri.toString(), changes);
    watch.changed(document.uri.toString(), linesOf(document), changes, accepted);
    const [inserted] = contentChanges;
    if (accepted && inserted) this.parts.onAccepted(document, inserted.range.start, inserted.text);
    // An accepted suggestion, an undone or redone edit: what stands there now was wanted so.
    if (accepted || reason !== undefined) gate.settle(document);
    const typedHere = vscode.window.activeTextEditor?.document === document && reason === undefined;
    if (!typedHere || accepted) return;
    const now = performance.now();
    cadence.keyPressed(now);
    const oneCharacter = contentChanges.length === 1 && contentChanges[0]?.text.length === 1;
    if (oneCharacter && gate.automatic(document)) this.expectToBeAsked(now);
  }

  private expectToBeAsked(now: number): void {
    this.asks.typed(now);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.parts.onNotAsked(this.asks.silent(performance.now())), 2000);
  }
}
