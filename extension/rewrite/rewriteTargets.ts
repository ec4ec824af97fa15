/** What each command writes anew, in the editor that it is run in. */
import * as vscode from 'vscode';
import { wholeCharacter, type LineSource } from '../infill/context/lineSource';
import { linesOf } from '../infill/documentText';
import type { OffsetRange } from './acceptedTexts';
import { inOrder, spanOfSelection, textBetween, type DocumentSpan } from './documentSpan';
import { findMarkers } from './gapMarkers';
import type { ShownToken } from './confidenceView';
import type { RewriteJob, RewriteTask } from './rewriteJob';
import { tokenTarget } from './tokenTarget';

/** The selections that hold something; the other cursors of an editor stay out of it. */
export function selectedSpans({ document, selections }: vscode.TextEditor): readonly DocumentSpan[] {
  const source = linesOf(document);
  return inOrder(
    selections.filter(({ isEmpty }) => !isEmpty).map(({ start, end }) => spanOfSelection(source, start, end)),
  );
}

/** The gaps: markers in the selection, or without one in the file; and the cursors, when there are several. */
export function gapSpans({ document, selections }: vscode.TextEditor, marker: string): readonly DocumentSpan[] {
  const selected = selections.filter(({ isEmpty }) => !isEmpty);
  const text = document.getText();
  const within =
    selected.length > 0 ? selected.map((each) => offsets(document, each)) : [{ start: 0, end: text.length }];
  const markers = within.flatMap(({ start, end }) =>
    findMarkers(text.slice(start, end), marker).map((at): DocumentSpan => ({
      start: document.positionAt(start + at),
      end: document.positionAt(start + at + marker.length),
      marker: true,
    })),
  );
  const cursors =
    selections.length > 1
      ? selections.filter(({ isEmpty }) => isEmpty).map(({ active }): DocumentSpan => gapAt(document, active))
      : [];
  return inOrder([...markers, ...cursors]);
}

/** Parts of a document by their offsets, without the white space at their edges. */
export function spansOf(document: vscode.TextDocument, ranges: readonly OffsetRange[]): readonly DocumentSpan[] {
  const source = linesOf(document);
  return inOrder(
    ranges.map(({ start, end }) => spanOfSelection(source, document.positionAt(start), document.positionAt(end))),
  );
}

/**
 * The task for a token, or for the word that it is a part of.
 * @param tokens what is known of the document's tokens
 */
export function tokenJob(
  document: vscode.TextDocument,
  part: vscode.Range,
  tokens: readonly ShownToken[],
): { readonly task: RewriteTask; readonly span: DocumentSpan } {
  const { line } = part.start;
  const source = linesOf(document);
  const known = tokens
    .filter(({ start, end }) => start.line === line && end.line === line)
    .map(({ start, end }) => ({ from: start.character, to: end.character }));
  // A selection over several lines is as many tokens as it touches.
  const target = part.isSingleLine
    ? tokenTarget(source.line(line), { from: part.start.character, to: part.end.character }, known)
    : undefined;
  if (target?.kind === 'word') {
    const span = { start: { line, character: target.from }, end: { line, character: target.to }, marker: false };
    return { task: { kind: 'word' }, span };
  }
  const start = target ? { line, character: target.from } : part.start;
  const end = target ? { line, character: target.to } : part.end;
  // The line goes along, so that the token's neighbours are cut into tokens as they were.
  const span = spanOfSelection(source, { line, character: 0 }, document.lineAt(part.end.line).range.end);
  return { task: { kind: 'token', start, end }, span };
}

/** One character in the token at the cursor: the one after it, at the end of a line the one before. Undefined on an empty line. */
export function characterAt(document: vscode.TextDocument, cursor: vscode.Position): vscode.Range | undefined {
  const { text } = document.lineAt(cursor.line);
  const after = text.slice(cursor.character);
  const before = text.slice(0, cursor.character);
  const ahead = after.trim() !== '' && !/^\s/.test(after);
  const at = ahead ? cursor.character : before.trimEnd().length - 1;
  if (at < 0) return undefined;
  const start = /[\udc00-\udfff]/.test(text.charAt(at)) ? Math.max(0, at - 1) : at;
  return new vscode.Range(cursor.line, start, cursor.line, wholeCharacter(text, start + 1));
}

export function jobOf(source: LineSource, task: RewriteTask, spans: readonly DocumentSpan[]): RewriteJob {
  return { task, spans, oldTexts: spans.map(({ start, end }) => textBetween(source, start, end)) };
}

function gapAt(document: vscode.TextDocument, cursor: vscode.Position): DocumentSpan {
  return { ...spanOfSelection(linesOf(document), cursor, cursor), marker: false };
}

function offsets(document: vscode.TextDocument, range: vscode.Range): OffsetRange {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}
