import * as vscode from 'vscode';
import type { WhetstoneCommands } from '../contributions/commandMap';
import { commandLink } from '../contributions/commandRegistry';
import { wholeCharacter } from '../infill/context/lineSource';
import type { DocumentSpan } from './documentSpan';
import { sliderText } from './keepSteps';
import { layOut, type PreviewLayout } from './previewLayout';
import type { PreviewState, Variant } from './previewSession';

/** What the hover offers. */
const links = [
  'whetstone.rewrite.accept',
  'whetstone.rewrite.discard',
  'whetstone.rewrite.another',
  'whetstone.rewrite.showDiff',
] as const satisfies readonly (keyof WhetstoneCommands)[];

/** Longer pieces are cut in the line, and whole in the hover and the diff. UTF-16 units. */
const longestPiece = 200;

export interface PreviewViewOptions {
  readonly document: vscode.TextDocument;
  readonly spans: readonly DocumentSpan[];
  readonly oldTexts: readonly string[];
  /** Whether a share of the old text can stay. */
  readonly slider: boolean;
}

interface Marks {
  readonly removed: readonly vscode.Range[];
  readonly added: readonly vscode.DecorationOptions[];
  readonly spans: readonly vscode.DecorationOptions[];
  readonly hint: readonly vscode.DecorationOptions[];
}

const nothing: Marks = { removed: [], added: [], spans: [], hint: [] };

/**
 * Shows in the editors of a document what a rewrite would change. Nothing is written into the document before it is accepted: so
 * a preview never makes it dirty, is never saved by an automatic save, and leaves no trace in the undo stack.
 */
export class PreviewView implements vscode.Disposable {
  private readonly removed = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('diffEditor.removedTextBackground'),
    textDecoration: 'line-through',
  });
  private readonly added = vscode.window.createTextEditorDecorationType({});
  private readonly span = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.modifiedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  private readonly hint = vscode.window.createTextEditorDecorationType({});
  private readonly subscription = vscode.window.onDidChangeVisibleTextEditors(() => this.apply());
  private marks = nothing;

  constructor(private readonly options: PreviewViewOptions) {}

  /** What the hint says now; for screen readers and suites. */
  hintText = '';

  /** @param sliding whether the slider is open, and takes the keys */
  render(state: PreviewState, sliding: boolean): void {
    this.hintText = hintOf(state, this.options.slider, sliding);
    this.marks = state.kind === 'closed' ? nothing : this.marksOf(state);
    this.apply();
  }

  dispose(): void {
    this.subscription.dispose();
    for (const type of [this.removed, this.added, this.span, this.hint]) type.dispose();
  }

  private apply(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== this.options.document) continue;
      editor.setDecorations(this.removed, this.marks.removed);
      editor.setDecorations(this.added, [...this.marks.added]);
      editor.setDecorations(this.span, [...this.marks.spans]);
      editor.setDecorations(this.hint, [...this.marks.hint]);
    }
  }

  private marksOf(state: PreviewState): Marks {
    const { document, spans, oldTexts } = this.options;
    const variant = 'variant' in state ? state.variant : undefined;
    const layouts = spans.map((span, index) =>
      layOut(oldTexts[index] ?? '', variant?.texts[index] ?? oldTexts[index] ?? '', span.start),
    );
    const tabSize = tabSizeOf(document);
    return {
      removed: layouts.flatMap((layout) => layout.removed.map(({ start, end }) => rangeOf(start, end))),
      added: layouts.flatMap((layout) => addedMarks(layout, tabSize)),
      spans: spans.map((span, index) => ({
        range: rangeOf(span.start, span.end),
        ...(variant ? { hoverMessage: hoverOf(variant, index, document.languageId) } : {}),
      })),
      hint: hintMarks(document, spans, this.hintText),
    };
  }
}

function addedMarks({ added }: PreviewLayout, tabSize: number): vscode.DecorationOptions[] {
  // Themes with high contrast have no tint for inserted text: a frame takes its place.
  const { kind } = vscode.window.activeColorTheme;
  const contrast = kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
  return added.map(({ at, text }) => ({
    range: rangeOf(at, at),
    renderOptions: {
      after: {
        contentText: asShown(text, tabSize),
        color: new vscode.ThemeColor('editor.foreground'),
        // With high contrast a selection is a bright area, which reaches a little beyond the end of its line.
        backgroundColor: new vscode.ThemeColor(contrast ? 'editor.background' : 'diffEditor.insertedTextBackground'),
        fontStyle: 'italic',
        ...(contrast ? { border: '1px dashed' } : {}),
      },
    },
  }));
}

/** At the end of the first line, where the eye is, and out of the way of what is inserted. */
function hintMarks(
  document: vscode.TextDocument,
  spans: readonly DocumentSpan[],
  text: string,
): vscode.DecorationOptions[] {
  const [first] = spans;
  if (!first) return [];
  const end = document.lineAt(Math.min(first.start.line, document.lineCount - 1)).range.end;
  const after = {
    contentText: asShown(text, 1),
    color: new vscode.ThemeColor('editorCodeLens.foreground'),
    margin: '0 0 0 2em',
  };
  return [{ range: new vscode.Range(end, end), renderOptions: { after } }];
}

function hintOf(state: PreviewState, slider: boolean, sliding: boolean): string {
  switch (state.kind) {
    case 'asking':
      return vscode.l10n.t('Rewriting… · Esc cancels') + keptOf(state.keep, slider, sliding);
    case 'shown':
      return shownHint(state.exhausted, sliding) + keptOf(state.keep, slider, sliding);
    case 'same':
      return sameHint(state.careful) + keptOf(state.keep, slider, sliding);
    case 'closed':
      return '';
  }
}

function sameHint(careful: boolean): string {
  return careful
    ? vscode.l10n.t('Nothing changed: the model has nothing clearly better · Alt+] tries on · Esc ends')
    : vscode.l10n.t('The model would write the same · Alt+] tries on · Esc ends');
}

function shownHint(exhausted: boolean, sliding: boolean): string {
  if (exhausted) return vscode.l10n.t('No other variant found · Esc discards');
  return sliding
    ? vscode.l10n.t('Enter accepts · Esc discards · Alt+] another')
    : vscode.l10n.t('Tab accepts · Esc discards · Alt+] another');
}

function keptOf(keep: number, slider: boolean, sliding: boolean): string {
  if (!slider) return '';
  const keys = sliding ? '' : 'Alt+- Alt+= ';
  return ` · ${keys}${sliderText(keep)} ${vscode.l10n.t('{0} % stays', Math.round(keep * 100))}`;
}

/** The whole new text: lines have no room for more lines between them. */
function hoverOf(variant: Variant, index: number, languageId: string): vscode.MarkdownString {
  const hover = new vscode.MarkdownString(undefined, true);
  hover.isTrusted = { enabledCommands: links };
  hover.appendCodeblock(variant.texts[index] ?? '', languageId);
  const labels: Readonly<Record<(typeof links)[number], string>> = {
    'whetstone.rewrite.accept': vscode.l10n.t('Accept'),
    'whetstone.rewrite.discard': vscode.l10n.t('Discard'),
    'whetstone.rewrite.another': vscode.l10n.t('Another Variant'),
    'whetstone.rewrite.showDiff': vscode.l10n.t('Open in Diff Editor'),
  };
  hover.appendMarkdown(links.map((link) => commandLink(link, labels[link])).join(' · '));
  return hover;
}

/** In a decoration white space collapses, and there is one line. */
function asShown(text: string, tabSize: number): string {
  const shown = text.length > longestPiece ? `${text.slice(0, wholeCharacter(text, longestPiece))}…` : text;
  return shown.replaceAll('\t', '\u00a0'.repeat(tabSize)).replaceAll(' ', '\u00a0');
}

function tabSizeOf(document: vscode.TextDocument): number {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  return typeof editor?.options.tabSize === 'number' ? editor.options.tabSize : 4;
}

function rangeOf(start: DocumentSpan['start'], end: DocumentSpan['end']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
