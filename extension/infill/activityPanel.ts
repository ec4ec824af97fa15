import * as vscode from 'vscode';
import type { ActivityMessageToExtension, ActivityMessageToPage, ExportFormat } from '../../webviews/activity/protocol';
import { PagePanel, type PageRequest } from '../pages/pagePanel';
import { exportActivity } from './activityExport';
import type { ActivityLog } from './activityLog';
import { activityStrings } from './activityStrings';

type ActivityRequest = PageRequest<ActivityMessageToExtension>;

export interface ActivityPanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly log: ActivityLog;
  /** What the empty page's button does, e.g. focus the editor and trigger a suggestion. */
  readonly tryInfill: () => void;
  /** Writes a line for the developer's log. */
  readonly report: (message: string) => void;
}

/** The "Infill activity" page. It is sent the whole log when it is shown. */
export class ActivityPanel extends PagePanel<ActivityMessageToPage, ActivityRequest> {
  private readonly registration: { dispose(): void };

  constructor(private readonly options: ActivityPanelOptions) {
    super({ extensionUri: options.extensionUri, page: 'activity', title: vscode.l10n.t('Infill Activity') });
    this.registration = options.log.onChange((change) =>
      this.send({ type: 'changed', ...change, summary: options.log.summary() }),
    );
  }

  override dispose(): void {
    this.registration.dispose();
    super.dispose();
  }

  protected override onReady(): void {
    void this.sendHistory();
  }

  protected override onRequest(message: ActivityRequest): void {
    switch (message.type) {
      case 'reload':
        void this.sendHistory();
        break;
      case 'tryInfill':
        this.options.tryInfill();
        break;
      case 'export':
        void this.export(message.format, message.ids);
        break;
    }
  }

  private sendAll(): void {
    const { log } = this.options;
    this.send({ type: 'state', entries: log.entries(), summary: log.summary(), ...this.language() });
  }

  /**
   * Reads the file (again), which also shows what other windows added. A file that cannot be read is an error on the
   * page only when there is nothing else to show.
   */
  private async sendHistory(): Promise<void> {
    try {
      await this.options.log.load();
      this.sendAll();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.options.report(`Infill activity: the history cannot be read: ${reason}`);
      if (this.options.log.entries().length > 0) {
        this.sendAll();
        return;
      }
      this.send({
        type: 'error',
        message: vscode.l10n.t('The history of suggestions cannot be read: {0}', reason),
        ...this.language(),
      });
    }
  }

  private async export(format: ExportFormat, ids: readonly string[]): Promise<void> {
    const byId = new Map(this.options.log.entries().map((entry) => [entry.id, entry]));
    const entries = ids.flatMap((id) => byId.get(id) ?? []);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const name = `infill-activity.${format}`;
    const target = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
      filters: format === 'json' ? { JSON: ['json'] } : { CSV: ['csv'] },
    });
    if (!target) {
      return;
    }
    try {
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(exportActivity(entries, format)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // The user asked for a file and must learn that there is none.
      void vscode.window.showErrorMessage(
        vscode.l10n.t('The activity was not exported to {0}: {1}', target.fsPath, reason),
      );
    }
  }

  private language(): Pick<Extract<ActivityMessageToPage, { type: 'state' }>, 'strings' | 'locale'> {
    return { strings: activityStrings(vscode.l10n), locale: vscode.env.language };
  }
}
