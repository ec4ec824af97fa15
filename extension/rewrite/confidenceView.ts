import * as vscode from 'vscode';
import type { DocumentPart } from '../contributions/commandMap';
import { commandLink } from '../contributions/commandRegistry';
import type { ColorId } from '../contributions/colors';
import type { LinePosition } from '../infill/context/lineSource';
import type { HeatBand } from './tokenHeat';

/** A token that is shown, at its place in the document. */
export interface ShownToken {
  readonly start: LinePosition;
  readonly end: LinePosition;
  /** 0..1. */
  readonly probability: number;
  readonly band: HeatBand | undefined;
}

/** Tint and line of each band: the line's style tells them apart where colours do not. */
const looks: Readonly<Record<HeatBand, { readonly color: ColorId; readonly line: string }>> = {
  unlikely: { color: 'whetstone.confidenceUnlikelyBackground', line: 'underline wavy' },
  doubtful: { color: 'whetstone.confidenceDoubtfulBackground', line: 'underline dashed' },
  possible: { color: 'whetstone.confidencePossibleBackground', line: 'underline dotted' },
};
const bandNames: readonly HeatBand[] = ['unlikely', 'doubtful', 'possible'];
const regenerateToken = 'whetstone.rewrite.regenerateToken';

/** Shows how sure the model is of each token, until it is disposed. Every token has a hover with its figure and a link. */
export class ConfidenceView implements vscode.Disposable {
  private readonly types = new Map(
    bandNames.map((band) => [
      band,
      vscode.window.createTextEditorDecorationType({
        backgroundColor: new vscode.ThemeColor(looks[band].color),
        // A theme's colour is a variable of the page by its id with dashes; decorations take one for lines only through it.
        textDecoration: `${looks[band].line} var(--vscode-whetstone-confidenceUnderline)`,
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      }),
    ]),
  );
  /** Of what the model is sure of only the hover tells. */
  private readonly sure = vscode.window.createTextEditorDecorationType({});
  private readonly subscription = vscode.window.onDidChangeVisibleTextEditors(() => this.apply());

  constructor(
    readonly document: vscode.TextDocument,
    readonly tokens: readonly ShownToken[],
  ) {
    this.apply();
  }

  /** The token that a place is in, or at the end of. */
  tokenAt({ line, character }: LinePosition): ShownToken | undefined {
    const touching = this.tokens.filter(
      ({ start, end }) => start.line === line && start.character <= character && character <= end.character,
    );
    return touching.at(-1);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const type of [...this.types.values(), this.sure]) type.dispose();
  }

  private apply(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== this.document) continue;
      for (const [band, type] of this.types) editor.setDecorations(type, this.marks(band));
      editor.setDecorations(this.sure, this.marks(undefined));
    }
  }

  private marks(band: HeatBand | undefined): vscode.DecorationOptions[] {
    return this.tokens
      .filter((token) => token.band === band)
      .map((token) => ({
        range: new vscode.Range(token.start.line, token.start.character, token.end.line, token.end.character),
        hoverMessage: this.hover(token),
      }));
  }

  private hover({ start, end, probability }: ShownToken): vscode.MarkdownString {
    const part: DocumentPart = { document: this.document.uri.toString(), start, end };
    const hover = new vscode.MarkdownString();
    hover.isTrusted = { enabledCommands: [regenerateToken] };
    const token = this.document.lineAt(start.line).text.slice(start.character, end.character);
    hover.appendText(vscode.l10n.t('“{0}”: the model is {1} sure of it', token, percent(probability)));
    hover.appendMarkdown(`\n\n${commandLink(regenerateToken, vscode.l10n.t('Regenerate This Token'), part)}`);
    return hover;
  }
}

/** Two digits are enough to compare, and more would promise too much. */
function percent(probability: number): string {
  const value = probability * 100;
  return vscode.l10n.t('{0} %', value < 1 ? '< 1' : Math.round(value));
}
