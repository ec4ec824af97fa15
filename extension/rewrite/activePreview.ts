import * as vscode from 'vscode';
import { DisposableStore } from '../disposableStore';
import { toDocumentEol } from '../infill/documentText';
import type { OffsetRange } from './acceptedTexts';
import { KeepPick } from './keepPick';
import { nextKeep } from './keepSteps';
import { PreviewDiff } from './previewDiff';
import { PreviewSession, type AskVariant, type CloseReason, type PreviewState } from './previewSession';
import { PreviewView } from './previewView';
import { isCareful, keepOf, type RewriteJob } from './rewriteJob';

/** Lines of an editor that the slider lies over, about. */
const coveredLines = 8;

export interface ActivePreviewOptions {
  readonly document: vscode.TextDocument;
  readonly job: RewriteJob;
  readonly ask: AskVariant;
  /** @param ranges where the accepted texts stand; none unless accepted */
  readonly onClosed: (why: CloseReason, ranges: readonly OffsetRange[]) => void;
}

/** One preview in one document: its states, how it looks, the slider, the diff, and the one edit in the end. */
export class ActivePreview implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly session: PreviewSession;
  /** Whether there is a share of old text to choose. */
  readonly slider: boolean;
  private readonly owned = new DisposableStore();
  private readonly view: PreviewView;
  private readonly version: number;
  private pick: KeepPick | undefined;
  private diff: PreviewDiff | undefined;
  private applying = false;
  private accepted: readonly OffsetRange[] = [];

  constructor(private readonly options: ActivePreviewOptions) {
    const { document, job, ask } = options;
    this.document = document;
    this.version = document.version;
    const keep = keepOf(job.task);
    this.slider = keep !== undefined;
    this.view = this.owned.push(
      new PreviewView({ document, spans: job.spans, oldTexts: job.oldTexts, slider: this.slider }),
    );
    this.session = new PreviewSession({
      oldTexts: job.oldTexts,
      keep: keep ?? 0,
      ask,
      careful: (at) => isCareful(job.task, at),
      onState: (state) => this.entered(state),
    });
    this.owned.push(
      vscode.workspace.onDidChangeTextDocument((event) => {
        // The places of the spans are those of this version; and whoever types has gone on.
        if (event.document === document && event.contentChanges.length > 0 && !this.applying)
          this.session.close('changed');
      }),
    );
    this.owned.push(
      vscode.workspace.onDidCloseTextDocument((closed) => {
        if (closed === document) this.session.close('changed');
      }),
    );
  }

  /** What the editor says beside the preview. */
  get hint(): string {
    return this.view.hintText;
  }

  start(): Promise<void> {
    return this.session.start();
  }

  /** Opens the slider. */
  choose(): void {
    if (!this.slider || this.session.state.kind === 'closed') return;
    this.pick?.dispose();
    this.revealBelowLists();
    this.pick = new KeepPick({
      session: this.session,
      accept: () => void this.accept(),
      showDiff: () => void this.showDiff(),
      onClosed: () => {
        this.pick = undefined;
        this.view.render(this.session.state, false);
      },
    });
    this.view.render(this.session.state, true);
  }

  async slide(direction: 1 | -1): Promise<void> {
    const { state } = this.session;
    if (this.slider && state.kind !== 'closed') await this.session.setKeep(nextKeep(state.keep, direction));
  }

  async showDiff(): Promise<void> {
    const { state } = this.session;
    const variant = 'variant' in state ? state.variant : undefined;
    if (!variant) return;
    this.diff ??= this.owned.push(new PreviewDiff(this.document, this.options.job.spans));
    this.diff.update(variant);
    await this.diff.show();
  }

  /** Writes what is shown, as one edit: one step to undo. Does nothing while there is nothing to accept. */
  async accept(): Promise<void> {
    const { state } = this.session;
    if (state.kind !== 'shown' || this.applying) return;
    this.applying = true;
    const applied = await this.apply(state.variant.texts).finally(() => (this.applying = false));
    this.session.close(applied ? 'accepted' : 'changed');
  }

  dispose(): void {
    this.session.close('discarded');
  }

  private entered(state: PreviewState): void {
    this.view.render(state, this.pick !== undefined);
    this.pick?.render(state);
    if (state.kind === 'shown') this.diff?.update(state.variant);
    if (state.kind !== 'closed') return;
    this.pick?.dispose();
    this.owned.dispose();
    this.options.onClosed(state.why, this.accepted);
  }

  /** Lists open over the first lines of an editor: what is previewed should not lie below them. */
  private revealBelowLists(): void {
    const [span] = this.options.job.spans;
    const editor = vscode.window.activeTextEditor;
    if (!span || editor?.document !== this.document) return;
    const first = editor.visibleRanges[0]?.start.line ?? 0;
    if (span.start.line - first > coveredLines) return;
    const at = new vscode.Position(span.start.line, span.start.character);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
  }

  private async apply(texts: readonly string[]): Promise<boolean> {
    const { document } = this;
    if (document.version !== this.version || document.isClosed) return false;
    let shift = 0;
    const edits = this.options.job.spans.map(({ start, end }, index) => {
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      const text = toDocumentEol(texts[index] ?? '', document);
      const from = document.offsetAt(range.start);
      const after = { start: from + shift, end: from + shift + text.length };
      shift += text.length - (document.offsetAt(range.end) - from);
      return { range, text, after };
    });
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
    // In a diff editor the document's side cannot be edited.
    const applied =
      editor && !this.diff?.open
        ? await editor.edit((builder) => {
            for (const { range, text } of edits) builder.replace(range, text);
          })
        : await applyToWorkspace(document, edits);
    if (!applied) return false;
    this.accepted = edits.map(({ after }) => after);
    await this.diff?.close();
    const shown = vscode.window.visibleTextEditors.find((each) => each.document === document);
    if (shown) {
      shown.selections = this.accepted.map(({ end }) => {
        const at = document.positionAt(end);
        return new vscode.Selection(at, at);
      });
    }
    return true;
  }
}

function applyToWorkspace(
  document: vscode.TextDocument,
  edits: readonly { readonly range: vscode.Range; readonly text: string }[],
): Thenable<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(document.uri, range, text);
  return vscode.workspace.applyEdit(edit);
}
