import * as vscode from 'vscode';

const key = 'whetstone.toolLibrary.queries';

/** Asks for the file of questions that finding is measured with, beginning at the last one. @returns its absolute path */
export async function askForQueries(memory: vscode.Memento): Promise<string | undefined> {
  const last = memory.get<string>(key);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const start = last === undefined ? folder : vscode.Uri.file(last);
  const [chosen] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFiles: true, canSelectFolders: false, canSelectMany: false },
      ...(start === undefined ? {} : { defaultUri: start }),
      title: vscode.l10n.t('Questions, each with the tools that answer it: {"query": "...", "tools": ["name"]} a line'),
      openLabel: vscode.l10n.t('Measure'),
      filters: { [vscode.l10n.t('Questions')]: ['jsonl', 'csv'] },
    })) ?? [];
  if (chosen === undefined) return undefined;
  await memory.update(key, chosen.fsPath);
  return chosen.fsPath;
}
