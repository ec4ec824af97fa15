import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AddFolderParams, WorkProgress } from '../../runtime/models/protocol';
import { runCommand } from '../contributions/commandRegistry';
import { RequestCancelledError } from '../runtimeProcess/errors';
import { pickHow, pickPrecision } from './modelPicks';
import { describeProblem } from './modelProblem';
import type { ModelsClient } from './modelsClient';
import { percentText } from './sizes';

/** Adds models from folders of this machine: asks which and how, shows progress, offers to use what was added. */
export class FolderAdding {
  private readonly watching = new Map<string, (progress: WorkProgress) => void>();

  constructor(
    private readonly client: () => Promise<ModelsClient>,
    private readonly use: (id: string) => Promise<void>,
  ) {}

  /** @param folder absolute path; asked for when left out */
  async add(folder?: string): Promise<void> {
    const chosen = folder ?? (await askFolder());
    const params = chosen === undefined ? undefined : await paramsFor(chosen);
    if (!params) return;
    try {
      const added = await this.run(params);
      const use = vscode.l10n.t('Use for Suggestions');
      const message = vscode.l10n.t('{0} is installed.', added.title);
      void vscode.window.showInformationMessage(message, use).then((answer) => {
        if (answer === use) void this.use(added.id);
      });
    } catch (error) {
      if (error instanceof RequestCancelledError) return;
      const { message, action } = describeProblem(error);
      const log = vscode.l10n.t('Show Log');
      void vscode.window.showErrorMessage(`${message} ${action}`, log).then((answer) => {
        if (answer === log) void runCommand('whetstone.showLog');
      });
    }
  }

  progress(progress: WorkProgress): void {
    this.watching.get(progress.model)?.(progress);
  }

  private async run(params: AddFolderParams): ReturnType<ModelsClient['addFolder']> {
    const title = vscode.l10n.t('Adding {0}', path.basename(params.folder));
    const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
    return vscode.window.withProgress(options, async (bar, token) => {
      let shown = 0;
      this.watching.set(params.folder, ({ doneBytes, totalBytes }) => {
        const share = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0;
        bar.report({ increment: 100 * (share - shown), message: percentText(share, vscode.env.language) });
        shown = share;
      });
      try {
        return await (await this.client()).addFolder(params, token);
      } finally {
        this.watching.delete(params.folder);
      }
    });
  }
}

async function askFolder(): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder of a model or of a checkpoint'),
      openLabel: vscode.l10n.t('Add'),
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
    })) ?? [];
  return folder?.fsPath;
}

/** A checkpoint is converted, a model folder is copied or remembered. @returns undefined when the user chose nothing */
async function paramsFor(folder: string): Promise<AddFolderParams | undefined> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (names.some((name) => name.endsWith('.safetensors'))) {
    const precision = await pickPrecision('int8');
    return precision && { folder, precision };
  }
  // Without a manifest it cannot be checked where it is.
  const isModel = names.includes('whetstone-model.json');
  if (!isModel && names.some((name) => name.toLowerCase().endsWith('.gguf'))) return { folder, how: 'copy' };
  const how = await pickHow();
  return how && { folder, how };
}
