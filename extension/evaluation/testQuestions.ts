import * as vscode from 'vscode';
import type { EstimateRow } from '../../benchmarks/host/protocol';
import type { ModelEntry } from '../../runtime/gateway/protocol';

/** The models that were chosen last. */
const modelsKey = 'whetstone.evaluation.testModels';

/** @returns ids of models; undefined when none was chosen */
export async function chooseModels(
  entries: readonly ModelEntry[],
  memory: vscode.Memento,
): Promise<readonly string[] | undefined> {
  const before = memory.get<readonly string[]>(modelsKey) ?? [];
  const items = entries
    .filter(({ usable }) => usable)
    .map(({ model }) => ({ label: model.title, description: model.id, picked: before.includes(model.id) }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no model to ask yet. Add a provider, or a local model.'),
    );
    return undefined;
  }
  const title = vscode.l10n.t('Ask which models?');
  const chosen = await vscode.window.showQuickPick(items, { title, canPickMany: true, matchOnDescription: true });
  if (!chosen || chosen.length === 0) return undefined;
  const ids = chosen.map(({ description }) => description);
  await memory.update(modelsKey, ids);
  return ids;
}

/** Whether the user agrees to what a run may cost; what costs nothing is not asked about. */
export async function agreedToCosts(rows: readonly EstimateRow[]): Promise<boolean> {
  const wrong = rows.find((row) => row.problem !== undefined);
  if (wrong !== undefined) {
    void vscode.window.showWarningMessage(`${wrong.model}: ${wrong.problem ?? ''}`);
    return false;
  }
  const worst = rows.reduce((sum, { worstCost = 0 }) => sum + worstCost, 0);
  if (worst === 0) return true;
  const expected = rows.reduce((sum, { expectedCost = 0 }) => sum + expectedCost, 0);
  const dollars = new Intl.NumberFormat(vscode.env.language, { style: 'currency', currency: 'USD' });
  const start = vscode.l10n.t('Start');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Ask {0} models?', rows.length),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Expected: {0}. At most: {1}. Your budgets hold as well.',
        dollars.format(expected / 1e6),
        dollars.format(worst / 1e6),
      ),
    },
    start,
  );
  return chosen === start;
}
