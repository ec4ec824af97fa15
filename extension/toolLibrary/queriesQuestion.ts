import * as vscode from 'vscode';

const key = 'whetstone.toolLibrary.queries';

/**
 * Asks for the file of questions that finding is measured with, beginning at the last one.
 * @param root folder that the library is of
 * @returns its absolute path
 */
export async function askForQueries(memory: vscode.Memento, root: string | undefined): Promise<string | undefined> {
  const last = memory.get<string>(key);
  const begin = last ?? root;
  const start = begin === undefined ? undefined : vscode.Uri.file(begin);
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
