import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { SourceFile } from '../../../runtime/protocol';
import { DisposableStore } from '../../disposableStore';
import type { RuntimeClient } from '../../runtimeProcess/client';
import { sameFamily } from '../context/languageFamily';
import type { RecentFiles } from '../context/recentFiles';
import type { ExcludedFiles } from '../excludedFiles';
import { copyReach, otherFilesAllowed } from './copyReach';
import { filesOfFamily, leftOut, type LanguageContribution } from './sourceGlobs';
import { nearestFirst, withinBudget, type SizedFile } from './sourceOrder';

/** Files looked for, and bytes of files sent, for each family of languages. The runtime holds 64 MiB in all. */
const mostFiles = 5000;
const mostBytes = 50 * 2 ** 20;
const largestFile = 2 ** 20;
/** Files in one message, and the pause after it: thousands of files are no reason to disturb the editor. */
const batch = 200;
const pauseMs = 50;
/** Changes are sent this long after the last one. Milliseconds. */
const settleMs = 1500;

export interface WorkspaceSourcesOptions {
  /** The client of the runtime, when there has been need of one. */
  readonly runtime: () => Promise<RuntimeClient> | undefined;
  readonly excluded: ExcludedFiles;
  readonly recent: RecentFiles;
  readonly log: (message: string) => void;
}

/**
 * Tells the runtime which files suggestions may be copied from, in the background and only after a suggestion was made
 * in a language: the open documents, and the workspace's files of that language and its relatives.
 */
export class WorkspaceSources implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  /** Watches for changes of the files that were told. */
  private watching = new DisposableStore();
  /** The child that was told; another one knows nothing. */
  private toldPid: number | undefined;
  /** One language of each family that was told. */
  private readonly toldLanguages: string[] = [];
  /** Paths that changed, with the document where it is open. */
  private readonly changed = new Map<string, vscode.Uri>();
  /** Paths that the runtime may copy from now. */
  private readonly told = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what makes everything told so far void; work that began before stops. */
  private round = 0;

  constructor(private readonly options: WorkspaceSourcesOptions) {
    this.owned.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        const concerned = ['whetstone', 'files.exclude', 'search.exclude'];
        if (concerned.some((section) => event.affectsConfiguration(section))) void this.forget();
      }),
    );
    this.owned.push(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.forget()));
    this.owned.push(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.forget()));
  }

  /** Absolute paths of the files that the runtime was told. */
  get paths(): ReadonlySet<string> {
    return this.told;
  }

  /** A suggestion was made in this document: its language's files are worth knowing. Returns at once. */
  answered(document: vscode.TextDocument): void {
    if (copyReach(document) !== 'files') return;
    this.tell(document).catch((error: unknown) => {
      this.options.log(`Sources were not sent: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  dispose(): void {
    this.round += 1;
    clearTimeout(this.timer);
    this.watching.dispose();
    this.owned.dispose();
  }

  private async tell(document: vscode.TextDocument): Promise<void> {
    const client = await this.options.runtime();
    const pid = client && pidOf(client);
    if (!client || pid === undefined) return;
    if (pid !== this.toldPid) {
      this.reset();
      this.toldPid = pid;
    }
    if (this.toldLanguages.some((language) => sameFamily(language, document.languageId))) return;
    this.toldLanguages.push(document.languageId);
    const { round } = this;
    const files = await this.filesFor(document);
    this.watch(document.languageId);
    const open = this.openDocuments(document.languageId);
    // The runtime forgets first what it was told first: so the nearest files and the open ones come last.
    const all: SourceFile[] = [...files.toReversed().map((path) => ({ path })), ...open];
    for (let start = 0; start < all.length; start += batch) {
      if (this.round !== round || pidOf(client) !== pid) return;
      this.put(client, all.slice(start, start + batch));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.options.log(`Sources for ${document.languageId}: ${files.length} files, ${open.length} open documents.`);
  }

  /** Paths of the workspace's files of a family, nearest first. */
  private async filesFor(document: vscode.TextDocument): Promise<readonly string[]> {
    const include = filesOfFamily(document.languageId, contributions());
    if (include === undefined) return [];
    const found = await vscode.workspace.findFiles(include, leftOut(excludeSettings()), mostFiles);
    const paths = found.filter((uri) => this.allowed(uri)).map((uri) => uri.fsPath);
    const sized: SizedFile[] = [];
    for (const path of nearestFirst(paths, document.uri.fsPath)) {
      // What is gone or cannot be read is left out like an empty file.
      const bytes = await stat(path).then(
        ({ size }) => size,
        () => 0,
      );
      sized.push({ path, bytes });
    }
    return withinBudget(sized, mostBytes, largestFile);
  }

  /** Open documents of a family, the most recently used last. */
  private openDocuments(languageId: string): readonly SourceFile[] {
    const { recent } = this.options;
    return vscode.workspace.textDocuments
      .filter((document) => sameFamily(document.languageId, languageId) && this.allowed(document.uri))
      .sort((a, b) => recent.lastUsed(a) - recent.lastUsed(b))
      .map((document) => ({ path: document.uri.fsPath, text: document.getText() }));
  }

  private allowed(uri: vscode.Uri): boolean {
    return uri.scheme === 'file' && this.options.excluded.patternForUri(uri) === undefined;
  }

  private watch(languageId: string): void {
    const glob = filesOfFamily(languageId, contributions());
    if (glob === undefined) return;
    const watcher = this.watching.push(vscode.workspace.createFileSystemWatcher(glob));
    const skipped = leftOut(excludeSettings());
    const concerned = (uri: vscode.Uri): boolean => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (!folder) return false;
      // Within the folder: the workspace itself may well lie in one that is called `build`.
      const pattern = new vscode.RelativePattern(folder, skipped);
      // A document selector is the one place where VS Code lets extensions match a glob.
      return vscode.languages.match({ pattern }, { uri, languageId } as vscode.TextDocument) === 0;
    };
    const note = (uri: vscode.Uri): void => {
      if (concerned(uri)) this.noteChange(uri);
    };
    this.watching.push(watcher.onDidCreate(note));
    this.watching.push(watcher.onDidChange(note));
    this.watching.push(watcher.onDidDelete(note));
    this.watching.push(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (sameFamily(document.languageId, languageId)) this.noteChange(document.uri);
      }),
    );
  }

  private noteChange(uri: vscode.Uri): void {
    if (!this.allowed(uri)) return;
    this.changed.set(uri.toString(), uri);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.sendChanges(), settleMs);
  }

  private async sendChanges(): Promise<void> {
    const uris = [...this.changed.values()];
    this.changed.clear();
    const client = await this.options.runtime();
    if (!client || this.toldPid === undefined || pidOf(client) !== this.toldPid || !otherFilesAllowed()) return;
    const put: SourceFile[] = [];
    const dropped: string[] = [];
    for (const uri of uris) {
      const path = uri.fsPath;
      const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
      if (open) put.push({ path, text: open.getText() });
      else if (await exists(path)) put.push({ path });
      else dropped.push(path);
    }
    if (put.length > 0) this.put(client, put);
    if (dropped.length > 0) client.dropSources(dropped);
    for (const path of dropped) this.told.delete(path);
  }

  private put(client: RuntimeClient, files: readonly SourceFile[]): void {
    client.putSources(files);
    for (const { path } of files) this.told.add(path);
  }

  /** What was told may not be used any more, or other files may: the next suggestion tells anew. */
  private async forget(): Promise<void> {
    if (this.toldPid === undefined) return;
    this.reset();
    const client = await this.options.runtime();
    client?.dropSources('all');
  }

  private reset(): void {
    this.round += 1;
    this.toldPid = undefined;
    this.toldLanguages.length = 0;
    this.changed.clear();
    this.told.clear();
    clearTimeout(this.timer);
    this.watching.dispose();
    this.watching = new DisposableStore();
  }
}

/** The child that takes messages now. */
function pidOf({ state }: RuntimeClient): number | undefined {
  return state.kind === 'ready' ? state.pid : undefined;
}

function contributions(): readonly LanguageContribution[] {
  return vscode.extensions.all.flatMap(({ packageJSON }) => {
    const { contributes } = packageJSON as { contributes?: { languages?: readonly LanguageContribution[] } };
    return (contributes?.languages ?? []).filter(({ id }) => typeof id === 'string');
  });
}

function excludeSettings(): readonly Readonly<Record<string, unknown>>[] {
  const value = (section: string): Readonly<Record<string, unknown>> =>
    vscode.workspace.getConfiguration(section, null).get<Record<string, unknown>>('exclude') ?? {};
  return [value('files'), value('search')];
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
