import * as vscode from 'vscode';
import type { ContextSnippet, ModelInfo } from '../../../runtime/protocol';
import { readSetting } from '../../contributions/configuration';
import { otherFilesAllowed } from '../sources/copyReach';
import { surroundingsOf } from '../documentText';
import type { Spot } from '../spot';
import { notebookOf } from '../suggestionGate';
import { cellsAfter, cellsBefore } from './notebookCells';
import type { OpenFileSnippets } from './openFileSnippets';
import { pieceCandidates } from './pieceCandidates';
import type { RepositoryPieces } from './repositoryPieces';
import { StickySnippets } from './stickySnippets';

/**
 * Upper bounds of what is sent, UTF-16 units. More than the model reads, which the runtime cuts by tokens: copies are
 * looked for in all of it.
 */
const mostBefore = 20_000;
const mostAfter = 6000;
/** Usual length of a token, for shares of the budget. */
const usualUnitsPerToken = 4;
/** Text around the cursor that tells what the user writes about. UTF-16 units. */
const focusUnits = 1500;
/** Pieces that are only copied from cost no pass: more of them than a model would read. UTF-16 units. */
const mostCopied = 8000;
const mostPieces = 32;

export interface InfillContext {
  readonly prefix: string;
  readonly suffix: string;
  readonly snippets: readonly ContextSnippet[];
}

/** Makes what the model reads: text around the cursor, neighbouring cells, and pieces of other files. */
export class ContextBuilder implements vscode.Disposable {
  private readonly chosen = new Map<string, StickySnippets>();
  private readonly subscription = vscode.Disposable.from(
    vscode.workspace.onDidCloseTextDocument((document) => this.chosen.delete(document.uri.toString())),
    // Pieces of closed files stay chosen, but not those of files that are excluded from now on.
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('whetstone')) this.chosen.clear();
    }),
  );

  constructor(
    private readonly openFiles: OpenFileSnippets,
    private readonly repository: RepositoryPieces,
  ) {}

  /**
   * Asks the index of the repository about a place, while the hands rest. Done when its answer is known; what comes later than a
   * suggestion needs it is for the next one.
   */
  async prepare(document: vscode.TextDocument, spot: Spot): Promise<void> {
    const { prefix, suffix } = surroundingsOf(document, spot, mostBefore, mostAfter);
    const other = await this.repository.ask(document, spot.start.line, { before: prefix, after: suffix });
    if (other) this.chosen.get(document.uri.toString())?.renew();
  }

  build(document: vscode.TextDocument, spot: Spot, model: ModelInfo | undefined): InfillContext {
    const { prefix, suffix, fromStart, toEnd } = surroundingsOf(document, spot, mostBefore, mostAfter);
    const cells = neighbourCells(document);
    const whole = {
      prefix: fromStart ? cellsBefore(cells.before, mostBefore - prefix.length) + prefix : prefix,
      suffix: toEnd ? suffix + cellsAfter(cells.after, mostAfter - suffix.length) : suffix,
    };
    const room = (model?.maxPrefixTokens ?? 512) * usualUnitsPerToken;
    const read = this.snippets(document, whole.prefix, whole.suffix, room, model);
    return { ...whole, snippets: [...this.copied(document, model), ...read] };
  }

  dispose(): void {
    this.subscription.dispose();
    this.chosen.clear();
  }

  /** Best last. They may change with every request: nothing that a model has read depends on them. */
  private copied(document: vscode.TextDocument, model: ModelInfo | undefined): readonly ContextSnippet[] {
    if (readsPieces(model)) return [];
    const taken: ContextSnippet[] = [];
    let left = mostCopied;
    for (const { path, languageId, text } of this.repository.known(document).toReversed()) {
      if (text.length > left || taken.length >= mostPieces) continue;
      left -= text.length;
      taken.unshift({ path, languageId, text, use: 'copies' });
    }
    return taken;
  }

  private snippets(
    document: vscode.TextDocument,
    prefix: string,
    suffix: string,
    room: number,
    model: ModelInfo | undefined,
  ): readonly ContextSnippet[] {
    if (!otherFilesAllowed() || readSetting('whetstone.infill.contextFrom', document) === 'off') return [];
    const key = document.uri.toString();
    const sticky = this.chosen.get(key) ?? new StickySnippets();
    this.chosen.set(key, sticky);
    // A file that fills the context by itself leaves a fifth to others, a short one half.
    const budget = Math.max(room / 5, Math.min(room / 2, room - prefix.length));
    const near = prefix.slice(-focusUnits) + suffix.slice(0, focusUnits / 3);
    const candidates = (): ReturnType<OpenFileSnippets['candidatesFor']> => [
      ...this.openFiles.candidatesFor(document),
      ...(readsPieces(model) ? pieceCandidates(this.repository.known(document)) : []),
    ];
    return sticky.choose(near, candidates, Date.now(), budget).map(({ snippet }) => snippet);
  }
}

/** The embedded model has room for its own file only: to it pieces of closed files are for the copy prior alone. */
function readsPieces(model: ModelInfo | undefined): boolean {
  return model !== undefined && model.attention !== 'isolated-context';
}

/** Text of the cells before and after a cell, each within a budget of UTF-16 units; '' for other documents. */
export function cellTexts(document: vscode.TextDocument): Record<'before' | 'after', (budget: number) => string> {
  const cells = neighbourCells(document);
  return {
    before: (budget) => cellsBefore(cells.before, budget),
    after: (budget) => cellsAfter(cells.after, budget),
  };
}

/** Cells of the same language before and after a cell, as text; none for other documents. */
function neighbourCells(document: vscode.TextDocument): { before: readonly string[]; after: readonly string[] } {
  const cells = notebookOf(document)?.getCells() ?? [];
  const index = cells.findIndex((cell) => cell.document === document);
  const texts = (some: readonly vscode.NotebookCell[]): string[] =>
    some.filter((cell) => cell.document.languageId === document.languageId).map((cell) => cell.document.getText());
  return { before: texts(cells.slice(0, Math.max(0, index))), after: texts(index < 0 ? [] : cells.slice(index + 1)) };
}
