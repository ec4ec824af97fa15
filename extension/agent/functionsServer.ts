import { createHash } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { compilerArguments } from './bundledCompiler';
import { functionsServerProvider } from '../contributions/chatParticipant';
import { DisposableStore, type Disposable } from '../disposableStore';

/** Says which functions of a workspace may be called; without it there is no server. */
const configuration = '.vscode/whetstone-functions.json';

/**
 * Offers the functions of the workspace to VS Code as an MCP server, where the workspace says which, and is trusted. VS Code asks before
 * it starts the server.
 */
export function registerFunctionsServer(extensionPath: string): Disposable {
  const owned = new DisposableStore();
  const changes = owned.push(new vscode.EventEmitter<void>());
  const watcher = owned.push(vscode.workspace.createFileSystemWatcher(`**/${configuration}`));
  for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
    owned.push(event(() => changes.fire()));
  }
  owned.push(vscode.workspace.onDidGrantWorkspaceTrust(() => changes.fire()));
  owned.push(vscode.workspace.onDidChangeWorkspaceFolders(() => changes.fire()));
  owned.push(
    vscode.lm.registerMcpServerDefinitionProvider(functionsServerProvider.id, {
      onDidChangeMcpServerDefinitions: changes.event,
      provideMcpServerDefinitions: () => functionsServers(extensionPath),
    }),
  );
  return owned;
}

/** One for each folder that has the file. */
export async function functionsServers(extensionPath: string): Promise<vscode.McpStdioServerDefinition[]> {
  if (!vscode.workspace.isTrusted) return [];
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const made = await Promise.all(
    folders.map(async ({ uri, name }) => {
      const file = vscode.Uri.joinPath(uri, configuration);
      let content: Uint8Array;
      try {
        content = await vscode.workspace.fs.readFile(file);
      } catch {
        return undefined;
      }
      const definition = new vscode.McpStdioServerDefinition(
        folders.length === 1 ? vscode.l10n.t('Functions of the workspace') : vscode.l10n.t('Functions of {0}', name),
        process.execPath,
        [
          path.join(extensionPath, 'dist', 'runtime', 'functionsServer.cjs'),
          ...['--workspace', uri.fsPath],
          ...compilerArguments(vscode.env.appRoot),
        ],
        // VS Code's own executable runs a program as Node does, when it is told so.
        process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
        // Another version tells VS Code that the tools may be others.
        createHash('sha256').update(content).digest('hex').slice(0, 12),
      );
      definition.cwd = uri;
      return definition;
    }),
  );
  return made.filter((each) => each !== undefined);
}
