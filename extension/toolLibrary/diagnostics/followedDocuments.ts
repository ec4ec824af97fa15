import path from 'node:path';
import * as vscode from 'vscode';
import { workspaceRoots } from '../../agent/agentConfig';

/** What tools are found in. */
const ending = /\.(pyw?|[cm]?[jt]sx?)$/;
/** Longer ones are not parsed. UTF-16 code units. */
const longest = 2 << 20;

/** The path of a file from the folder that the library is of, with slashes; undefined: it lies elsewhere. */
export function pathInFolder(uri: vscode.Uri): string | undefined {
  const [root] = workspaceRoots();
  if (root === undefined || uri.scheme !== 'file') return undefined;
  const relative = path.relative(root, uri.fsPath);
  if (relative === '' || path.isAbsolute(relative) || relative.split(path.sep)[0] === '..') return undefined;
  return relative.split(path.sep).join('/');
}

/** The file of a path of the library. */
export function uriInFolder(file: string): vscode.Uri {
  return vscode.Uri.file(path.join(workspaceRoots()[0] ?? '', file));
}

/** The path of a document whose functions are looked at; undefined: they are not. */
export function followedPath(document: vscode.TextDocument): string | undefined {
  if (document.isClosed || !ending.test(document.uri.path)) return undefined;
  return pathInFolder(document.uri);
}

/** Documents in tabs whose functions are looked at, by path. Others are open only because some extension has read them. */
export function followedDocuments(): ReadonlyMap<string, vscode.TextDocument> {
  const tabs = urisInTabs();
  const found = new Map<string, vscode.TextDocument>();
  for (const document of vscode.workspace.textDocuments) {
    if (!tabs.has(document.uri.toString())) continue;
    const file = followedPath(document);
    if (file !== undefined && document.getText().length <= longest) found.set(file, document);
  }
  return found;
}

function urisInTabs(): ReadonlySet<string> {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return new Set(
    inputs.flatMap((input) => {
      if (input instanceof vscode.TabInputText) return [input.uri.toString()];
      return input instanceof vscode.TabInputTextDiff ? [input.original.toString(), input.modified.toString()] : [];
    }),
  );
}

/** Files and folders of the library that change on the disk, whoever changes them. A folder that goes is told without its files. */
export function watchFolder(onTouched: (file: string) => void): vscode.Disposable {
  const [folder] = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === 'file') ?? [];
  if (folder === undefined) return new vscode.Disposable(() => undefined);
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**'));
  const touched = (uri: vscode.Uri): void => {
    const file = pathInFolder(uri);
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    if (file === undefined || /(^|\/)(\.git|node_modules)(\/|$)/.test(file)) return;
    if (ending.test(name) || !name.includes('.')) onTouched(file);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(touched),
    watcher.onDidChange(touched),
    watcher.onDidDelete(touched),
    vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach(touched)),
    vscode.workspace.onDidRenameFiles(({ files }) =>
      files.flatMap((each) => [each.oldUri, each.newUri]).forEach(touched),
    ),
  );
}
