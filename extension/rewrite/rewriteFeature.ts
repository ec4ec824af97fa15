import * as vscode from 'vscode';
import type { DocumentPart, RewriteArguments, WhetstoneContextKey } from '../contributions/commandMap';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting } from '../contributions/configuration';
import { DisposableStore } from '../disposableStore';
import { linesOf } from '../infill/documentText';
import type { ModelRequests } from '../infill/modelRequests';
import type { SuggestionGate } from '../infill/suggestionGate';
import { AcceptedTexts } from './acceptedTexts';
import type { ActivePreview } from './activePreview';
import type { Confidence } from './confidence';
import type { DocumentSpan } from './documentSpan';
import { readKeep } from './keepSteps';
import { askAbout } from './modelQuestion';
import type { PreviewState } from './previewSession';
import type { RewriteTask } from './rewriteJob';
import { sayEnd, sayNothingToDo, sayProblem, sayRefusal } from './rewriteMessages';
import { rewriteScheme } from './rewriteScheme';
import { characterAt, gapSpans, jobOf, selectedSpans, spansOf, tokenJob } from './rewriteTargets';

/** Old text of all spans together at most, UTF-16 units: more than a screen is no longer looked at before it is accepted. */
const longestOldText = 6000;
/** Spans at most. */
const mostSpans = 50;
/** What of a text is written anew by *Polish* unless someone says otherwise: the least sure quarter. */
const polishKeeps = 0.75;

export interface RewriteFeatureOptions {
  readonly gate: SuggestionGate;
  readonly requests: ModelRequests;
}

/** The commands that write existing text anew, and the one preview that can be open at a time. */
export class RewriteFeature implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly accepted = new AcceptedTexts();
  private preview: ActivePreview | undefined;
  private confidence: Confidence | undefined;
  /** Counts the commands, so that of two that wait for an answer about the file only the later one goes on. */
  private turn = 0;
  private readonly keys = new Map<WhetstoneContextKey, boolean>();

  constructor(private readonly options: RewriteFeatureOptions) {
    this.owned.push(
      vscode.Disposable.from(
        vscode.window.onDidChangeActiveTextEditor(() => this.setKeys()),
        vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
          this.accepted.changed(document.uri.toString(), contentChanges),
        ),
        vscode.workspace.onDidCloseTextDocument((document) => this.accepted.closed(document.uri.toString())),
        // Another model, or a file that may not be read any more: what is shown was made under other rules.
        vscode.workspace.onDidChangeConfiguration((event) => {
          if (!event.affectsConfiguration('whetstone.infill') && !event.affectsConfiguration('whetstone.privacy'))
            return;
          this.discard();
          this.hideConfidence();
        }),
      ),
    );
  }

  /** For suites: the state of the preview, what the hint says, and the tokens whose confidence is shown. */
  get view(): RewriteView {
    return {
      preview: this.preview?.session.state,
      hint: this.preview?.hint ?? '',
      confidence: this.confidence?.tokens ?? [],
    };
  }

  /** @param start where the text of an accepted suggestion stands */
  suggestionAccepted(document: vscode.TextDocument, start: vscode.Position, text: string): void {
    const offset = document.offsetAt(start);
    this.accepted.remember(document.uri.toString(), [{ start: offset, end: offset + text.length }]);
  }

  async regenerate(options?: RewriteArguments): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const spans = selectedSpans(editor);
    if (spans.length === 0) return sayNothingToDo(vscode.l10n.t('Select the text that is to be written anew.'));
    const given = readKeep(options?.keep);
    const preview = await this.begin(editor, { kind: 'regenerate', keep: given ?? 0 }, spans);
    if (given === undefined) preview?.choose();
  }

  async fillGaps(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const marker = readSetting('whetstone.rewrite.gapMarker', editor.document);
    const spans = gapSpans(editor, marker);
    if (spans.length === 0) {
      return sayNothingToDo(
        vscode.l10n.t('Mark the gaps first: with several cursors, or with {0} in the text.', marker),
      );
    }
    await this.begin(editor, { kind: 'fillGaps' }, spans);
  }

  async polish(options?: RewriteArguments): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const selected = selectedSpans(editor);
    const spans =
      selected.length > 0 ? selected : spansOf(editor.document, this.accepted.of(editor.document.uri.toString()));
    if (spans.length === 0) {
      return sayNothingToDo(vscode.l10n.t('Select the text to polish, or accept a suggestion first.'));
    }
    await this.begin(editor, { kind: 'polish', keep: readKeep(options?.keep) ?? polishKeeps }, spans);
  }

  async regenerateToken(part?: DocumentPart): Promise<void> {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === part?.document);
    const target = part ? editor : vscode.window.activeTextEditor;
    if (!target) return;
    const { document } = target;
    const range = part ? rangeOf(part, document) : this.tokenAtCursor(target);
    if (!range) return sayNothingToDo(vscode.l10n.t('There is no token at the cursor.'));
    const shown = this.confidence?.document === document ? this.confidence.lines : undefined;
    const { task, span } = tokenJob(
      document,
      range,
      this.confidence?.document === document ? this.confidence.tokens : [],
    );
    const preview = await this.begin(target, task, [span]);
    // Who replaces one token often goes on to the next: the figures come back with the new text.
    if (shown && preview) this.showAgain = { document, lines: shown };
  }

  async accept(): Promise<void> {
    await this.preview?.accept();
  }

  discard(): void {
    this.preview?.session.close('discarded');
  }

  async another(): Promise<void> {
    await this.preview?.session.another();
  }

  previous(): void {
    this.preview?.session.previous();
  }

  async slide(direction: 1 | -1): Promise<void> {
    await this.preview?.slide(direction);
  }

  choose(): void {
    this.preview?.choose();
  }

  async showDiff(): Promise<void> {
    await this.preview?.showDiff();
  }

  async toggleConfidence(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    if (this.confidence?.document === editor.document) return this.hideConfidence();
    await this.showConfidence(editor);
  }

  hideConfidence(): void {
    this.confidence?.dispose();
  }

  dispose(): void {
    this.preview?.dispose();
    this.hideConfidence();
    this.owned.dispose();
  }

  /** What is to be shown again after the preview was accepted. */
  private showAgain: { readonly document: vscode.TextDocument; readonly lines: vscode.Range } | undefined;

  private tokenAtCursor({ document, selection }: vscode.TextEditor): vscode.Range | undefined {
    if (!selection.isEmpty) return selection;
    const shown = this.confidence?.document === document ? this.confidence.tokenAt(selection.active) : undefined;
    return shown ? rangeOf(shown, document) : characterAt(document, selection.active);
  }

  /** @returns undefined when it was refused, and the user told why */
  private async begin(
    editor: vscode.TextEditor,
    task: RewriteTask,
    spans: readonly DocumentSpan[],
  ): Promise<ActivePreview | undefined> {
    const { document } = editor;
    this.discard();
    this.showAgain = undefined;
    const { version } = document;
    const turn = ++this.turn;
    if (!(await this.permitted(document))) return undefined;
    const { ActivePreview } = await import('./activePreview');
    await runCommand('editor.action.inlineSuggest.hide');
    if (turn !== this.turn) return undefined;
    if (document.version !== version) {
      sayEnd('changed');
      return undefined;
    }
    // From here on nothing is waited for: the spans, the text that is sent and the preview are of one version.
    const job = jobOf(linesOf(document), task, spans);
    const length = job.oldTexts.reduce((sum, text) => sum + text.length, 0);
    if (length > longestOldText || spans.length > mostSpans) {
      sayNothingToDo(
        vscode.l10n.t(
          'That is too much at once: at most {0} characters in {1} places are written anew.',
          longestOldText,
          mostSpans,
        ),
      );
      return undefined;
    }
    const question = askAbout(document, job.spans);
    if (question.text.text.includes('\0')) {
      void sayRefusal({ kind: 'binary' }, document);
      return undefined;
    }
    const preview = new ActivePreview({
      document,
      job,
      ask: (keep, number, signal) => question.rewrite(this.options.requests, job, keep, number, signal, say),
      onClosed: (why, ranges) => {
        if (this.preview === preview) this.preview = undefined;
        if (ranges.length > 0) this.accepted.remember(document.uri.toString(), ranges);
        this.setKeys();
        sayEnd(why);
        const again = this.showAgain;
        if (why === 'accepted' && again?.document === document) void this.showConfidence(editor, again.lines);
      },
    });
    this.preview = preview;
    this.setKeys();
    void preview.start();
    return preview;
  }

  private async showConfidence(editor: vscode.TextEditor, lines?: vscode.Range): Promise<void> {
    const { document } = editor;
    if (!(await this.permitted(document))) return;
    const { Confidence } = await import('./confidence');
    this.hideConfidence();
    const confidence = new Confidence({
      editor,
      lines,
      requests: this.options.requests,
      onProblem: say,
      onClosed: () => {
        if (this.confidence === confidence) this.confidence = undefined;
        this.setKeys();
      },
    });
    this.confidence = confidence;
    this.setKeys();
    await confidence.ask();
  }

  /** The same rules as for suggestions that are asked for: languages, excluded files, what cannot be written. */
  private async permitted(document: vscode.TextDocument): Promise<boolean> {
    const silence = await this.options.gate.check(document, true);
    if (silence) void sayRefusal(silence, document);
    return silence === undefined;
  }

  private setKeys(): void {
    const active = vscode.window.activeTextEditor?.document;
    const here = (document: vscode.TextDocument | undefined): boolean => document !== undefined && document === active;
    const previewed =
      this.preview !== undefined && (here(this.preview.document) || active?.uri.scheme === rewriteScheme);
    this.setKey('whetstone.rewritePreview', previewed);
    this.setKey('whetstone.rewriteSlider', previewed && this.preview?.slider === true);
    this.setKey('whetstone.confidenceShown', here(this.confidence?.document));
  }

  private setKey(key: WhetstoneContextKey, value: boolean): void {
    if ((this.keys.get(key) ?? false) === value) return;
    this.keys.set(key, value);
    void runCommand('setContext', key, value);
  }
}

/** What the suites look at. */
export interface RewriteView {
  readonly preview: PreviewState | undefined;
  readonly hint: string;
  readonly confidence: Confidence['tokens'];
}

const say = (problem: Parameters<typeof sayProblem>[0]): void => void sayProblem(problem);

function rangeOf(
  part: { readonly start: DocumentPart['start']; readonly end: DocumentPart['end'] },
  document: vscode.TextDocument,
): vscode.Range {
  const { start, end } = part;
  return document.validateRange(new vscode.Range(start.line, start.character, end.line, end.character));
}
