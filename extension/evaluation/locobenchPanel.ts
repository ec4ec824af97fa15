import * as vscode from 'vscode';
import type { GenerateSetProgress, IndexProgress, RunView, SampleEvents } from '../../benchmarks/host/protocol';
import type {
  AskMessage,
  LocoContent,
  LocoData,
  LocoMessageToExtension,
  LocoMessageToPage,
  LocoProblem,
  LocoQuestion,
  LocoQuestions,
  PageBenchmark,
} from '../../webviews/locobench/protocol';
import type { PageRequest } from '../pages/pagePanel';
import { RefreshingPanel } from '../pages/refreshingPanel';
import { locobenchStrings } from './locobenchStrings';

export type LocoRequest = PageRequest<LocoMessageToExtension>;

export interface LocobenchPanelOptions {
  readonly benchmark: PageBenchmark;
  readonly extensionUri: vscode.Uri;
  readonly load: () => Promise<LocoData>;
  readonly answer: (question: AskMessage) => Promise<LocoQuestions[LocoQuestion]['answer']>;
  readonly describe: (error: unknown) => LocoProblem;
  /** Everything that is no question. */
  readonly onRequest: (message: Exclude<LocoRequest, AskMessage>) => void;
}

/** A page of evaluations. It reads anew when runs change, and only while somebody looks. */
export class LocobenchPanel extends RefreshingPanel<LocoMessageToPage, LocoRequest> {
  private state: LocoContent = { kind: 'loading' };

  constructor(private readonly options: LocobenchPanelOptions) {
    super({
      extensionUri: options.extensionUri,
      page: options.benchmark,
      bundle: 'locobench',
      title: locobenchStrings(vscode.l10n, options.benchmark).title,
    });
  }

  /** For tests: what the page was last sent. */
  get content(): LocoContent {
    return this.state;
  }

  /** Opens the page at a run, or at one sample of it. */
  showRun(run: string, sample?: number): void {
    this.show();
    this.tell({ type: 'show', run, sample });
  }

  tellProgress(view: RunView): void {
    this.send({ type: 'progress', view });
  }

  tellMaking(progress: GenerateSetProgress | undefined): void {
    this.send({ type: 'making', progress });
  }

  tellEvents(events: SampleEvents): void {
    this.send({ type: 'events', events });
  }

  tellIndexing(progress: IndexProgress): void {
    this.send({ type: 'indexing', progress });
  }

  protected override onRequest(message: LocoRequest): void {
    if (message.type === 'ask') void this.reply(message);
    else this.options.onRequest(message);
  }

  protected override async read(): Promise<void> {
    this.state = { kind: 'ready', data: await this.options.load() };
    this.sendState();
  }

  protected override fail(error: unknown): void {
    this.state = { kind: 'failed', problem: this.options.describe(error) };
    this.sendState();
  }

  protected override sendState(): void {
    this.send({
      type: 'state',
      content: this.state,
      strings: locobenchStrings(vscode.l10n, this.options.benchmark),
      locale: vscode.env.language,
    });
  }

  private async reply(question: AskMessage): Promise<void> {
    const { id } = question;
    try {
      this.send({ type: 'answer', id, answer: await this.options.answer(question) });
    } catch (error) {
      this.send({ type: 'problem', id, problem: this.options.describe(error) });
    }
  }
}
