import * as vscode from 'vscode';
import { CancellationTokenSource, type CancellationToken } from 'vscode-jsonrpc';
import { planMerge } from '../../runtime/toolLibrary/duplicates/protocol';
import * as protocol from '../../runtime/toolLibrary/protocol';
import type { Library } from '../../runtime/toolLibrary/protocol';
import type { LibraryAct, LibraryContent, LibraryData } from '../../webviews/toolLibrary/protocol';
import { workspaceRoots } from '../agent/agentConfig';
import type { BudgetFeature } from '../budget/budgetFeature';
import { describeGatewayProblem } from '../budget/gatewayProblem';
import { asRpcToken } from '../childProcess/rpcToken';
import { runCommand } from '../contributions/commandRegistry';
import { DisposableStore } from '../disposableStore';
import type { ExecutionConsent } from '../evaluation/executionConsent';
import { RequestCancelledError } from '../runtimeProcess/errors';
import { ChosenFolder } from './chosenFolder';
import { ChosenServers, type ServersOfAgent } from './chosenServers';
import type { LibraryClient } from './libraryClient';
import { LibraryEdits } from './libraryEdits';
import { LibraryPanel, type LibraryRequest } from './libraryPanel';
import { LibraryService } from './libraryService';
import { modelChoices } from './modelChoices';
import { OfferedLibrary } from './offeredLibrary';
import { askForQueries } from './queriesQuestion';

export interface ToolLibraryFeatureOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Shared with evaluations: both run code of the workspace in the sandbox. */
  readonly consent: ExecutionConsent;
  readonly budget: Pick<BudgetFeature, 'gateway'>;
  readonly agent: ServersOfAgent;
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
  ...{ history: [], stale: { files: [], count: 0 } },
};

/** The tool library of the open folder: its page, and the edits that it makes. Its process starts when somebody looks. */
export class ToolLibraryFeature implements vscode.Disposable {
  private readonly service: LibraryService;
  private readonly panel: LibraryPanel;
  private readonly edits: LibraryEdits;
  private readonly folder: ChosenFolder;
  /** MCP servers whose tools belong to it. */
  readonly servers: ChosenServers;
  /** Whether models are offered its tools. */
  readonly offered: OfferedLibrary;
  private readonly owned = new DisposableStore();
  /** Of the step that is under way. */
  private underWay: CancellationTokenSource | undefined;
  private readonly libraries = this.owned.push(new vscode.EventEmitter<Library>());
  /** What a step has answered. */
  readonly onLibrary = this.libraries.event;

  constructor(private readonly options: ToolLibraryFeatureOptions) {
    const { context, log, consent, budget, agent } = options;
    this.folder = new ChosenFolder(context.workspaceState);
    this.servers = new ChosenServers(context.workspaceState, agent, () => this.folder.root);
    this.offered = this.owned.push(
      new OfferedLibrary({
        ...{ extensionPath: context.extensionPath, memory: context.workspaceState, consent, folder: this.folder },
      }),
    );
    this.edits = this.owned.push(new LibraryEdits());
    this.service = this.owned.push(
      new LibraryService({
        ...{ extensionPath: context.extensionPath, log, consent },
        ...{ gateway: () => budget.gateway(), folder: () => this.folder.root },
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
        const { acceptWeak, asked } = message;
        await this.options.consent.ask();
        const params = { model: undefined, ...asked, acceptWeak, seed: seed() };
        return this.step((token) => client.ask(protocol.refactorLibrary, params, token));
      }
      case 'nameGroups': {
        const { model, limit } = message;
        return this.step((token) => client.ask(protocol.nameGroups, { model, limit }, token));
      }
      case 'estimate':
        return this.estimate(client, message.model, message.candidates);
      case 'folder':
        await this.folder.choose(message.folder);
        await this.service.reconfigure();
        return this.panel.refresh();
      case 'open':
        return this.panel.tellGroup(await client.ask(protocol.readGroup, { group: message.group }));
      case 'decide': {
        const { group, accepted } = message;
        return this.update(await client.ask(protocol.decideGroup, { group, accepted }));
      }
      case 'revert':
        return this.revert(client, message.id);
      case 'inline':
        return this.inline(message.id);
      case 'goTo':
        return this.folder.goTo(message.path, message.line);
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
    await this.update(await (await this.client()).ask(protocol.applied, { id: edit.id }));
  }

  /** Callers of old names call the library itself. @param agreed as for `carryOut` */
  async inline(id: string, agreed?: CarryOutOptions['agreed']): Promise<void> {
    const client = await this.client();
    const { edit, inlined, left } = await this.stoppable((token) => client.ask(protocol.planInline, { id }, token));
    const { l10n } = vscode;
    const question = l10n.t('Rewrite {0} calls of old names in {1} files?', inlined, edit.files.length);
    const rest = left === 0 ? '' : ` ${l10n.t('{0} uses stay: they are not certain to do the same.', left)}`;
    await this.carryOut(edit, { question: question + rest, agreed });
  }

  dispose(): void {
    this.underWay?.cancel();
    this.owned.dispose();
  }

  private async act(client: LibraryClient, act: LibraryAct): Promise<void> {
    switch (act) {
      case 'takeInventory':
        return this.takeInventory(client);
      case 'chooseServers':
        if (await this.servers.choose()) await this.takeInventory(client);
        return;
      case 'offer':
        if (await this.offered.offer()) await this.panel.refresh();
        return;
      case 'withdraw':
        await this.offered.withdraw();
        return this.panel.refresh();
      case 'compare':
        // Without a yes all is compared by texts, types and code.
        await this.options.consent.ask();
        return this.step((token) => client.askPlain(protocol.compareLibrary, token));
      case 'measure': {
        const queries = await askForQueries(this.options.context.workspaceState, this.folder.root);
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
      case 'addModel':
        return runCommand('whetstone.gateway.addProvider');
      case 'setBudget':
        return runCommand('whetstone.budget.set');
    }
  }

  private takeInventory(client: LibraryClient): Promise<void> {
    return this.step(async (token) =>
      client.ask(protocol.takeInventory, { servers: await this.servers.tools() }, token),
    );
  }

  private async revert(client: LibraryClient, id: string): Promise<void> {
    const edit = await client.ask(protocol.planRevert, { id });
    await this.edits.make(edit);
    await this.update(await client.ask(protocol.reverted, { id }));
  }

  private async estimate(client: LibraryClient, model: string, candidates: number): Promise<void> {
    try {
      const estimate = await client.ask(protocol.estimateMerge, { model, candidates });
      this.panel.tellEstimate({ model, candidates, estimate });
    } catch (error) {
      this.panel.tellEstimate({ model, candidates, problem: describeGatewayProblem(error) });
    }
  }

  private async step(work: (token: CancellationToken) => Promise<Library>): Promise<void> {
    try {
      await this.update(await this.stoppable(work));
    } catch (error) {
      // What it had taken before it failed, or was stopped, stands.
      await this.panel.refresh();
      throw error;
    }
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

  private async update(library: Library): Promise<void> {
    this.panel.update(await this.dataOf(library));
    this.libraries.fire(library);
  }

  private async dataOf(library: Library): Promise<LibraryData> {
    const trusted = vscode.workspace.isTrusted;
    return {
      ...{ workspace: workspaceState(), mayExecute: trusted && this.options.consent.given, library },
      ...{ folders: this.folder.all, folder: this.folder.root ?? '', models: await this.models() },
      offered: this.offered.name,
    };
  }

  /** Without them the page is of use all the same. */
  private async models(): Promise<LibraryData['models']> {
    try {
      return await modelChoices(this.options.budget);
    } catch (error) {
      this.options.log.warn(`The tool library: models could not be listed: ${String(error)}`);
      return [];
    }
  }
}

function workspaceState(): LibraryData['workspace'] {
  if (workspaceRoots().length === 0) return 'none';
  return vscode.workspace.isTrusted ? 'ready' : 'untrusted';
}

/** Of the arguments that tools are run on: fresh ones each time. */
const seed = (): number => Math.floor(Math.random() * 2 ** 31);
