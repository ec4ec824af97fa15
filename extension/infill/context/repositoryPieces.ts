import path from 'node:path';
import * as vscode from 'vscode';
import type { PiecesParams, RepositoryPiece, RepositoryState } from '../../../runtime/repository/host/protocol';
import { readSetting } from '../../contributions/configuration';
import { asRpcToken } from '../../childProcess/rpcToken';
import { DisposableStore } from '../../disposableStore';
import type { ExcludedFiles } from '../excludedFiles';
import { otherFilesAllowed } from '../sources/copyReach';
import { HeldPieces, type AskedPlace } from './heldPieces';
import type { RepositoryService } from './repositoryService';

/** Languages of which the index knows definitions. */
const indexed: ReadonlySet<string> = new Set([
  ...['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python', 'java', 'go', 'rust'],
  ...['c', 'cpp', 'csharp', 'php'],
]);
/** Asked for: more than is used, because what is excluded is left out of the answer here. UTF-16 units. */
const budget = 12_000;
/** Between two questions to an index that is still being built. */
const buildingMs = 1000;
/** Folders in which nothing is worth telling the index. */
const untold = /(^|\/)(node_modules|\.git|dist|out|target|build)\//;

/** A question under way. */
interface Asking {
  readonly key: string;
  readonly place: AskedPlace;
  readonly source: vscode.CancellationTokenSource;
  readonly answer: Promise<boolean>;
}

export interface RepositoryPiecesOptions {
  readonly service: RepositoryService;
  readonly excluded: ExcludedFiles;
  readonly log: (message: string) => void;
}

/** Pieces of files that need not be open, from the index of the workspace's folders, which lives in a process of its own. */
export class RepositoryPieces implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly held = new HeldPieces();
  private asking: Asking | undefined;
  private watching = false;
  private lastState: RepositoryState | 'unknown' = 'unknown';
  private lastMs = 0;

  constructor(private readonly options: RepositoryPiecesOptions) {
    this.owned.push(vscode.workspace.onDidCloseTextDocument((document) => this.held.delete(document.uri.toString())));
    this.owned.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('whetstone')) this.held.clear();
      }),
    );
  }

  /** What the index last said of itself, and how long its last answer took. */
  get state(): { readonly state: RepositoryState | 'unknown'; readonly ms: number } {
    return { state: this.lastState, ms: this.lastMs };
  }

  /** What is known for a document now, least promising first, without what may not be shown. */
  known(document: vscode.TextDocument): readonly RepositoryPiece[] {
    if (!this.allowed(document)) return [];
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (!folder) return [];
    const dirty = new Set(
      vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString()),
    );
    return this.held.of(document.uri.toString()).filter(({ path: file }) => {
      const uri = vscode.Uri.joinPath(folder.uri, file);
      // Of a file that is being edited the open document says more.
      return !dirty.has(uri.toString()) && this.options.excluded.patternForUri(uri) === undefined;
    });
  }

  /**
   * Asks the index about a place, unless what is known is good enough. Never throws: without an answer suggestions do without.
   *
   * A question about another place breaks it off, and nothing else: VS Code cancels a request for a suggestion as soon as that has its
   * answer, and what the index says later is for the next one.
   * @returns whether other pieces than before are known then
   */
  async ask(
    document: vscode.TextDocument,
    line: number,
    around: { readonly before: string; readonly after: string },
  ): Promise<boolean> {
    const folder = this.allowed(document) ? vscode.workspace.getWorkspaceFolder(document.uri) : undefined;
    if (folder?.uri.scheme !== 'file' || document.uri.scheme !== 'file') return false;
    const key = document.uri.toString();
    const place = { line, near: around.before.slice(-200) };
    if (this.held.isFresh(key, place, performance.now())) return false;
    const { asking } = this;
    if (asking?.key === key && asking.place.line === line && asking.place.near === place.near) return asking.answer;
    asking?.source.cancel();
    this.watch();
    const source = new vscode.CancellationTokenSource();
    const file = path.relative(folder.uri.fsPath, document.uri.fsPath).split(path.sep).join('/');
    const params = { root: folder.uri.fsPath, path: file, languageId: document.languageId, ...around, budget };
    const answer = this.put(key, place, params, source.token).finally(() => {
      if (this.asking?.source === source) this.asking = undefined;
      source.dispose();
    });
    this.asking = { key, place, source, answer };
    return answer;
  }

  private async put(
    key: string,
    place: AskedPlace,
    params: PiecesParams,
    token: vscode.CancellationToken,
  ): Promise<boolean> {
    let changed = false;
    try {
      const client = await this.options.service.get();
      for (;;) {
        const { pieces, state, ms } = await client.pieces(params, asRpcToken(token));
        this.lastMs = ms;
        this.tellState(state);
        changed = this.held.put(key, place, pieces, performance.now()) || changed;
        if (state !== 'building') return changed;
        // What is known so far helps already; the rest is asked for when there may be more, unless the cursor has gone elsewhere.
        await new Promise((resolve) => setTimeout(resolve, buildingMs));
        if (token.isCancellationRequested) return changed;
      }
    } catch (error) {
      if (!token.isCancellationRequested) this.options.log(`The index of the repository: ${String(error)}`);
      return changed;
    }
  }

  dispose(): void {
    this.asking?.source.cancel();
    this.owned.dispose();
  }

  private allowed(document: vscode.TextDocument): boolean {
    return (
      otherFilesAllowed() &&
      indexed.has(document.languageId) &&
      readSetting('whetstone.infill.contextFrom', document) === 'workspace'
    );
  }

  private tellState(state: RepositoryState): void {
    if (state !== this.lastState) this.options.log(`The index of the repository is ${state}.`);
    this.lastState = state;
  }

  /** From the first question on: saved files, and what other programs do to files, as a switch of branches does. */
  private watch(): void {
    if (this.watching) return;
    this.watching = true;
    const watcher = this.owned.push(vscode.workspace.createFileSystemWatcher('**/*'));
    const waiting = new Map<string, Set<string>>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const send = async (): Promise<void> => {
      const client = await this.options.service.current;
      for (const [root, paths] of waiting) client?.changed(root, [...paths]);
      waiting.clear();
      this.held.clear();
    };
    const note = (uri: vscode.Uri): void => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (!folder || uri.scheme !== 'file') return;
      const root = folder.uri.fsPath;
      const file = path.relative(root, uri.fsPath).split(path.sep).join('/');
      if (file === '' || untold.test(file)) return;
      waiting.set(root, (waiting.get(root) ?? new Set()).add(file));
      clearTimeout(timer);
      timer = setTimeout(() => void send().catch(() => undefined), 100);
    };
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.owned.push(event(note));
    this.owned.push(vscode.workspace.onDidSaveTextDocument(({ uri }) => note(uri)));
    this.owned.push({ dispose: () => clearTimeout(timer) });
  }
}
