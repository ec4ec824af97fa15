import * as vscode from 'vscode';
import type { FileEdit } from '../../runtime/agent/protocol';
import { runCommand } from '../contributions/commandRegistry';
import { workspaceRoots } from './agentConfig';
import { insideWorkspace } from './workspacePaths';

const scheme = 'whetstone-proposed';
/** Texts of previews that are kept: an open diff editor may ask again. */
const mostTexts = 200;

/** Shows proposed edits in VS Code's diff editor: the file as it was read, and as it would be. */
export class ChangesPreview implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private registration: vscode.Disposable | undefined;
  private shown = 0;

  async show(title: string, edits: readonly FileEdit[]): Promise<void> {
    this.registration ??= vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? '',
    });
    this.shown += 1;
    const sides = edits.map(({ path, before, after }) => ({
      file: vscode.Uri.file(insideWorkspace(path, workspaceRoots()) ?? `/${path}`),
      before: this.keep(path, 'before', before),
      after: this.keep(path, 'after', after),
      path,
    }));
    const [only] = sides;
    if (sides.length === 1 && only) {
      const left = only.before ?? this.keep(only.path, 'before', '');
      const right = only.after ?? this.keep(only.path, 'after', '');
      if (left && right) await runCommand('vscode.diff', left, right, `${only.path}: ${title}`, { preview: true });
      return;
    }
    await runCommand(
      'vscode.changes',
      title,
      sides.map(({ file, before, after }) => [file, before, after] as const),
    );
  }

  dispose(): void {
    this.registration?.dispose();
  }

  private keep(path: string, side: 'before' | 'after', text: string | undefined): vscode.Uri | undefined {
    if (text === undefined) return undefined;
    // The path keeps its ending, by which VS Code knows the language.
    const uri = vscode.Uri.from({ scheme, path: `/${path.replace(/^\/+/, '')}`, query: `${side}.${this.shown}` });
    this.texts.set(uri.toString(), text);
    const [oldest] = this.texts.keys();
    if (this.texts.size > mostTexts && oldest !== undefined) this.texts.delete(oldest);
    return uri;
  }
}
