import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { ExportFormat } from '../../webviews/locobench/protocol';
import type { EvaluationClient } from './evaluationClient';

/** Endings of the files, which say what opens them. */
const endings: Readonly<Record<ExportFormat, string>> = { html: 'html', json: 'json', csv: 'csv', junit: 'xml' };

/** *Export Evaluation*: asks for the form, where none is given, and for the place, and writes the file. */
export async function exportRun(
  client: EvaluationClient,
  run: string,
  given?: ExportFormat,
  failedOnly = false,
): Promise<void> {
  const { l10n } = vscode;
  const items: readonly (vscode.QuickPickItem & { readonly value: ExportFormat })[] = [
    { label: 'HTML', detail: l10n.t('A report in one file, to read and to share.'), value: 'html' },
    { label: 'CSV', detail: l10n.t('A line for each sample, for spreadsheets.'), value: 'csv' },
    { label: 'JUnit', detail: l10n.t('A test case for each sample, for continuous integration.'), value: 'junit' },
    { label: 'JSON', detail: l10n.t('With everything that is recorded of the run.'), value: 'json' },
  ];
  const format = given ?? (await vscode.window.showQuickPick(items, { title: l10n.t('Export run: form') }))?.value;
  if (format === undefined) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `whetstone-run-${run}${failedOnly ? '-failed' : ''}.${endings[format]}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { [format.toUpperCase()]: [endings[format]] },
  });
  if (!target) return;
  const text = await client.ask(protocol.exportRun, { run, format, failedOnly });
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  if (format === 'html') await vscode.env.openExternal(target);
  else await vscode.window.showTextDocument(target);
}
