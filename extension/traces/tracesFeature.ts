import * as vscode from 'vscode';
import type { RunStatus, TraceFormat, TraceRun } from '../../runtime/agent/protocol';
import type { TracesContent } from '../../webviews/traces/protocol';
import type { AgentClient } from '../agent/agentClient';
import { describeGatewayProblem, telling } from '../budget/gatewayProblem';
import type { RunTarget } from '../contributions/commandMap';
import { runCommand } from '../contributions/commandRegistry';
import { DisposableStore } from '../disposableStore';
import { TracesPanel, type TracesRequest } from './tracesPanel';

export interface TracesFeatureOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly agent: () => Promise<AgentClient>;
  readonly projects: () => Readonly<Record<string, string>>;
  /** Sends a question to *@whetstone*. */
  readonly inChat: (query: string) => Promise<void>;
}

/** Runs without an answer, which can be gone on with. */
const resumable: ReadonlySet<RunStatus> = new Set(['interrupted', 'failed', 'cancelled', 'steps']);
/** Runs that are offered to choose from. */
const mostChoices = 200;

/** The page of traces, and what is done with runs. */
export class TracesFeature implements vscode.Disposable {
  private readonly panel: TracesPanel;
  private readonly owned = new DisposableStore();

  constructor(private readonly options: TracesFeatureOptions) {
    this.panel = this.owned.push(
      new TracesPanel({
        extensionUri: options.context.extensionUri,
        load: async (limit) => ({
          runs: await (await options.agent()).listRuns(limit),
          projects: options.projects(),
        }),
        loadRun: async (run) => (await options.agent()).getRun(run),
        describe: describeGatewayProblem,
        onRequest: (message) => void telling(() => this.requested(message)),
      }),
    );
  }

  /** For tests: what the page was last sent. */
  get content(): TracesContent {
    return this.panel.content;
  }

  changed(): void {
    this.panel.changed();
  }

  show(target?: RunTarget): void {
    if (target) this.panel.showRun(target.id);
    else this.panel.show();
  }

  /** Goes on with an interrupted run in the chat, where its questions can be answered. */
  resume(target?: RunTarget): Promise<void> {
    return telling(async () => {
      const id =
        target?.id ?? (await this.pickOne((run) => resumable.has(run.status), vscode.l10n.t('Resume which run?')));
      if (id !== undefined) await this.options.inChat(`/resume ${id}`);
    });
  }

  export(ids?: readonly string[], format?: TraceFormat): Promise<void> {
    return telling(async () => {
      const runs = ids ?? (await this.pickMany(vscode.l10n.t('Export which runs?')));
      if (!runs || runs.length === 0) return;
      const { exportRuns } = await import('./traceExport');
      await exportRuns(await this.options.agent(), runs, format);
    });
  }

  delete(ids?: readonly string[]): Promise<void> {
    return telling(async () => {
      const runs = ids ?? (await this.pickMany(vscode.l10n.t('Delete which runs?')));
      if (!runs || runs.length === 0) return;
      const remove = vscode.l10n.t('Delete');
      const chosen = await vscode.window.showWarningMessage(
        runs.length === 1 ? vscode.l10n.t('Delete this run?') : vscode.l10n.t('Delete {0} runs?', runs.length),
        {
          modal: true,
          detail: vscode.l10n.t('Its steps are gone for good. The books keep what its calls cost.'),
        },
        remove,
      );
      if (chosen !== remove) return;
      await (await this.options.agent()).deleteRuns(runs);
      this.panel.changed();
    });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async requested(message: Exclude<TracesRequest, { readonly type: 'open' | 'older' }>): Promise<void> {
    switch (message.type) {
      case 'resume':
        return this.resume({ id: message.run });
      case 'export':
        return this.export(message.runs, message.format);
      case 'delete':
        return this.delete(message.runs);
      case 'act':
        switch (message.act) {
          case 'refresh':
            return this.panel.refresh();
          case 'showLog':
            return runCommand('whetstone.showLog');
          case 'ask':
            return runCommand('whetstone.agent.ask');
        }
    }
  }

  private async pickOne(fits: (run: TraceRun) => boolean, title: string): Promise<string | undefined> {
    const items = await this.items(fits);
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no run to go on with.'));
      return undefined;
    }
    return (await vscode.window.showQuickPick([...items], { title, matchOnDescription: true }))?.id;
  }

  private async pickMany(title: string): Promise<readonly string[] | undefined> {
    const items = await this.items(() => true);
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no run yet.'));
      return undefined;
    }
    const chosen = await vscode.window.showQuickPick([...items], {
      title,
      canPickMany: true,
      matchOnDescription: true,
    });
    return chosen?.map(({ id }) => id);
  }

  private async items(
    fits: (run: TraceRun) => boolean,
  ): Promise<readonly (vscode.QuickPickItem & { readonly id: string })[]> {
    const time = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
    const runs = await (await this.options.agent()).listRuns(mostChoices);
    return runs.filter(fits).map(({ id, title, status, model, started }) => ({
      id,
      label: title,
      description: `${time.format(started)} · ${model} · ${status}`,
    }));
  }
}
