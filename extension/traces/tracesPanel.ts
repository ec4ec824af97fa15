import * as vscode from 'vscode';
import type { TraceRun, TraceStep } from '../../runtime/agent/protocol';
import type {
  TracesContent,
  TracesData,
  TracesMessageToExtension,
  TracesMessageToPage,
  TracesProblem,
} from '../../webviews/traces/protocol';
import type { PageRequest } from '../pages/pagePanel';
import { RefreshingPanel } from '../pages/refreshingPanel';
import { traceStrings } from './traceStrings';

export type TracesRequest = PageRequest<TracesMessageToExtension>;

export interface TracesPanelOptions {
  readonly extensionUri: vscode.Uri;
  /** @param limit runs at most, newest first */
  readonly load: (limit: number) => Promise<Omit<TracesData, 'older'>>;
  readonly loadRun: (run: string) => Promise<{ readonly run: TraceRun; readonly steps: readonly TraceStep[] }>;
  readonly describe: (error: unknown) => TracesProblem;
  /** Everything that the page cannot do itself. */
  readonly onRequest: (message: Exclude<TracesRequest, { readonly type: 'open' | 'older' }>) => void;
}

/** Runs that are sent at once. */
const pageSize = 200;

/** The "Traces" page. It reads anew when runs change, and only while somebody looks. */
export class TracesPanel extends RefreshingPanel<TracesMessageToPage, TracesRequest> {
  private state: TracesContent = { kind: 'loading' };
  private limit = pageSize;
  /** The run that the page shows, and how many of its steps it has. */
  private shown: { readonly run: string; readonly have: number } | undefined;

  constructor(private readonly options: TracesPanelOptions) {
    super({ extensionUri: options.extensionUri, page: 'traces', title: vscode.l10n.t('Traces') });
  }

  /** For tests: what the page was last sent. */
  get content(): TracesContent {
    return this.state;
  }

  /** Opens the page at a run. */
  showRun(run: string): void {
    this.show();
    this.tell({ type: 'show', run });
  }

  protected override onReady(): void {
    // A page that was thrown away has no steps any more; it says which run it shows.
    this.shown = undefined;
    super.onReady();
  }

  protected override onRequest(message: TracesRequest): void {
    switch (message.type) {
      case 'open':
        this.shown = message.run === undefined ? undefined : { run: message.run, have: message.have };
        void this.sendSteps().catch((error: unknown) => this.fail(error));
        break;
      case 'older':
        this.limit += pageSize;
        void this.refresh();
        break;
      default:
        this.options.onRequest(message);
    }
  }

  protected override async read(): Promise<void> {
    // One more than is shown tells whether there are older ones.
    const { runs, projects } = await this.options.load(this.limit + 1);
    const data = { runs: runs.slice(0, this.limit), older: runs.length > this.limit, projects };
    this.state = { kind: 'ready', data };
    this.sendState();
    await this.sendSteps();
  }

  /** What the page lacks of the run that it shows. */
  private async sendSteps(): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    const { run, steps } = await this.options.loadRun(shown.run);
    // The page went on to another run meanwhile.
    if (this.shown !== shown) return;
    this.send({ type: 'steps', run, from: shown.have, steps: steps.slice(shown.have) });
    this.shown = { run: shown.run, have: steps.length };
  }

  protected override fail(error: unknown): void {
    this.state = { kind: 'failed', problem: this.options.describe(error) };
    this.sendState();
  }

  protected override sendState(): void {
    this.send({
      type: 'state',
      content: this.state,
      strings: traceStrings(vscode.l10n),
      locale: vscode.env.language,
    });
  }
}
