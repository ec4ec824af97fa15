import path from 'node:path';
import * as vscode from 'vscode';
import { libraryServerProvider } from '../contributions/chatParticipant';
import { DisposableStore, type Disposable } from '../disposableStore';
import type { ExecutionConsent } from '../evaluation/executionConsent';
import type { ChosenFolder } from './chosenFolder';

const key = 'whetstone.toolLibrary.offered';

export interface OfferedLibraryOptions {
  readonly extensionPath: string;
  readonly memory: vscode.Memento;
  readonly consent: ExecutionConsent;
  readonly folder: ChosenFolder;
}

/**
 * Offers the tools of folders to VS Code as MCP servers, where the user wants that: a program of the extension lists them and runs what is
 * called in the sandbox, without network. Nothing is written into the workspace. VS Code asks before it starts a server.
 */
export class OfferedLibrary implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.push(new vscode.EventEmitter<void>());

  constructor(private readonly options: OfferedLibraryOptions) {
    const changed = (): void => this.changes.fire();
    this.owned.push(options.consent.onChange(async () => changed()));
    this.owned.push(vscode.workspace.onDidGrantWorkspaceTrust(changed));
    this.owned.push(vscode.workspace.onDidChangeWorkspaceFolders(changed));
    this.owned.push(
      vscode.lm.registerMcpServerDefinitionProvider(libraryServerProvider.id, {
        onDidChangeMcpServerDefinitions: this.changes.event,
        provideMcpServerDefinitions: () => [...this.definitions()],
      }),
    );
  }

  /** Name of the server of the folder that is looked at; undefined: it is not offered. */
  get name(): string | undefined {
    const root = this.options.folder.root;
    return this.definitions().find(({ cwd }) => cwd?.fsPath === root)?.label;
  }

  /** One for each folder that is offered, while its tools may run. */
  definitions(): readonly vscode.McpStdioServerDefinition[] {
    const { consent, folder, extensionPath } = this.options;
    if (!vscode.workspace.isTrusted || !consent.given) return [];
    const several = folder.all.length > 1;
    return folder.all
      .filter((each) => this.kept.includes(each.path))
      .map(({ path: root, name }) => {
        const definition = new vscode.McpStdioServerDefinition(
          several ? vscode.l10n.t('Tool library of {0}', name) : vscode.l10n.t('Tool library'),
          process.execPath,
          [path.join(extensionPath, 'dist', 'cli.cjs'), 'tools', 'serve', '--path', root, '--allow'],
          // VS Code's own executable runs a program as Node does, when it is told so.
          process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
        );
        definition.cwd = vscode.Uri.file(root);
        return definition;
      });
  }

  /** @returns whether it is offered: its tools would be run, so that the user is asked first where nobody has agreed yet */
  async offer(): Promise<boolean> {
    const root = this.options.folder.root;
    if (root === undefined || !(await this.options.consent.ask())) return false;
    await this.keep([...new Set([...this.kept, root])]);
    return true;
  }

  withdraw(): Promise<void> {
    return this.keep(this.kept.filter((each) => each !== this.options.folder.root));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private get kept(): readonly string[] {
    return this.options.memory.get<readonly string[]>(key) ?? [];
  }

  private async keep(folders: readonly string[]): Promise<void> {
    await this.options.memory.update(key, folders);
    this.changes.fire();
  }
}
