import * as vscode from 'vscode';
import type { LinePosition } from '../infill/context/lineSource';
import { linesOf } from '../infill/documentText';
import type { ModelRequests, RequestProblem } from '../infill/modelRequests';
import { linesAround } from './confidenceLines';
import { ConfidenceView, type ShownToken } from './confidenceView';
import { isEmptySpan, spanOfSelection } from './documentSpan';
import { askAbout } from './modelQuestion';
import { remark } from './rewriteMessages';
import { heatTokens } from './tokenHeat';

/** Text whose tokens are looked at, at most, UTF-16 units: each token costs the model about as much as writing it. */
const longestPart = 1500;

export interface ConfidenceOptions {
  readonly editor: vscode.TextEditor;
  /** What is looked at; without it the selection, or else the lines around the cursor. */
  readonly lines: vscode.Range | undefined;
  readonly requests: ModelRequests;
  readonly onProblem: (problem: RequestProblem) => void;
  readonly onClosed: () => void;
}

/** How sure the model is of the tokens of a part of a document: asked once, and shown until the text changes or Esc is pressed. */
export class Confidence implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  /** The part that is looked at. */
  readonly lines: vscode.Range;
  private readonly abort = new AbortController();
  private readonly waiting = vscode.window.createTextEditorDecorationType({});
  private readonly subscription: vscode.Disposable;
  private view: ConfidenceView | undefined;
  private closed = false;

  constructor(private readonly options: ConfidenceOptions) {
    const { editor, lines } = options;
    const { document } = editor;
    this.document = document;
    this.lines = document.validateRange(lines ?? partOf(editor));
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document && event.contentChanges.length > 0) this.dispose();
      }),
      vscode.workspace.onDidCloseTextDocument((closed) => {
        if (closed === document) this.dispose();
      }),
    );
  }

  get tokens(): readonly ShownToken[] {
    return this.view?.tokens ?? [];
  }

  tokenAt(position: LinePosition): ShownToken | undefined {
    return this.view?.tokenAt(position);
  }

  async ask(): Promise<void> {
    const span = spanOfSelection(linesOf(this.document), this.lines.start, this.lines.end);
    if (isEmptySpan(span)) {
      remark(vscode.l10n.t('there is no text here to look at'));
      this.dispose();
      return;
    }
    this.showWaiting(span.start.line);
    const question = askAbout(this.document, [span]);
    const found = await question.confidence(this.options.requests, this.abort.signal, this.options.onProblem);
    if (this.closed) return;
    if (!found) {
      this.dispose();
      return;
    }
    this.waiting.dispose();
    const { text } = question;
    const tokens = heatTokens(text.text, found).map(({ start, end, probability, band }) => ({
      ...{ start: text.positionAt(start), end: text.positionAt(end), probability, band },
    }));
    this.view = new ConfidenceView(this.document, tokens);
    const unsure = tokens.filter(({ band }) => band !== undefined).length;
    remark(vscode.l10n.t('{0} of {1} tokens below 50 % · hover for figures · Esc hides', unsure, tokens.length));
  }

  dispose(): void {
    if (this.closed) return;
    this.closed = true;
    this.abort.abort();
    this.subscription.dispose();
    this.waiting.dispose();
    this.view?.dispose();
    this.options.onClosed();
  }

  private showWaiting(line: number): void {
    const { end } = this.document.lineAt(line).range;
    const contentText = vscode.l10n.t('Looking at the tokens… · Esc cancels').replaceAll(' ', '\u00a0');
    const color = new vscode.ThemeColor('editorCodeLens.foreground');
    const mark = {
      range: new vscode.Range(end, end),
      renderOptions: { after: { contentText, color, margin: '0 0 0 2em' } },
    };
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === this.document) editor.setDecorations(this.waiting, [mark]);
    }
  }
}

/** The selection, or the lines around the cursor that can be seen; within bounds. */
function partOf({ document, selection, visibleRanges }: vscode.TextEditor): vscode.Range {
  if (!selection.isEmpty) {
    const start = document.offsetAt(selection.start);
    const end = Math.min(document.offsetAt(selection.end), start + longestPart);
    return new vscode.Range(selection.start, document.positionAt(end));
  }
  const cursor = selection.active.line;
  const visible = {
    first: Math.min(cursor, ...visibleRanges.map(({ start }) => start.line)),
    last: Math.max(cursor, ...visibleRanges.map(({ end }) => end.line)),
  };
  const { first, last } = linesAround(linesOf(document), cursor, visible, longestPart);
  return new vscode.Range(first, 0, last, document.lineAt(last).text.length);
}
