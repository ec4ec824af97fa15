import path from 'node:path';
import * as vscode from 'vscode';
import { runCommand } from '../contributions/commandRegistry';
import { toDocumentEol } from '../infill/documentText';
import type { DocumentSpan } from './documentSpan';
import type { Variant } from './previewSession';
import { rewriteScheme } from './rewriteScheme';

/** The preview in VS Code's own diff editor: for long rewrites, and for screen readers, which know it. */
export class PreviewDiff implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly uri: vscode.Uri;
  private readonly provider: vscode.Disposable;
  private text: string;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly spans: readonly DocumentSpan[],
  ) {
    this.text = document.getText();
    // A name of its own each time, because VS Code keeps what it has once read.
    this.uri = document.uri.with({ scheme: rewriteScheme, query: String(Date.now()) });
    this.provider = vscode.workspace.registerTextDocumentContentProvider(rewriteScheme, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: () => this.text,
    });
  }

  update(variant: Variant): void {
    this.text = withTexts(this.document, this.spans, variant.texts);
    this.changed.fire(this.uri);
  }

  async show(): Promise<void> {
    const title = vscode.l10n.t('{0}: Rewrite', path.posix.basename(this.document.uri.path));
    await runCommand('vscode.diff', this.document.uri, this.uri, title, { preview: true });
  }

  /** Whether the diff, and not the document itself, is in front. */
  get open(): boolean {
    return this.tab !== undefined;
  }

  async close(): Promise<void> {
    const { tab } = this;
    if (tab) await vscode.window.tabGroups.close(tab, true);
  }

  dispose(): void {
    void this.close();
    this.provider.dispose();
    this.changed.dispose();
  }

  private get tab(): vscode.Tab | undefined {
    const ours = this.uri.toString();
    return vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .find(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === ours);
  }
}

function withTexts(document: vscode.TextDocument, spans: readonly DocumentSpan[], texts: readonly string[]): string {
  const whole = document.getText();
  let done = 0;
  let result = '';
  for (const [index, { start, end }] of spans.entries()) {
    const from = document.offsetAt(new vscode.Position(start.line, start.character));
    result += whole.slice(done, from) + toDocumentEol(texts[index] ?? '', document);
    done = document.offsetAt(new vscode.Position(end.line, end.character));
  }
  return result + whole.slice(done);
}
