import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ActivityMessageToExtension, ActivityMessageToPage, ExportFormat } from '../../webviews/activity/protocol';
import { webviewPage } from '../webviewPage';
import { exportActivity } from './activityExport';
import type { ActivityLog } from './activityLog';
import { activityStrings } from './activityStrings';

export interface ActivityPanelOptions {
  readonly extensionUri: vscode.Uri;
  readonly log: ActivityLog;
  /** What the empty page's button does, e.g. focus the editor and trigger a suggestion. */
  readonly tryInfill: () => void;
  /** Writes a line for the developer's log. */
  readonly report: (message: string) => void;
}

/**
 * The "Infill activity" page: one panel, made when first asked for, restored with the window. It holds no state of
 * its own: the page asks with 'ready' whenever it is (re)created and is sent the whole log.
 */
export class ActivityPanel implements vscode.Disposable {
  /** Goes into package.json's `onWebviewPanel:` activation event. */
  static readonly viewType = 'whetstone.infillActivity';

  private panel: vscode.WebviewPanel | undefined;
  private readonly registrations: readonly { dispose(): void }[];

  constructor(private readonly options: ActivityPanelOptions) {
    this.registrations = [
      vscode.window.registerWebviewPanelSerializer(ActivityPanel.viewType, {
        deserializeWebviewPanel: async (panel) => this.attach(panel),
      }),
      options.log.onChange((change) => this.send({ type: 'changed', ...change, summary: options.log.summary() })),
    ];
  }

  /** Opens the page, or brings it to the front. */
  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    this.attach(
      vscode.window.createWebviewPanel(
        ActivityPanel.viewType,
        vscode.l10n.t('Infill Activity'),
        vscode.ViewColumn.Active,
        this.webviewOptions(),
      ),
    );
  }

  dispose(): void {
    for (const registration of this.registrations) {
      registration.dispose();
    }
    this.panel?.dispose();
  }

  private get pages(): vscode.Uri {
    return vscode.Uri.joinPath(this.options.extensionUri, 'dist', 'webviews');
  }

  private webviewOptions(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.pages] };
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    panel.onDidDispose(() => {
      if (this.panel === panel) {
        this.panel = undefined;
      }
    });
    panel.webview.options = this.webviewOptions();
    panel.webview.onDidReceiveMessage((message: ActivityMessageToExtension) => this.receive(message));
    panel.webview.html = webviewPage({
      locale: vscode.env.language,
      title: vscode.l10n.t('Infill Activity'),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(24).toString('base64'),
      scriptUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(this.pages, 'activity.js')).toString(),
      styleUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(this.pages, 'activity.css')).toString(),
    });
  }

  private receive(message: ActivityMessageToExtension): void {
    switch (message.type) {
      case 'ready':
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

  /** A hidden page receives nothing; it asks again when it is shown. */
  private send(message: ActivityMessageToPage): void {
    if (this.panel?.visible) {
      void this.panel.webview.postMessage(message);
    }
  }

  private language(): Pick<Extract<ActivityMessageToPage, { type: 'state' }>, 'strings' | 'locale'> {
    return { strings: activityStrings(vscode.l10n), locale: vscode.env.language };
  }
}
