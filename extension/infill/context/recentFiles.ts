import * as vscode from 'vscode';

/** Edited places that are remembered for each file. */
const placesKept = 4;
const filesKept = 20;

/** When files were last edited or looked at, and where they were edited. */
export class RecentFiles implements vscode.Disposable {
  private readonly used = new Map<string, { time: number; lines: readonly number[] }>();
  private readonly subscription = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const [change] = contentChanges;
      if (change) this.touch(document, change.range.start.line);
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor) this.touch(editor.document);
    }),
  );

  /** Milliseconds since 1970; 0 when never. */
  lastUsed(document: vscode.TextDocument): number {
    return this.used.get(document.uri.toString())?.time ?? 0;
  }

  /** Lines that were edited lately, newest first. */
  editedLines(document: vscode.TextDocument): readonly number[] {
    return this.used.get(document.uri.toString())?.lines ?? [];
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private touch(document: vscode.TextDocument, line?: number): void {
    const key = document.uri.toString();
    const before = this.used.get(key)?.lines ?? [];
    const lines = line === undefined ? before : [line, ...before.filter((other) => Math.abs(other - line) > 20)];
    // Deleted and set again, so that the map stays in the order of use.
    this.used.delete(key);
    this.used.set(key, { time: Date.now(), lines: lines.slice(0, placesKept) });
    for (const oldest of this.used.keys()) {
      if (this.used.size <= filesKept) break;
      this.used.delete(oldest);
    }
  }
}
