import * as vscode from 'vscode';
import type { AcceptedSuggestion } from '../contributions/commandMap';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting, writeSetting } from '../contributions/configuration';
import { DisposableStore } from '../disposableStore';
import type { RuntimeService } from '../runtimeService';
import { FileStatus } from '../status/languageStatus';
import type { StatusStore } from '../status/statusStore';
import type { ActivityLog } from './activityLog';
import { ContextBuilder } from './context/contextBuilder';
import { OpenFileSnippets } from './context/openFileSnippets';
import { RepositoryPieces } from './context/repositoryPieces';
import { RepositoryService } from './context/repositoryService';
import { RecentFiles } from './context/recentFiles';
import { DocumentWatch } from './documentWatch';
import { ExcludedFiles } from './excludedFiles';
import { InfillProvider } from './infillProvider';
import { ModelRequests } from './modelRequests';
import type { RequestProblem } from './modelRequests';
import { OfferTracker } from './offerTracker';
import { OtherProviders } from './otherProviders';
import type { ChanceCalibration } from './suggestionChanceCalibration';
import { ChanceStore } from './suggestionChanceStore';
import { SuggestionWatch } from './suggestionChanceWatch';
import { WorkspaceSources } from './sources/workspaceSources';
import { SuggestionGate } from './suggestionGate';
import type { Silence } from './suggestionGate';
import { TypingCadence } from './typingCadence';
import { WritableFiles } from './writableFiles';

export interface InfillFeatureOptions {
  readonly extensionPath: string;
  readonly runtime: RuntimeService;
  readonly status: StatusStore;
  readonly activity: ActivityLog;
  readonly log: vscode.LogOutputChannel;
  readonly memory: vscode.Memento;
  /** A whole suggestion was accepted. @param start where its text now stands in the document */
  readonly onAccepted: (document: vscode.TextDocument, start: vscode.Position, text: string) => void;
}

/** Puts the parts of infilling together and owns them. */
export class InfillFeature implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly excluded = this.owned.push(new ExcludedFiles());
  /** What may be written in; rewriting keeps to the same. */
  readonly gate = new SuggestionGate(this.excluded, this.owned.push(new WritableFiles()));
  private readonly cadence = new TypingCadence();
  private readonly tracker = this.owned.push(new OfferTracker(this.outcomes()));
  private readonly suggestionWatch = new SuggestionWatch();
  private readonly chances: ChanceStore;
  /** The way to the model, its failures and its status; rewriting goes the same way. */
  readonly requests: ModelRequests;
  private readonly provider: InfillProvider;
  private readonly others: OtherProviders;
  private readonly sources: WorkspaceSources;
  /** What is known of files that are not open. */
  readonly pieces: RepositoryPieces;
  private readonly fileStatus = this.owned.push(new FileStatus());
  private decided: { readonly document: vscode.TextDocument; readonly silence: Silence | undefined } | undefined;
  private askedTimes = 0;
  private withheldTimes = 0;
  private lastWithheld = '';
  private snoozeTimer: ReturnType<typeof setTimeout> | undefined;
  /** For the log: the same failure at every request is told once. */
  private lastProblem = '';

  constructor(private readonly options: InfillFeatureOptions) {
    const { runtime } = options;
    this.others = new OtherProviders(options.memory);
    this.chances = this.owned.push(new ChanceStore(options.memory));
    this.requests = this.owned.push(
      new ModelRequests(
        () => runtime.get(),
        this.requestEvents(),
        () => new vscode.CancellationTokenSource(),
      ),
    );
    const recent = this.owned.push(new RecentFiles());
    this.sources = this.owned.push(
      new WorkspaceSources({
        runtime: () => runtime.current,
        excluded: this.excluded,
        recent,
        log: (message) => options.log.debug(message),
      }),
    );
    this.pieces = this.owned.push(
      new RepositoryPieces({
        service: this.owned.push(new RepositoryService(options)),
        excluded: this.excluded,
        log: (message) => options.log.debug(message),
      }),
    );
    const openFiles = this.owned.push(new OpenFileSnippets(recent, this.excluded));
    const context = this.owned.push(new ContextBuilder(openFiles, this.pieces));
    const { gate, requests, cadence, tracker, suggestionWatch, chances } = this;
    const watch = this.owned.push(
      new DocumentWatch({
        tracker,
        watch: suggestionWatch,
        cadence,
        gate,
        onAccepted: options.onAccepted,
        onClosed: (document) => {
          this.provider.close(document);
          void runtime.closeSession(document.uri.toString());
        },
        onNotAsked: (notAsked) => options.status.update({ notAsked }),
      }),
    );
    this.provider = new InfillProvider({
      gate,
      requests,
      context,
      cadence,
      tracker,
      chances,
      watch: suggestionWatch,
      onAutomatic: () => {
        this.askedTimes += 1;
        watch.asked();
        options.status.update({ snoozedUntil: undefined });
      },
      onSilence: (document, silence) => {
        this.decided = { document, silence };
        this.fileStatus.decided(document, silence);
      },
      onModel: (modelLoading) => options.status.update({ modelLoading }),
      onWithheld: ({ answer, chance, minimum }) => {
        if (answer === this.lastWithheld) return;
        this.lastWithheld = answer;
        this.withheldTimes += 1;
        options.log.debug(`Withheld: chance ${chance.toFixed(2)}, ${minimum} is needed.`);
      },
    });
    this.owned.push(vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this.provider));
    this.owned.push(vscode.workspace.onDidChangeConfiguration((event) => this.configured(event)));
    this.owned.push(vscode.window.onDidChangeActiveTextEditor(() => this.readEnabled()));
    this.readEnabled();
  }

  get modelCalls(): number {
    return this.requests.count;
  }

  get asks(): number {
    return this.askedTimes;
  }

  /** Answers that were too uncertain to come by themselves, since the start. */
  get withheld(): number {
    return this.withheldTimes;
  }

  /** What became of suggestions of the model in use, on this machine; undefined while it is not loaded. */
  get calibration(): ChanceCalibration | undefined {
    const model = this.requests.knownModel(readSetting('whetstone.infill.model'));
    return model && this.chances.of(model);
  }

  /** Files that suggestions may be copied from, as far as the runtime was told. */
  get sourcePaths(): ReadonlySet<string> {
    return this.sources.paths;
  }

  /** Why the active editor got no suggestion when it was last asked for one. */
  get silence(): Silence | undefined {
    return this.decided?.document === vscode.window.activeTextEditor?.document ? this.decided?.silence : undefined;
  }

  /** What is left of the suggestions that stand in the active editor, best first. */
  get standing(): readonly string[] {
    const document = vscode.window.activeTextEditor?.document;
    return document ? this.tracker.textsIn(document.uri.toString()) : [];
  }

  async trigger(): Promise<void> {
    const [visible] = vscode.window.visibleTextEditors;
    // Asked from a page or the walkthrough: the suggestion belongs into the editor beside it.
    if (!vscode.window.activeTextEditor && visible) {
      await vscode.window.showTextDocument(visible.document, visible.viewColumn);
    }
    await runCommand('editor.action.inlineSuggest.trigger');
  }

  /** Forgets what was learnt here about the chances of suggestions; what came with the model remains. */
  resetCalibration(): void {
    this.chances.reset();
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Whetstone has forgotten how often its suggestions were right on this machine.'),
    );
  }

  async toggle(): Promise<void> {
    await writeSetting('whetstone.infill.enable', !readSetting('whetstone.infill.enable'));
  }

  async toggleLanguage(languageId?: string): Promise<void> {
    const language = languageId ?? vscode.window.activeTextEditor?.document.languageId;
    if (language === undefined) return;
    await writeSetting(
      'whetstone.infill.enable',
      !readSetting('whetstone.infill.enable', { languageId: language }),
      language,
    );
  }

  async snooze(minutes: number): Promise<void> {
    const { status } = this.options;
    if (minutes === 0) {
      await runCommand('editor.action.inlineSuggest.cancelSnooze');
      clearTimeout(this.snoozeTimer);
      status.update({ snoozedUntil: undefined, notAsked: false });
      return;
    }
    await runCommand('editor.action.inlineSuggest.snooze', minutes);
    const milliseconds = minutes * 60_000;
    status.update({ snoozedUntil: Date.now() + milliseconds });
    // The end of an earlier, shorter snooze is not the end of this one.
    clearTimeout(this.snoozeTimer);
    this.snoozeTimer = setTimeout(() => status.update({ snoozedUntil: undefined }), milliseconds);
  }

  accepted({ offer, document }: AcceptedSuggestion): void {
    this.tracker.accepted(document, offer);
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === document);
    if (open) this.gate.settle(open);
    void runCommand('setContext', 'whetstone.firstSuggestionAccepted', true);
  }

  /** After a restart or with another model, earlier failures and answers mean nothing. */
  forget(): void {
    this.requests.forget();
    this.provider.clear();
    this.lastProblem = '';
    this.options.status.update({ problem: undefined });
  }

  dispose(): void {
    clearTimeout(this.snoozeTimer);
    this.owned.dispose();
  }

  private configured(event: vscode.ConfigurationChangeEvent): void {
    if (event.affectsConfiguration('whetstone.infill.model') || event.affectsConfiguration('whetstone.runtime'))
      this.forget();
    // Answers were made under the settings of their time: extent, comments, excluded files.
    if (event.affectsConfiguration('whetstone')) this.provider.clear();
    if (event.affectsConfiguration('whetstone') || event.affectsConfiguration('editor.inlineSuggest'))
      this.readEnabled();
  }

  private readEnabled(): void {
    const document = vscode.window.activeTextEditor?.document;
    this.options.status.update({
      enabled: readSetting('whetstone.infill.enable', document),
      activeLanguage: document?.languageId,
      editorShows: vscode.workspace.getConfiguration('editor', document).get('inlineSuggest.enabled', true),
    });
  }

  private requestEvents(): ConstructorParameters<typeof ModelRequests>[1] {
    const { status, log } = this.options;
    return {
      started: () => status.requestStarted(),
      answered: (result, waitedMs) => {
        status.requestEnded({ latencyMs: waitedMs, model: result.model });
        this.lastProblem = '';
        const document = vscode.window.activeTextEditor?.document;
        if (document) this.sources.answered(document);
        log.debug(
          `${result.suggestions.length} suggestions in ${Math.round(waitedMs)} ms: context ${Math.round(result.ms.context)} ms ` +
            `(${result.contextReused} of ${result.contextTokens} tokens cached), ` +
            `denoising ${Math.round(result.ms.denoise)} ms in ${result.forwardPasses} passes`,
        );
        if (result.suggestions.length > 0) void this.others.askOnce();
      },
      performed: (result, waitedMs) => {
        status.requestEnded({ latencyMs: waitedMs, model: result.model });
        this.lastProblem = '';
        const document = vscode.window.activeTextEditor?.document;
        if (document) this.sources.answered(document);
        log.debug(`Asked by a command: ${Math.round(waitedMs)} ms in ${result.forwardPasses} passes`);
      },
      ended: () => status.requestEnded({}),
      failed: (problem) => this.failed(problem),
    };
  }

  private failed({ message, action }: RequestProblem): void {
    this.options.status.requestEnded({ problem: { message, action } });
    if (message === this.lastProblem) return;
    this.lastProblem = message;
    this.options.log.error(`${message} ${action}`);
  }

  private outcomes(): ConstructorParameters<typeof OfferTracker>[0] {
    return {
      shown: (entry) => this.options.activity.append(entry),
      ended: (id, outcome) => {
        this.options.activity.update(id, { outcome });
        // Whole suggestions are told from their text; of a part nobody else knows that it was taken.
        if (outcome === 'partlyAccepted') this.suggestionWatch.conclude(id, 0.5);
        this.cadence.suggestionEnded(outcome === 'accepted' || outcome === 'partlyAccepted');
      },
    };
  }
}
