import * as vscode from 'vscode';
import * as protocol from '../../../runtime/toolLibrary/duplicates/protocol';
import type { Duplicate, DuplicatePlace } from '../../../runtime/toolLibrary/duplicates/protocol';
import { workspaceRoots } from '../../agent/agentConfig';
import { ChangesPreview } from '../../agent/changesPreview';
import { openDocument } from '../../agent/workspaceEdits';
import { asRpcToken } from '../../childProcess/rpcToken';
import { telling } from '../../budget/gatewayProblem';
import { readSetting } from '../../contributions/configuration';
import { DisposableStore } from '../../disposableStore';
import { RequestCancelledError } from '../../runtimeProcess/errors';
import type { ToolLibraryFeature } from '../toolLibraryFeature';
import { DuplicateActions } from './duplicateActions';
import { DuplicateDiagnostics, nameRange } from './duplicateDiagnostics';
import { chooseDuplicate, choosePairs } from './duplicateChoices';
import { pathInFolder, uriInFolder } from './followedDocuments';
import { MeantToDiffer } from './meantToDiffer';

const usedKey = 'whetstone.toolLibrary.used';
const settingKey = 'whetstone.toolLibrary.duplicates';
const languages = ['python', 'typescript', 'typescriptreact', 'javascript', 'javascriptreact'];

export interface DuplicatesFeatureOptions {
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly library: ToolLibraryFeature;
}

/** Duplicates in the editor: switched on and off, and what can be done about them. */
export class DuplicatesFeature implements vscode.Disposable {
  readonly meant: MeantToDiffer;
  private readonly owned = new DisposableStore();
  private readonly preview = this.owned.push(new ChangesPreview());
  private watching: { readonly diagnostics: DuplicateDiagnostics; readonly all: vscode.Disposable } | undefined;

  constructor(private readonly options: DuplicatesFeatureOptions) {
    this.meant = new MeantToDiffer(options.memory);
    const { workspace } = vscode;
    this.owned.push(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingKey)) this.decide();
      }),
    );
    this.owned.push(workspace.onDidRenameFiles((event) => void this.renamed(event)));
    this.owned.push(workspace.onDidGrantWorkspaceTrust(() => this.decide()));
    this.owned.push(workspace.onDidChangeWorkspaceFolders(() => this.decide(true)));
    this.owned.push(
      options.library.onLibrary(({ inventory }) => {
        if (inventory !== undefined) void this.used();
      }),
    );
    this.decide();
  }

  /** For tests: undefined while it is off. */
  get diagnostics(): DuplicateDiagnostics | undefined {
    return this.watching?.diagnostics;
  }

  /** All of the folder, in a list. Who asks for it is told in the editor, too. */
  showAll(): Promise<void> {
    return telling(async () => {
      if (!vscode.workspace.isTrusted || workspaceRoots().length === 0) {
        await vscode.window.showInformationMessage(
          vscode.l10n.t('Functions are compared in a trusted folder alone. Open one, or trust this one.'),
        );
        return;
      }
      const all = await this.progress(vscode.l10n.t('Looking for functions that double others'), (token) =>
        this.ask({ open: [], touched: [], all: true }, token),
      );
      await this.used();
      const chosen = await chooseDuplicate(all.all);
      if (chosen !== undefined) await open(chosen);
    });
  }

  /** Runs functions in the sandbox, and makes one of them where that is proved and the user agrees. */
  merge(places: readonly DuplicatePlace[]): Promise<void> {
    return telling(async () => {
      if (!(await this.options.library.mayRun())) return;
      const names = places.map(({ name }) => name).join(', ');
      const edit = await this.progress(vscode.l10n.t('Running {0} in the sandbox to compare them', names), (token) =>
        this.options.library.planMerge(
          places.map(({ id }) => id),
          token,
        ),
      );
      const question = vscode.l10n.t('Make one function of {0}?', names);
      await this.options.library.carryOut(edit, { question });
    });
  }

  /** The texts of two functions in the diff editor. */
  compareSources(one: DuplicatePlace, other: DuplicatePlace): Promise<void> {
    return telling(async () => {
      const [before, after] = [await textOf(one), await textOf(other)];
      const title = vscode.l10n.t('{0} and {1}', one.name, other.name);
      await this.preview.show(title, [{ path: other.path, before, after }]);
    });
  }

  /** Asks of which pairs it shall be told again. */
  async tellAgain(): Promise<void> {
    const pairs = await choosePairs(this.meant.pairs);
    if (pairs.length > 0) await this.meant.takeBack(pairs);
  }

  dispose(): void {
    this.watching?.all.dispose();
    this.owned.dispose();
  }

  private async renamed({ files }: vscode.FileRenameEvent): Promise<void> {
    for (const { oldUri, newUri } of files) {
      const [from, to] = [pathInFolder(oldUri), pathInFolder(newUri)];
      if (from !== undefined && to !== undefined) await this.meant.renamed(from, to);
    }
  }

  private async used(): Promise<void> {
    if (this.options.memory.get(usedKey) !== true) await this.options.memory.update(usedKey, true);
    this.decide();
    this.watching?.diagnostics.soon();
  }

  /** @param anew whether what is watched is another folder now */
  private decide(anew = false): void {
    const setting = readSetting(settingKey);
    const wanted = setting === 'always' || (setting === 'afterUse' && this.options.memory.get(usedKey) === true);
    const isOn = wanted && vscode.workspace.isTrusted && workspaceRoots().length > 0;
    if (this.watching !== undefined && (!isOn || anew)) {
      this.watching.all.dispose();
      this.watching = undefined;
    }
    if (isOn) this.watching ??= this.watch();
  }

  private watch(): NonNullable<DuplicatesFeature['watching']> {
    const { log } = this.options;
    const diagnostics = new DuplicateDiagnostics({ ask: (...query) => this.ask(...query), meant: this.meant, log });
    const selector = languages.map((language) => ({ language, scheme: 'file' }));
    const actions = vscode.languages.registerCodeActionsProvider(selector, new DuplicateActions(diagnostics), {
      providedCodeActionKinds: DuplicateActions.kinds,
    });
    return { diagnostics, all: vscode.Disposable.from(diagnostics, actions) };
  }

  private async ask(
    query: protocol.DuplicatesQuery,
    token: vscode.CancellationToken,
  ): Promise<protocol.DuplicatesAnswer> {
    const client = await this.options.library.client();
    return client.ask(protocol.findDuplicates, query, asRpcToken(token));
  }

  private async progress<T>(title: string, work: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
      const done = await work(token);
      if (token.isCancellationRequested) throw new RequestCancelledError();
      return done;
    });
  }
}

async function textOf({ path, first, last }: DuplicatePlace): Promise<string> {
  const uri = uriInFolder(path);
  // Not opened for it: VS Code would hold it open for minutes, and it would be told of.
  const text = openDocument(uri.fsPath)?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return text
    .split('\n')
    .slice(first, last + 1)
    .join('\n');
}

async function open({ tools }: Duplicate): Promise<void> {
  const [first] = tools;
  if (first === undefined) return;
  await vscode.window.showTextDocument(uriInFolder(first.path), { selection: nameRange(first) });
}
