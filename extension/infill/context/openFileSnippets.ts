import * as vscode from 'vscode';
import type { ExcludedFiles } from '../excludedFiles';
import { identifiersOf } from './identifiers';
import { sameFamily } from './languageFamily';
import type { RecentFiles } from './recentFiles';
import type { SnippetCandidate } from './snippetRanking';
import { chunksOf } from './snippetRanking';

/** Files looked at, the most recently used first; lines looked at in each. Bounds the time of a look to a few milliseconds. */
const filesRead = 8;
const linesRead = 400;
/** Lines around an edit that are looked at in files longer than that. */
const linesAround = 60;
/** Longer lines are data, not code to learn from. UTF-16 units. */
const longestLine = 400;

interface Pieces {
  readonly version: number;
  readonly candidates: readonly SnippetCandidate[];
}

/** Pieces of the other open files of the same family of languages. */
export class OpenFileSnippets implements vscode.Disposable {
  private readonly pieces = new Map<string, Pieces>();
  private readonly subscription = vscode.workspace.onDidCloseTextDocument((document) =>
    this.pieces.delete(document.uri.toString()),
  );

  constructor(
    private readonly recent: RecentFiles,
    private readonly excluded: ExcludedFiles,
  ) {}

  candidatesFor(document: vscode.TextDocument): readonly SnippetCandidate[] {
    return vscode.workspace.textDocuments
      .filter((other) => other !== document && sameFamily(other.languageId, document.languageId) && this.allowed(other))
      .sort((a, b) => this.recent.lastUsed(b) - this.recent.lastUsed(a))
      .slice(0, filesRead)
      .flatMap((other) => this.piecesOf(other));
  }

  /** Whether pieces of this file may (still) be shown to the model. */
  allowed(document: vscode.TextDocument): boolean {
    // Cells come with their notebook; what has no file system (output, commit messages) is no code of the user's.
    const written = document.uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(document.uri.scheme);
    return written === true && this.excluded.patternFor(document) === undefined;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private piecesOf(document: vscode.TextDocument): readonly SnippetCandidate[] {
    const key = document.uri.toString();
    const known = this.pieces.get(key);
    const lastUsed = this.recent.lastUsed(document);
    if (known?.version === document.version) {
      return known.candidates.map((candidate) => ({ ...candidate, lastUsed }));
    }
    const path = vscode.workspace.asRelativePath(document.uri, false);
    const candidates = this.linesToRead(document)
      .flatMap((lines) => chunksOf(lines))
      .map((text, index) => ({
        key: `${key}#${index}`,
        lastUsed,
        identifiers: identifiersOf(text),
        snippet: { path, languageId: document.languageId, text },
      }));
    this.pieces.set(key, { version: document.version, candidates });
    return candidates;
  }

  /** The whole of a short file; of a long one its beginning and the surroundings of the latest edits. */
  private linesToRead(document: vscode.TextDocument): readonly (readonly string[])[] {
    const read = (from: number, to: number): string[] => {
      const lines: string[] = [];
      for (let line = Math.max(0, from); line < Math.min(document.lineCount, to); line++) {
        const { text } = document.lineAt(line);
        if (text.length <= longestLine) lines.push(text);
      }
      return lines;
    };
    if (document.lineCount <= linesRead) return [read(0, document.lineCount)];
    const edits = this.recent.editedLines(document).filter((line) => line >= linesAround);
    return [read(0, linesAround), ...edits.map((line) => read(line - linesAround / 2, line + linesAround / 2))];
  }
}
