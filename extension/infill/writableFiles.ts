import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import * as vscode from 'vscode';

/** Schemes without a file system whose documents people nevertheless write in. */
const editable = new Set(['untitled', 'vscode-notebook-cell', 'vscode-userdata']);

/** Knows which documents can be written: nothing is suggested in the others, nor in panels that only look like documents. */
export class WritableFiles implements vscode.Disposable {
  private readonly known = new Map<string, boolean>();
  /** A save can have been preceded by a change of permissions, and a closed file is asked again when it comes back. */
  private readonly subscription = vscode.Disposable.from(
    vscode.workspace.onDidSaveTextDocument((document) => this.known.delete(document.uri.toString())),
    vscode.workspace.onDidCloseTextDocument((document) => this.known.delete(document.uri.toString())),
  );

  /** Answers at once after the first time, so that a suggestion already known appears without delay. */
  canWrite(uri: vscode.Uri): boolean | Promise<boolean> {
    if (editable.has(uri.scheme)) return true;
    // False: a read-only file system. Undefined: none at all, as for output panels and commit messages.
    if (!vscode.workspace.fs.isWritableFileSystem(uri.scheme)) return false;
    return this.known.get(uri.toString()) ?? this.look(uri);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async look(uri: vscode.Uri): Promise<boolean> {
    const writable = uri.scheme === 'file' ? await canWriteOnDisk(uri.fsPath) : await canWriteBy(uri);
    this.known.set(uri.toString(), writable);
    return writable;
  }
}

/** Asks the disk itself: VS Code tells extensions nothing of a file's write protection. */
async function canWriteOnDisk(path: string): Promise<boolean> {
  try {
    const { mode } = await stat(path);
    await access(path, constants.W_OK);
    // Root may write everything, but not by accident.
    return (mode & 0o222) !== 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Not on disk yet, or gone: its text can still be written.
    return code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS';
  }
}

async function canWriteBy(uri: vscode.Uri): Promise<boolean> {
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri);
    return ((permissions ?? 0) & vscode.FilePermission.Readonly) === 0;
  } catch {
    return true;
  }
}
