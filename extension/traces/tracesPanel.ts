import * as vscode from 'vscode';
import type { TraceRun, TraceStep } from '../../runtime/agent/protocol';
import type {
  TracesContent,
  TracesData,
  TracesMessageToExtension,
  TracesMessageToPage,
  TracesProblem,
} from '../../webviews/traces/protocol';
import { PagePanel, type PageRequest } from '../pages/pagePanel';
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
/** Changes that come within this time go to the page together. Milliseconds. */
const calmMs = 400;

/** The "Traces" page. It reads anew when runs change, and only while somebody looks. */
export class TracesPanel extends PagePanel<TracesMessageToPage, TracesRequest> {
  private state: TracesContent = { kind: 'loading' };
  private limit = pageSize;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private loading: Promise<void> | undefined;
  private again = false;
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

  /** Some run has changed. */
  changed(): void {
    if (!this.visible) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.refresh();
    }, calmMs);
  }

  /** Reads everything and sends it; a second wish that comes meanwhile is granted afterwards, once. */
  async refresh(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return this.loading;
    }
    this.loading = this.read().finally(() => {
      this.loading = undefined;
      if (!this.again) return;
      this.again = false;
      void this.refresh();
    });
    return this.loading;
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  protected override onReady(): void {
    // A page that was thrown away has no steps any more; it says which run it shows.
    this.shown = undefined;
    this.sendState();
    void this.refresh();
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

  private async read(): Promise<void> {
    try {
      // One more than is shown tells whether there are older ones.
      const { runs, projects } = await this.options.load(this.limit + 1);
      const data = { runs: runs.slice(0, this.limit), older: runs.length > this.limit, projects };
      this.state = { kind: 'ready', data };
      this.sendState();
      await this.sendSteps();
    } catch (error) {
      this.fail(error);
    }
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

  private fail(error: unknown): void {
    this.state = { kind: 'failed', problem: this.options.describe(error) };
    this.sendState();
  }

  private sendState(): void {
    this.send({
      type: 'state',
      content: this.state,
      strings: traceStrings(vscode.l10n),
      locale: vscode.env.language,
    });
  }
}
