import * as vscode from 'vscode';
import type { WorkspaceDiagnostic } from '../../runtime/agent/protocol';
import { openDocument } from './workspaceEdits';
import { asWritten, insideWorkspace } from './workspacePaths';

/** Language servers look at a document when it is opened: how long their first word is waited for. Milliseconds. */
const firstLookMs = 2000;

const severities = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'information',
  [vscode.DiagnosticSeverity.Hint]: 'hint',
} as const;

/** What VS Code's language features say of files of the workspace; without files, of all that they have looked at. */
export async function workspaceDiagnostics(
  files: readonly string[] | undefined,
  roots: readonly string[],
): Promise<readonly WorkspaceDiagnostic[]> {
  const wanted = files?.flatMap((file) => insideWorkspace(file, roots) ?? []);
  if (wanted) await look(wanted);
  return vscode.languages
    .getDiagnostics()
    .filter(
      ([{ scheme, fsPath }]) =>
        scheme === 'file' && (wanted ? wanted.includes(fsPath) : insideWorkspace(fsPath, roots) !== undefined),
    )
    .flatMap(([{ fsPath }, found]) =>
      found.map(({ range, severity, message, source }) => ({
        ...{ path: asWritten(fsPath, roots), line: range.start.line + 1, severity: severities[severity], message },
        ...(source === undefined ? {} : { source }),
      })),
    );
}

/** Opens files that are not open, and waits until something is said of them, or for a while. */
async function look(files: readonly string[]): Promise<void> {
  const closed = files.filter((file) => openDocument(file) === undefined);
  if (closed.length === 0) return;
  const waiting = new Set(closed);
  let heard: () => void = () => undefined;
  const said = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const registration = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    for (const { fsPath } of uris) waiting.delete(fsPath);
    if (waiting.size === 0) heard();
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    for (const file of closed) {
      try {
        await vscode.workspace.openTextDocument(file);
      } catch {
        // A file that is not there, or no text, has no problems to tell of.
        waiting.delete(file);
      }
    }
    if (waiting.size === 0) return;
    await Promise.race([
      said,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, firstLookMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
    registration.dispose();
  }
}
