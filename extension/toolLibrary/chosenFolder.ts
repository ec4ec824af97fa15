import path from 'node:path';
import * as vscode from 'vscode';
import { workspaceRoots } from '../agent/agentConfig';
import { insideWorkspace } from '../agent/workspacePaths';

const key = 'whetstone.toolLibrary.folder';

/** Which folder of the workspace the page is about: the one that was chosen last, else the first. */
export class ChosenFolder {
  constructor(private readonly memory: vscode.Memento) {}

  /** Absolute; undefined: no folder is open. */
  get root(): string | undefined {
    const roots = workspaceRoots();
    const chosen = this.memory.get<string>(key);
    return chosen !== undefined && roots.includes(chosen) ? chosen : roots[0];
  }

  get all(): readonly { readonly path: string; readonly name: string }[] {
    const names = new Map(vscode.workspace.workspaceFolders?.map(({ uri, name }) => [uri.fsPath, name]));
    return workspaceRoots().map((root) => ({ path: root, name: names.get(root) ?? path.basename(root) }));
  }

  /** One that is not open any more is not chosen. */
  async choose(folder: string): Promise<void> {
    if (workspaceRoots().includes(folder)) await this.memory.update(key, folder);
  }

  /** Opens a source beside the page. @param file from the folder @param line from 1 */
  async goTo(file: string, line: number): Promise<void> {
    const absolute = insideWorkspace(path.join(this.root ?? '', file), workspaceRoots());
    if (absolute === undefined) return;
    const position = new vscode.Position(Math.max(0, line - 1), 0);
    await vscode.window.showTextDocument(vscode.Uri.file(absolute), {
      selection: new vscode.Range(position, position),
      viewColumn: vscode.ViewColumn.Beside,
    });
  }
}
