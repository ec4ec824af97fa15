import path from 'node:path';
import * as vscode from 'vscode';
import { CancellationTokenSource, type CancellationToken } from 'vscode-jsonrpc';
import { planMerge } from '../../runtime/toolLibrary/duplicates/protocol';
import * as protocol from '../../runtime/toolLibrary/protocol';
import type { Library } from '../../runtime/toolLibrary/protocol';
import type { LibraryAct, LibraryContent, LibraryData } from '../../webviews/toolLibrary/protocol';
import { workspaceRoots } from '../agent/agentConfig';
import { insideWorkspace } from '../agent/workspacePaths';
import { describeGatewayProblem } from '../budget/gatewayProblem';
import { asRpcToken } from '../childProcess/rpcToken';
import { runCommand } from '../contributions/commandRegistry';
import { DisposableStore } from '../disposableStore';
import type { ExecutionConsent } from '../evaluation/executionConsent';
import { RequestCancelledError } from '../runtimeProcess/errors';
import type { LibraryClient } from './libraryClient';
import { LibraryEdits } from './libraryEdits';
import { LibraryPanel, type LibraryRequest } from './libraryPanel';
import { LibraryService } from './libraryService';
import { askForQueries } from './queriesQuestion';

export interface ToolLibraryFeatureOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Shared with evaluations: both run code of the workspace in the sandbox. */
  readonly consent: ExecutionConsent;
}

export interface CarryOutOptions {
  /** What the user is asked; default: about the accepted groups. */
  readonly question?: string | undefined;
  /** Whether to go on; asks the user where it is not given. */
  readonly agreed?: ((edit: protocol.LibraryEdit) => Promise<boolean>) | undefined;
}

/** Where nothing may be read. */
const empty: Library = {
  ...{ inventory: undefined, groups: undefined, summary: undefined, retrieval: undefined },
  history: [],
};

/** The tool library of the open folder: its page, and the edits that it makes. Its process starts when somebody looks. */
export class ToolLibraryFeature implements vscode.Disposable {
  private readonly service: LibraryService;
  private readonly panel: LibraryPanel;
  private readonly edits: LibraryEdits;
  private readonly owned = new DisposableStore();
  /** Of the step that is under way. */
  private underWay: CancellationTokenSource | undefined;
  private readonly libraries = this.owned.push(new vscode.EventEmitter<Library>());
  /** What a step has answered. */
  readonly onLibrary = this.libraries.event;

  constructor(private readonly options: ToolLibraryFeatureOptions) {
    const { context, log, consent } = options;
    this.edits = this.owned.push(new LibraryEdits());
    this.service = this.owned.push(
      new LibraryService({
        ...{ extensionPath: context.extensionPath, log, consent },
        onClient: (client) => {
          client.onProgress((progress) => this.panel.tellProgress(progress));
          client.onEnd(() => this.panel.changed());
        },
      }),
    );
    this.panel = this.owned.push(
      new LibraryPanel({
        extensionUri: context.extensionUri,
        load: () => this.load(),
        describe: describeGatewayProblem,
        onRequest: (message) => void this.telling(() => this.requested(message)),
      }),
    );
    this.owned.push(consent.onChange(async () => this.panel.changed()));
    this.owned.push(vscode.workspace.onDidGrantWorkspaceTrust(() => this.panel.changed()));
    this.owned.push(vscode.workspace.onDidChangeWorkspaceFolders(() => this.panel.changed()));
  }

  /** For tests: what the page was last sent. */
  get content(): LibraryContent {
    return this.panel.content;
  }

  /** The client, whose process starts with the first request. */
  client(): Promise<LibraryClient> {
    return this.service.get();
  }

  /** @param group of equal tools at which the page is opened */
  show(group?: string): void {
    this.panel.show();
    if (group !== undefined) this.panel.reveal(group);
  }

  /** Whether tools may run in the sandbox, after asking where nobody has agreed yet. */
  mayRun(): Promise<boolean> {
    return this.options.consent.ask();
  }

  /** One merge by itself, found anew and verified. @param tools ids @throws RuntimeRequestError, RequestCancelledError */
  async planMerge(tools: readonly string[], token: vscode.CancellationToken): Promise<protocol.LibraryEdit> {
    return (await this.client()).ask(planMerge, { tools, seed: seed() }, asRpcToken(token));
  }

  /** Everything that the page asks for. @throws RuntimeRequestError, RequestCancelledError */
  async requested(message: LibraryRequest): Promise<void> {
    const client = await this.client();
    switch (message.type) {
      case 'act':
        return this.act(client, message.act);
      case 'cut':
        return this.update(await client.ask(protocol.cutLibrary, { height: message.height }));
      case 'merge': {
        const { acceptWeak } = message;
        await this.options.consent.ask();
        const params = { model: undefined, acceptWeak, seed: seed() };
        return this.step((token) => client.ask(protocol.refactorLibrary, params, token));
      }
      case 'open':
        return this.panel.tellGroup(await client.ask(protocol.readGroup, { group: message.group }));
      case 'decide': {
        const { group, accepted } = message;
        return this.update(await client.ask(protocol.decideGroup, { group, accepted }));
      }
      case 'revert':
        return this.revert(client, message.id);
      case 'goTo':
        return goTo(message.path, message.line);
    }
  }

  /** Makes what was accepted, verified once more. @param agreed whether to go on; asks the user where it is not given */
  async apply(agreed = (edit: protocol.LibraryEdit) => this.edits.agreed(edit)): Promise<void> {
    const client = await this.client();
    const edit = await this.stoppable((token) => client.askPlain(protocol.planApply, token));
    await this.carryOut(edit, { agreed });
  }

  /** Makes a planned change as one edit, and keeps the way back. */
  async carryOut(
    edit: protocol.LibraryEdit,
    { question, agreed = (planned) => this.edits.agreed(planned, question) }: CarryOutOptions = {},
  ): Promise<void> {
    if (!(await agreed(edit))) return;
    await this.edits.make(edit);
    this.update(await (await this.client()).ask(protocol.applied, { id: edit.id }));
  }

  dispose(): void {
    this.underWay?.cancel();
    this.owned.dispose();
  }

  private async act(client: LibraryClient, act: LibraryAct): Promise<void> {
    switch (act) {
      case 'takeInventory':
        return this.step((token) => client.askPlain(protocol.takeInventory, token));
      case 'compare':
        // Without a yes all is compared by texts, types and code.
        await this.options.consent.ask();
        return this.step((token) => client.askPlain(protocol.compareLibrary, token));
      case 'measure': {
        const queries = await askForQueries(this.options.context.workspaceState);
        if (queries === undefined) return;
        return this.step((token) => client.ask(protocol.measureRetrieval, { queries }, token));
      }
      case 'apply':
        return this.apply();
      case 'stop':
        this.underWay?.cancel();
        return;
      case 'refresh':
        return this.panel.refresh();
      case 'showLog':
        return runCommand('whetstone.showLog');
      case 'openFolder':
        return runCommand('workbench.action.files.openFolder');
      case 'manageTrust':
        return runCommand('workbench.trust.manage');
    }
  }

  private async revert(client: LibraryClient, id: string): Promise<void> {
    const edit = await client.ask(protocol.planRevert, { id });
    await this.edits.make(edit);
    this.update(await client.ask(protocol.reverted, { id }));
  }

  private async step(work: (token: CancellationToken) => Promise<Library>): Promise<void> {
    this.update(await this.stoppable(work));
  }

  /** Something that takes time, until *Stop*. */
  private async stoppable<T>(work: (token: CancellationToken) => Promise<T>): Promise<T> {
    const source = new CancellationTokenSource();
    this.underWay ??= source;
    try {
      return await work(source.token);
    } finally {
      if (this.underWay === source) {
        this.underWay = undefined;
        this.panel.tellProgress(undefined);
      }
      source.dispose();
    }
  }

  /** What goes wrong stands on the page. */
  private async telling(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof RequestCancelledError) return;
      this.options.log.warn(`The tool library: ${error instanceof Error ? error.message : String(error)}`);
      this.panel.tellProblem(error);
    }
  }

  private async load(): Promise<LibraryData> {
    if (workspaceState() !== 'ready') return this.dataOf(empty);
    return this.dataOf(await (await this.client()).askPlain(protocol.readLibraryState));
  }

  private update(library: Library): void {
    this.panel.update(this.dataOf(library));
    this.libraries.fire(library);
  }

  private dataOf(library: Library): LibraryData {
    const trusted = vscode.workspace.isTrusted;
    return { workspace: workspaceState(), mayExecute: trusted && this.options.consent.given, library };
  }
}

function workspaceState(): LibraryData['workspace'] {
  if (workspaceRoots().length === 0) return 'none';
  return vscode.workspace.isTrusted ? 'ready' : 'untrusted';
}

/** Of the arguments that tools are run on: fresh ones each time. */
const seed = (): number => Math.floor(Math.random() * 2 ** 31);

/** @param file from the first folder @param line from 1 */
async function goTo(file: string, line: number): Promise<void> {
  const roots = workspaceRoots();
  const absolute = insideWorkspace(path.join(roots[0] ?? '', file), roots);
  if (absolute === undefined) return;
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(absolute), {
    selection: new vscode.Range(position, position),
    viewColumn: vscode.ViewColumn.Beside,
  });
}
