/** Questions about models that are asked as lists, for commands that were run without saying which one. */
import * as vscode from 'vscode';
import type { WeightPrecision } from '../../runtime/models/protocol';
import type { ModelAct } from '../../webviews/models/protocol';
import { canDo } from './modelActs';
import type { ModelFacts } from './modelFacts';
import { treeTextOf } from './modelTreeText';

/** @returns undefined when the user chose none; says so when there is none to choose */
export async function pickModel(
  models: readonly ModelFacts[],
  title: string,
  ...acts: readonly ModelAct[]
): Promise<string | undefined> {
  const fitting = models.filter((facts) => acts.some((act) => canDo(facts, act)));
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no model for this.'));
    return undefined;
  }
  const items = fitting.map((facts) => {
    const { icon, description } = treeTextOf(facts, vscode.l10n, vscode.env.language);
    const detail = facts.listing.goodFor;
    return {
      label: `$(${icon}) ${facts.listing.title}`,
      description,
      ...(detail === undefined ? {} : { detail }),
      id: facts.listing.id,
    };
  });
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return chosen?.id;
}

/** @param recommended stands first; undefined where nothing is known about the sizes */
export async function pickPrecision(recommended?: WeightPrecision): Promise<WeightPrecision | undefined> {
  const choices: readonly { readonly precision: WeightPrecision; readonly detail: string }[] = [
    { precision: 'int8', detail: vscode.l10n.t('A byte a weight. Fastest on processors.') },
    { precision: 'int4', detail: vscode.l10n.t('Half a byte a weight. Least memory, and less exact.') },
    { precision: 'int8-blocks', detail: vscode.l10n.t('A byte a weight, in blocks. For GPUs; slower on processors.') },
    { precision: 'gguf-q8_0', detail: vscode.l10n.t('A byte a weight, run by llama.cpp. For Intel Macs.') },
    { precision: 'gguf-f16', detail: vscode.l10n.t('Two bytes a weight, run by llama.cpp. More exact, and slower.') },
    { precision: 'fp32', detail: vscode.l10n.t('Four bytes a weight. As exact as the checkpoint, and slow.') },
  ];
  const items = [...choices]
    .sort((left, right) => Number(right.precision === recommended) - Number(left.precision === recommended))
    .map(({ precision, detail }) => ({
      label: precision,
      ...(precision === recommended ? { description: vscode.l10n.t('recommended for this machine') } : {}),
      detail,
      precision,
    }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Store the weights as') });
  return chosen?.precision;
}

/** Whether a model folder is copied, or only remembered. */
export async function pickHow(): Promise<'copy' | 'reference' | undefined> {
  const items = [
    {
      label: vscode.l10n.t('Copy'),
      detail: vscode.l10n.t('Its files are copied into the folder of models, and checked.'),
      how: 'copy' as const,
    },
    {
      label: vscode.l10n.t('Use Where It Is'),
      detail: vscode.l10n.t('Nothing is copied. It must stay where it is.'),
      how: 'reference' as const,
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Add a model folder') });
  return chosen?.how;
}

/** A code model of others, for suggestions by llama.cpp. @returns absolute path */
export async function askGgufFile(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Code model that fills in the middle, such as Qwen2.5-Coder'),
      openLabel: vscode.l10n.t('Use for Suggestions'),
      canSelectMany: false,
      filters: { GGUF: ['gguf'] },
    })) ?? [];
  return file?.fsPath;
}
