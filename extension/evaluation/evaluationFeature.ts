import path from 'node:path';
import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { RunRecord, RunView } from '../../benchmarks/host/protocol';
import type { AskMessage, LocoAct, LocoContent, LocoData, PageBenchmark } from '../../webviews/locobench/protocol';
import { workspaceRoots } from '../agent/agentConfig';
import type { BudgetFeature } from '../budget/budgetFeature';
import { describeGatewayProblem, telling } from '../budget/gatewayProblem';
import type { RunTarget } from '../contributions/commandMap';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting } from '../contributions/configuration';
import { DisposableStore } from '../disposableStore';
import { RequestCancelledError } from '../runtimeProcess/errors';
import type { EvaluationClient } from './evaluationClient';
import { EvaluationService } from './evaluationService';
import { ExecutionConsent } from './executionConsent';
import { executionQuestion } from './executionQuestion';
import { LocobenchPanel, type LocoRequest } from './locobenchPanel';
import { QueueSecretStore } from './queueSecrets';
import { ScenarioTests } from './scenarioTests';
import { SetMaker } from './setMaker';
import { agreedToServers, makeToolSet } from './toolServers';

export interface EvaluationFeatureOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly budget: BudgetFeature;
}

const underWay: ReadonlySet<RunRecord['state']> = new Set(['running', 'planned']);

/** Evaluations in this window: the page, the Test Explorer, exports. Nothing is started before somebody looks or asks. */
export class EvaluationFeature implements vscode.Disposable {
  readonly consent: ExecutionConsent;
  readonly tests: ScenarioTests;
  readonly queueSecrets: QueueSecretStore;
  private readonly service: EvaluationService;
  private readonly panels: Readonly<Record<PageBenchmark, LocobenchPanel>>;
  private readonly maker: SetMaker;
  private readonly owned = new DisposableStore();
  private summary: Promise<protocol.IndexSummary> | undefined;

  constructor(private readonly options: EvaluationFeatureOptions) {
    const { context, log, budget } = options;
    this.consent = new ExecutionConsent(context.workspaceState, executionQuestion);
    this.queueSecrets = new QueueSecretStore(context.secrets);
    this.service = this.owned.push(
      new EvaluationService({
        ...{ extensionPath: context.extensionPath, log, consent: this.consent },
        gateway: () => budget.gateway(),
        onClient: (client) => this.listen(client),
      }),
    );
    const panel = (benchmark: PageBenchmark) =>
      this.owned.push(
        new LocobenchPanel({
          ...{ extensionUri: context.extensionUri, benchmark },
          load: () => this.load(benchmark),
          answer: (question) => this.answer(question),
          describe: describeGatewayProblem,
          onRequest: (message) => void telling(() => this.requested(benchmark, message)),
        }),
      );
    this.panels = { locobench: panel('locobench'), userbench: panel('userbench'), mcpeval: panel('mcpeval') };
    this.maker = this.owned.push(new SetMaker(() => this.consent.ask()));
    this.tests = this.owned.push(
      new ScenarioTests({
        ...{ memory: context.workspaceState, client: () => this.client() },
        mayExecute: () => this.consent.ask(),
        models: async () => (await budget.gateway()).models(),
      }),
    );
    this.owned.push(vscode.workspace.onDidGrantWorkspaceTrust(() => this.pagesChanged()));
    this.owned.push(vscode.workspace.onDidChangeWorkspaceFolders(() => this.repositoryChanged()));
  }

  /** For tests: what a page was last sent. */
  content(benchmark: PageBenchmark = 'locobench'): LocoContent {
    return this.panels[benchmark].content;
  }

  /** The client, whose process starts with the first request. */
  client(): Promise<EvaluationClient> {
    return this.service.get();
  }

  show(benchmark: PageBenchmark, target?: RunTarget): void {
    if (target) this.panels[benchmark].showRun(target.id);
    else this.panels[benchmark].show();
  }

  /** Stops a run; what was done is kept, and it can be gone on with. */
  stop(target?: RunTarget): Promise<void> {
    return telling(async () => {
      const run = target?.id ?? (await this.pick((each) => underWay.has(each.state), vscode.l10n.t('Stop which run?')));
      if (run !== undefined) await (await this.client()).ask(protocol.stopRun, { run });
    });
  }

  export(target?: RunTarget): Promise<void> {
    return telling(async () => {
      const run = target?.id ?? (await this.pick(() => true, vscode.l10n.t('Export which run?')));
      if (run === undefined) return;
      const { exportRun } = await import('./runExport');
      await exportRun(await this.client(), run);
    });
  }

  /** Tests, compilers and tools of this workspace run no more, until the user agrees again. */
  revokeExecution(): Promise<void> {
    return this.consent.revoke();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private listen(client: EvaluationClient): void {
    client.onProgress((view) => this.progressed(view));
    client.onMaking((progress) => this.each((panel) => panel.tellMaking(progress)));
    client.onIndexing((progress) => this.each((panel) => panel.tellIndexing(progress)));
    client.onEvents((events) => this.each((panel) => panel.tellEvents(events)));
    client.onRunsChanged(() => this.changed());
    client.onEnd(() => {
      this.each((panel) => panel.tellMaking(undefined));
      this.repositoryChanged();
    });
  }

  private progressed(view: RunView): void {
    this.panels[pageOf(view.run)].tellProgress(view);
    this.tests.progressed(view);
  }

  private each(tell: (panel: LocobenchPanel) => void): void {
    for (const panel of Object.values(this.panels)) tell(panel);
  }

  private pagesChanged(): void {
    this.each((panel) => panel.changed());
  }

  private changed(): void {
    this.pagesChanged();
    this.tests.changed();
  }

  private repositoryChanged(): void {
    this.summary = undefined;
    this.pagesChanged();
  }

  private async load(benchmark: PageBenchmark): Promise<LocoData> {
    const [root] = workspaceRoots();
    const client = await this.client();
    const trusted = vscode.workspace.isTrusted;
    const [sets, others, runs, models] = await Promise.all([
      ...([client.listSets(), client.listOtherSets()] as const),
      ...([client.listRuns(), this.models()] as const),
    ]);
    if (root !== undefined && trusted && this.summary === undefined) this.index(client, root);
    return {
      benchmark,
      workspace: root === undefined ? 'none' : trusted ? 'ready' : 'untrusted',
      repository: await settled(this.summary),
      categories: protocol.madeCategories,
      runs: runs.filter((run) => pageOf(run) === benchmark),
      otherSets: others.filter(({ kind }) => (kind === 'mcp' ? 'mcpeval' : 'userbench') === benchmark),
      ...{ sets, models, localOnly: readSetting('whetstone.privacy.localOnly') },
    };
  }

  /** Indexing goes on in the background; the page is told when it is done. */
  private index(client: EvaluationClient, root: string): void {
    this.summary = client.ask(protocol.openRepository, { root });
    this.summary.then(
      () => this.pagesChanged(),
      (error: unknown) => {
        this.options.log.warn(`The repository could not be read: ${String(error)}`);
      },
    );
  }

  private async models(): Promise<LocoData['models']> {
    const entries = await (await this.options.budget.gateway()).models();
    // One whose price is not known is shown, and says why it cannot be run.
    return entries
      .filter(({ usable, model }) => usable || model.price === undefined)
      .map(({ model }) => ({
        id: model.id,
        title: model.title,
        place: model.locality,
        priced: model.price !== undefined,
        contextTokens: model.contextTokens,
      }));
  }

  /** Each question is a request of the same name; some need more than handing on. */
  private async answer({ name, asked }: AskMessage) {
    const client = await this.client();
    switch (name) {
      case 'generateSet':
        return this.afterwards(
          this.maker.make(client, asked).finally(() => this.each((panel) => panel.tellMaking(undefined))),
        );
      case 'makeOtherSet':
        return this.afterwards(
          this.maker.makeOther(client, asked).finally(() => this.each((panel) => panel.tellMaking(undefined))),
        );
      case 'listToolServers':
        return client.listToolServers();
      case 'makeToolSet':
        return this.afterwards(
          makeToolSet(client, this.maker, asked).finally(() => this.each((panel) => panel.tellMaking(undefined))),
        );
      case 'removeOtherSet':
        return this.afterwards(client.ask(protocol.removeOtherSet, asked));
      case 'cancelGenerate':
        this.maker.cancel();
        return null;
      case 'startRun':
        if (!(await agreedToServers(client, asked.folder))) await this.consent.ask();
        return this.withSecrets(asked.queue, (secrets) => client.ask(protocol.startRun, { ...asked, ...secrets }));
      case 'deleteSet':
        return this.afterwards(client.ask(protocol.deleteSet, asked));
      case 'deleteRun':
        return this.afterwards(client.ask(protocol.deleteRun, asked));
      case 'estimateRun':
        return client.ask(protocol.estimateRun, asked);
      case 'listRejects':
        return client.ask(protocol.listRejects, asked);
      case 'pauseRun':
        return client.ask(protocol.pauseRun, asked);
      case 'resumeRun':
        return this.withSecrets(await this.queueOf(asked.run), (secrets) =>
          client.ask(protocol.resumeRun, { ...asked, ...secrets }),
        );
      case 'stopRun':
        return client.ask(protocol.stopRun, asked);
      case 'rerunSamples':
        return this.withSecrets(await this.queueOf(asked.run), (secrets) =>
          client.ask(protocol.rerunSamples, { ...asked, ...secrets }),
        );
      case 'readRun':
        return client.ask(protocol.readRun, asked);
      case 'listSamples':
        return client.ask(protocol.listSamples, asked);
      case 'readSample':
        return client.ask(protocol.readSample, asked);
      case 'watchSample':
        return client.ask(protocol.watchSample, asked);
      case 'unwatchSample':
        return client.ask(protocol.unwatchSample, asked);
      case 'beginEpisode':
        return client.ask(protocol.beginEpisode, asked);
      case 'actInEpisode':
        return client.ask(protocol.actInEpisode, asked);
      case 'leaveEpisode':
        return client.ask(protocol.leaveEpisode, asked);
      case 'readReport':
        return client.ask(protocol.readReport, asked);
      case 'compareRuns':
        return client.ask(protocol.compareRuns, asked);
    }
  }

  private async queueOf(run: string): Promise<string | undefined> {
    const runs = await (await this.client()).listRuns();
    return runs.find(({ id }) => id === run)?.configuration.queue;
  }

  /** Secrets of a queue go to the evaluation's process alone; those that it could not use are asked for anew the next time. */
  private async withSecrets<T>(
    queue: string | undefined,
    work: (secrets: protocol.WithQueueSecrets) => Promise<T>,
  ): Promise<T> {
    if (queue === undefined) return work({});
    const secrets = await this.queueSecrets.of(queue);
    if (secrets === undefined) throw new RequestCancelledError();
    try {
      return await work({ secrets });
    } catch (error) {
      await this.queueSecrets.forget(queue);
      throw error;
    }
  }

  private async afterwards<T>(done: Promise<T>): Promise<T> {
    const answer = await done;
    this.changed();
    return answer;
  }

  private async requested(benchmark: PageBenchmark, message: Exclude<LocoRequest, AskMessage>): Promise<void> {
    switch (message.type) {
      case 'act':
        return this.act(benchmark, message.act);
      case 'export': {
        const { exportRun } = await import('./runExport');
        return exportRun(await this.client(), message.run, message.format, message.failedOnly);
      }
      case 'openText': {
        const { openSampleText } = await import('./sampleText');
        return openSampleText(await this.client(), message);
      }
    }
  }

  private async act(benchmark: PageBenchmark, act: LocoAct): Promise<void> {
    switch (act) {
      case 'refresh':
        return this.panels[benchmark].refresh();
      case 'showLog':
        return runCommand('whetstone.showLog');
      case 'openFolder':
        return runCommand('workbench.action.files.openFolder');
      case 'manageTrust':
        return runCommand('workbench.trust.manage');
      case 'addModel':
        return runCommand('whetstone.gateway.addProvider');
      case 'downloadModel':
        return runCommand('whetstone.models.show');
      case 'openSettings':
        return runCommand('whetstone.openSettings');
      case 'addSet':
        return this.addSet();
    }
  }

  /** Sets of the command line lie where their user put them. */
  private async addSet(): Promise<void> {
    const [chosen] =
      (await vscode.window.showOpenDialog({
        ...{ canSelectFolders: true, canSelectFiles: false, canSelectMany: false },
        title: vscode.l10n.t('Folder of a set of tasks (it has a set.json)'),
        openLabel: vscode.l10n.t('Add'),
      })) ?? [];
    if (chosen === undefined) return;
    await this.afterwards((await this.client()).ask(protocol.addOtherSet, { folder: chosen.fsPath }));
  }

  private async pick(fits: (run: RunRecord) => boolean, title: string): Promise<string | undefined> {
    const runs = (await (await this.client()).listRuns()).filter(fits);
    if (runs.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no such run.'));
      return undefined;
    }
    const time = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
    const items = runs.map(({ id, name, created, configuration }) => ({
      id,
      label: name,
      description: `${time.format(created)} · ${configuration.models.join(', ')}`,
      detail: path.basename(configuration.set.folder),
    }));
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.id;
  }
}

/** On which page a run is shown; runs of own questions stand beside those of scenarios. */
function pageOf({ configuration }: RunRecord): PageBenchmark {
  const { benchmark } = configuration;
  return benchmark === 'userbench' || benchmark === 'mcpeval' ? benchmark : 'locobench';
}

/** What a promise has given; undefined while it has not, or when it failed. */
async function settled<T>(promise: Promise<T> | undefined): Promise<T | undefined> {
  const now = new Promise<undefined>((resolve) => {
    setImmediate(() => resolve(undefined));
  });
  return promise && Promise.race([promise.catch(() => undefined), now]);
}
