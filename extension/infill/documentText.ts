/** Text of VS Code's documents as the vscode-free parts want it: by lines, LF, without copies of the whole document. */
import * as vscode from 'vscode';
import { cutPrefix, cutSuffix } from './context/contextCut';
import type { LineSource } from './context/lineSource';
import type { Spot } from './spot';
import type { CursorText } from './cursorText';
import { documentEdge } from './cursorText';
import { lookAfter, lookBefore } from './remainderCache';

export function linesOf(document: vscode.TextDocument): LineSource {
  return {
    lineCount: document.lineCount,
    line: (index) => (index >= 0 && index < document.lineCount ? document.lineAt(index).text : ''),
  };
}

export interface Surroundings {
  readonly prefix: string;
  readonly suffix: string;
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

/** @param before @param after budgets in UTF-16 units */
export function surroundingsOf(document: vscode.TextDocument, spot: Spot, before: number, after: number): Surroundings {
  const lines = linesOf(document);
  const prefix = cutPrefix(lines, spot.start, before);
  const suffix = cutSuffix(lines, spot.end, after);
  return {
    prefix: prefix.text + spot.selected,
    suffix: suffix.text,
    fromStart: prefix.fromStart,
    toEnd: suffix.toEnd,
  };
}

/** What earlier answers are found by. */
export function cursorText(document: vscode.TextDocument, spot: Spot): CursorText {
  const { prefix, suffix, fromStart, toEnd } = surroundingsOf(document, spot, lookBefore, lookAfter);
  return { before: (fromStart ? documentEdge : '') + prefix, after: suffix + (toEnd ? documentEdge : '') };
}

/** Nearest line with text above or below a line, within a few lines. */
export function nearestText(document: vscode.TextDocument, line: number, step: 1 | -1): string | undefined {
  for (let distance = 1; distance <= 20; distance++) {
    const index = line + step * distance;
    if (index < 0 || index >= document.lineCount) return undefined;
    const { text, isEmptyOrWhitespace } = document.lineAt(index);
    if (!isEmptyOrWhitespace) return text;
  }
  return undefined;
}

/** Text of the model, as this document ends its lines. */
export function toDocumentEol(text: string, document: vscode.TextDocument): string {
  return document.eol === vscode.EndOfLine.CRLF ? text.replace(/\n/g, '\r\n') : text;
}
