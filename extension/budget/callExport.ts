import * as vscode from 'vscode';
import type { GatewayClient } from './gatewayClient';
import { timeOf } from './budgetRange';

/** *Export Calls*: asks for form, time and place, and writes the file. */
export async function exportToFile(client: () => Promise<GatewayClient>): Promise<void> {
  const { l10n } = vscode;
  const format = await vscode.window.showQuickPick(
    [
      { label: 'CSV', detail: l10n.t('A line for each call, for spreadsheets.'), value: 'csv' as const },
      { label: 'JSON', detail: l10n.t('With everything that is recorded of each call.'), value: 'json' as const },
    ],
    { title: l10n.t('Export calls (1 of 2): form') },
  );
  if (!format) return;
  const now = Date.now();
  const time = await vscode.window.showQuickPick(
    [
      { label: l10n.t('This month'), value: timeOf('month', now) },
      { label: l10n.t('Last 90 days'), value: timeOf('days90', now) },
      { label: l10n.t('All'), value: { from: 0, until: now } },
    ],
    { title: l10n.t('Export calls (2 of 2): time') },
  );
  if (!time) return;
  const day = new Date(now).toISOString().slice(0, 10);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `whetstone-calls-${day}.${format.value}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { [format.label]: [format.value] },
  });
  if (!target) return;
  const text = await (await client()).exportCalls(format.value, time.value);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(target);
}
