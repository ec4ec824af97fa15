import * as vscode from 'vscode';
import type { GroupDetail, LibraryProgress } from '../../runtime/toolLibrary/protocol';
import type {
  LibraryContent,
  LibraryData,
  LibraryMessageToExtension,
  LibraryMessageToPage,
  LibraryProblem,
} from '../../webviews/toolLibrary/protocol';
import type { PageRequest } from '../pages/pagePanel';
import { RefreshingPanel } from '../pages/refreshingPanel';
import { libraryStrings } from './libraryStrings';

export type LibraryRequest = PageRequest<LibraryMessageToExtension>;

export interface LibraryPanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly load: () => Promise<LibraryData>;
  readonly describe: (error: unknown) => LibraryProblem;
  readonly onRequest: (message: LibraryRequest) => void;
}

/** The page "Tool Library". Each step answers with all that is known; it reads by itself when it is shown. */
export class LibraryPanel extends RefreshingPanel<LibraryMessageToPage, LibraryRequest> {
  private state: LibraryContent = { kind: 'loading' };
  private underWay: LibraryProgress | undefined;

  constructor(private readonly options: LibraryPanelOptions) {
    super({
      extensionUri: options.extensionUri,
      page: 'toolLibrary',
      title: libraryStrings(vscode.l10n).title,
    });
  }

  /** For tests: what the page was last sent. */
  get content(): LibraryContent {
    return this.state;
  }

  /** What a step has answered. */
  update(data: LibraryData): void {
    this.state = { kind: 'ready', data };
    this.sendState();
  }

  /** Opens the page at a group. */
  reveal(group: string): void {
    this.tell({ type: 'reveal', group });
  }

  tellGroup(detail: GroupDetail): void {
    this.send({ type: 'group', detail });
  }

  /** @param progress undefined: nothing is under way any more */
  tellProgress(progress: LibraryProgress | undefined): void {
    this.underWay = progress;
    this.send({ type: 'progress', progress });
  }

  tellProblem(error: unknown): void {
    this.send({ type: 'problem', problem: this.options.describe(error) });
  }

  protected override onRequest(message: LibraryRequest): void {
    this.options.onRequest(message);
  }

  protected override async read(): Promise<void> {
    this.update(await this.options.load());
  }

  protected override fail(error: unknown): void {
    this.state = { kind: 'failed', problem: this.options.describe(error) };
    this.sendState();
  }

  protected override sendState(): void {
    this.send({
      type: 'state',
      content: this.state,
      strings: libraryStrings(vscode.l10n),
      locale: vscode.env.language,
    });
    // A page that was thrown away has forgotten it.
    if (this.underWay !== undefined) this.send({ type: 'progress', progress: this.underWay });
  }
}
