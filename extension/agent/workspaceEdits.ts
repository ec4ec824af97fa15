import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { FileEdit } from '../../runtime/agent/protocol';
import { RuntimeRequestError } from '../runtimeProcess/errors';
import { changedPart } from './changedPart';
import { insideWorkspace } from './workspacePaths';

/** How long VS Code may take to see that a file has changed on the disk. Milliseconds. */
const lagMs = 1500;
/** A byte order mark is no part of a document's text in VS Code. */
const mark = '\uFEFF';

/**
 * Applies edits as one change of VS Code: all or none, one step to undo, and only to files that still are as they were
 * previewed. Documents without unsaved changes are saved afterwards, because programs read what is on the disk.
 * @param roots absolute folders of the workspace
 * @throws RuntimeRequestError
 */
export async function applyFileEdits(edits: readonly FileEdit[], roots: readonly string[]): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  const toSave: vscode.TextDocument[] = [];
  for (const { path, before, after } of edits) {
    const file = insideWorkspace(path, roots);
    if (file === undefined) {
      throw refused(
        vscode.l10n.t('{0} is not in the workspace.', path),
        vscode.l10n.t('Only files of the workspace can be edited.'),
      );
    }
    const uri = vscode.Uri.file(file);
    const document = await present(uri);
    if (before === undefined) {
      if (document) throw changed(path);
      if (after !== undefined) change.createFile(uri, { contents: Buffer.from(after, 'utf8'), overwrite: false });
      continue;
    }
    if (!document || !(await becomes(document, before))) throw changed(path);
    if (after === undefined) {
      change.deleteFile(uri, { ignoreIfNotExists: false });
      continue;
    }
    const { start, end, text } = changedPart(document.getText(), inLineEnds(document.eol, after));
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    change.replace(uri, range, text);
    if (!document.isDirty) toSave.push(document);
  }
  if (!(await vscode.workspace.applyEdit(change))) {
    throw refused(
      vscode.l10n.t('VS Code did not apply the edits.'),
      vscode.l10n.t('Look whether a file is read-only or was changed meanwhile, and try again.'),
    );
  }
  for (const document of toSave) await save(document);
}

/** VS Code answers that nothing was saved where another save of the file was under way. */
async function save(document: vscode.TextDocument): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    if (await document.save()) return;
    await sleep(100);
  }
}

/** The open document, or the file's; undefined when there is neither. */
async function present(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const open = openDocument(uri.fsPath);
  if (open) return open;
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
  return vscode.workspace.openTextDocument(uri);
}

/** @param file absolute path */
export function openDocument(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
}

/** Whether a document is as it was previewed. One without unsaved changes may lag behind its file for a moment. */
async function becomes(document: vscode.TextDocument, previewed: string): Promise<boolean> {
  const deadline = Date.now() + lagMs;
  for (;;) {
    if (sameText(document.getText(), previewed)) return true;
    if (document.isDirty || Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function sameText(present: string, previewed: string): boolean {
  return oneLineEnd(present) === oneLineEnd(previewed);
}

/** VS Code gives a document one kind of line end; a file can hold both. */
function oneLineEnd(text: string): string {
  return (text.startsWith(mark) ? text.slice(1) : text).replaceAll('\r\n', '\n');
}

function inLineEnds(eol: vscode.EndOfLine, text: string): string {
  const plain = oneLineEnd(text);
  return eol === vscode.EndOfLine.CRLF ? plain.replaceAll('\n', '\r\n') : plain;
}

function changed(path: string): RuntimeRequestError {
  return refused(
    vscode.l10n.t('{0} is no longer as it was when the edit was made.', path),
    vscode.l10n.t('Read it again and make the edit anew.'),
  );
}

function refused(message: string, action: string): RuntimeRequestError {
  return new RuntimeRequestError({ kind: 'bad-request', message, action });
}
