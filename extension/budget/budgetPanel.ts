import * as vscode from 'vscode';
import type { DecisionRecord } from '../../runtime/gateway/protocol';
import type {
  BudgetContent,
  BudgetData,
  BudgetMessageToExtension,
  BudgetMessageToPage,
  BudgetProblem,
  BudgetRange,
} from '../../webviews/budget/protocol';
import type { PageRequest } from '../pages/pagePanel';
import { RefreshingPanel } from '../pages/refreshingPanel';
import { budgetStrings } from './budgetStrings';

export type BudgetRequest = PageRequest<BudgetMessageToExtension>;

export interface BudgetPanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly load: (range: BudgetRange) => Promise<BudgetData>;
  /** Newest first, those before a time. */
  readonly loadDecisions: (before: number | undefined, limit: number) => Promise<readonly DecisionRecord[]>;
  readonly describe: (error: unknown) => BudgetProblem;
  /** Everything that the page cannot do itself. */
  readonly onRequest: (message: Exclude<BudgetRequest, { readonly type: 'range' | 'older' }>) => void;
}

/** Decisions that are sent at once. */
const pageSize = 200;

/** The "Budget & Routing" page. It reads the books anew when they change, and only while somebody looks. */
export class BudgetPanel extends RefreshingPanel<BudgetMessageToPage, BudgetRequest> {
  private range: BudgetRange = 'month';
  private state: BudgetContent = { kind: 'loading' };

  constructor(private readonly options: BudgetPanelOptions) {
    super({
      extensionUri: options.extensionUri,
      page: 'budget',
      title: vscode.l10n.t('Budget & Routing'),
    });
  }

  /** For tests: what the page was last sent. */
  get content(): BudgetContent {
    return this.state;
  }

  protected override onRequest(message: BudgetRequest): void {
    if (message.type === 'range') {
      this.range = message.range;
      void this.refresh();
    } else if (message.type === 'older') {
      this.sendDecisions(message.before).catch((error: unknown) => this.fail(error));
    } else {
      this.options.onRequest(message);
    }
  }

  protected override async read(): Promise<void> {
    this.state = { kind: 'ready', data: await this.options.load(this.range) };
    this.sendState();
    await this.sendDecisions(undefined);
  }

  protected override fail(error: unknown): void {
    this.state = { kind: 'failed', problem: this.options.describe(error) };
    this.sendState();
  }

  private async sendDecisions(before: number | undefined): Promise<void> {
    const records = await this.options.loadDecisions(before, pageSize);
    this.send({ type: 'decisions', records, older: records.length === pageSize });
  }

  protected override sendState(): void {
    this.send({
      type: 'state',
      content: this.state,
      strings: budgetStrings(vscode.l10n),
      locale: vscode.env.language,
    });
  }
}
