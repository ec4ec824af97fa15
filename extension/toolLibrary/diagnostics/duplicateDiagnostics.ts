import * as vscode from 'vscode';
import type {
  DuplicateFinding,
  DuplicatePlace,
  DuplicatesAnswer,
  DuplicatesQuery,
} from '../../../runtime/toolLibrary/duplicates/protocol';
import { DisposableStore } from '../../disposableStore';
import { RequestCancelledError } from '../../runtimeProcess/errors';
import { duplicateMessage } from './duplicateMessage';
import { followedDocuments, followedPath, uriInFolder, watchFolder } from './followedDocuments';
import type { MeantToDiffer } from './meantToDiffer';
import { movedFindings } from './movedFindings';
import { TouchedFiles } from './touchedFiles';

/** Waited for after a key press. Milliseconds. */
const calmMs = 400;
/** The first look reads the whole folder: the window is to be there before it. Milliseconds. */
const firstMs = 2000;
/** Others that are named with a function. */
const mostRelated = 10;

export const duplicateSource = 'Whetstone';

export interface DuplicateDiagnosticsOptions {
  readonly ask: (query: DuplicatesQuery, token: vscode.CancellationToken) => Promise<DuplicatesAnswer>;
  readonly meant: MeantToDiffer;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Tells under the functions of open documents which others they double. From its making to its disposal; the process is asked after a pause in typing, and
 * until it has answered what is shown moves with the text.
 */
export class DuplicateDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('whetstone.duplicates');
  private readonly owned = new DisposableStore();
  private readonly shown = new Map<vscode.TextDocument, readonly DuplicateFinding[]>();
  private readonly touched = new TouchedFiles();
  private timer: NodeJS.Timeout | undefined;
  private asking: vscode.CancellationTokenSource | undefined;
  private answered = 0;
  private problem = '';

  constructor(private readonly options: DuplicateDiagnosticsOptions) {
    const { workspace } = vscode;
    this.owned.push(this.collection);
    this.owned.push(workspace.onDidOpenTextDocument((document) => this.changed(document)));
    this.owned.push(workspace.onDidSaveTextDocument((document) => this.changed(document)));
    this.owned.push(workspace.onDidCloseTextDocument((document) => this.closed(document)));
    this.owned.push(workspace.onDidChangeTextDocument((event) => this.edited(event)));
    this.owned.push(vscode.window.tabGroups.onDidChangeTabs(() => this.tabsChanged()));
    this.owned.push(options.meant.onChange(() => this.showAll()));
    this.owned.push(
      watchFolder((file) => {
        this.touched.add(file);
        this.soon();
      }),
    );
    if (followedDocuments().size > 0) this.soon(firstMs);
  }

  /** Number of answers so far, for tests. */
  get answers(): number {
    return this.answered;
  }

  /** What is told of the functions whose names a range touches. */
  at(document: vscode.TextDocument, range: vscode.Range): readonly DuplicateFinding[] {
    const findings = this.options.meant.without(this.shown.get(document) ?? []);
    return findings.filter(({ tool }) => nameRange(tool).intersection(range) !== undefined);
  }

  /** Looks anew, soon: what the library knows has changed. */
  soon(delay = calmMs): void {
    this.asking?.cancel();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), delay);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking?.cancel();
    this.owned.dispose();
  }

  private changed(document: vscode.TextDocument): void {
    if (followedPath(document) !== undefined) this.soon();
  }

  private tabsChanged(): void {
    const open = new Set(followedDocuments().values());
    for (const document of this.shown.keys()) if (!open.has(document)) this.closed(document);
    if ([...open].some((document) => !this.shown.has(document))) this.soon();
  }

  private closed(document: vscode.TextDocument): void {
    this.shown.delete(document);
    this.collection.delete(document.uri);
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const file = followedPath(document);
    if (file === undefined) return;
    const findings = this.shown.get(document);
    if (findings !== undefined && contentChanges.length > 0) {
      this.shown.set(document, movedFindings(findings, file, contentChanges));
      this.show(document);
    }
    this.soon();
  }

  private async look(): Promise<void> {
    const documents = followedDocuments();
    if (documents.size === 0) return;
    const versions = new Map([...documents.values()].map((document) => [document, document.version]));
    const touched = this.touched.take();
    const source = new vscode.CancellationTokenSource();
    this.asking = source;
    try {
      const open = [...documents].map(([path, document]) => ({
        ...{ path, text: document.isDirty ? document.getText() : undefined },
      }));
      const { files } = await this.options.ask({ open, touched, all: false }, source.token);
      if (source.token.isCancellationRequested) throw new RequestCancelledError();
      this.answered++;
      this.problem = '';
      for (const { path, findings } of files) {
        const document = documents.get(path);
        // Another look is on its way to one that was changed meanwhile.
        if (document === undefined || document.isClosed || document.version !== versions.get(document)) continue;
        this.shown.set(document, findings);
        this.show(document);
      }
    } catch (error) {
      // Nobody knows whether it was heard.
      this.touched.giveBack(touched);
      if (error instanceof RequestCancelledError) return;
      this.tell(error instanceof Error ? error.message : String(error));
    } finally {
      if (this.asking === source) this.asking = undefined;
      source.dispose();
    }
  }

  /** Once for a reason: it is asked again after each pause in typing. */
  private tell(problem: string): void {
    if (problem === this.problem) return;
    this.problem = problem;
    this.options.log.warn(`Duplicates were not looked for: ${problem}`);
  }

  private showAll(): void {
    for (const document of this.shown.keys()) this.show(document);
  }

  private show(document: vscode.TextDocument): void {
    const findings = this.options.meant.without(this.shown.get(document) ?? []);
    this.collection.set(document.uri, findings.map(diagnosticOf));
  }
}

export function diagnosticOf(finding: DuplicateFinding): vscode.Diagnostic {
  const { kind, tool, others } = finding;
  const { Information, Hint } = vscode.DiagnosticSeverity;
  // What was not proved is no entry of the list of problems.
  const severity = kind === 'same-results' ? Information : Hint;
  const diagnostic = new vscode.Diagnostic(nameRange(tool), duplicateMessage(finding, vscode.l10n), severity);
  diagnostic.source = duplicateSource;
  diagnostic.code = kind;
  diagnostic.relatedInformation = others
    .slice(0, mostRelated)
    .map(
      (other) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(uriInFolder(other.path), nameRange(other)),
          other.name,
        ),
    );
  return diagnostic;
}

export function nameRange({ line, character, length }: DuplicatePlace): vscode.Range {
  return new vscode.Range(line, character, line, character + length);
}
