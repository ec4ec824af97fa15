import * as vscode from 'vscode';
import type { TraceFormat } from '../../runtime/agent/protocol';
import type { AgentClient } from '../agent/agentClient';

/** *Export Runs*: asks for the form, where none is given, and for the place, and writes JSON Lines without secrets. */
export async function exportRuns(
  client: AgentClient,
  runs: readonly string[],
  given: TraceFormat | undefined,
): Promise<void> {
  const { l10n } = vscode;
  const items: readonly (vscode.QuickPickItem & { readonly value: TraceFormat })[] = [
    {
      label: l10n.t('Unified (ActionStudio)'),
      detail: l10n.t('Every step, in one form for all agents.'),
      value: 'unified',
    },
    { label: l10n.t('ShareGPT (APIGen-MT)'), detail: l10n.t('Conversations with function calls.'), value: 'sharegpt' },
    { label: l10n.t('Training rows (xLAM)'), detail: l10n.t('A row for each call that a model made.'), value: 'xlam' },
  ];
  const format = given ?? (await vscode.window.showQuickPick(items, { title: l10n.t('Export runs: form') }))?.value;
  if (format === undefined) return;
  const day = new Date().toISOString().slice(0, 10);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `whetstone-runs-${day}-${format}.jsonl`) } : {}),
    filters: { 'JSON Lines': ['jsonl'] },
  });
  if (!target) return;
  const text = await client.exportRuns(runs, format);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(target);
}
