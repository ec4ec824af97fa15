import * as vscode from 'vscode';
import type { Duplicate, DuplicateKind } from '../../../runtime/toolLibrary/duplicates/protocol';
import type { Pair } from './meantToDiffer';

/** A list of all that double each other. @returns the chosen group */
export async function chooseDuplicate(all: readonly Duplicate[]): Promise<Duplicate | undefined> {
  const { l10n, window } = vscode;
  if (all.length === 0) {
    await window.showInformationMessage(l10n.t('No function of this folder doubles another one.'));
    return undefined;
  }
  const items = all.map((duplicate) => ({
    label: duplicate.tools.map(({ name }) => name).join(', '),
    description: kindText(duplicate.kind),
    detail: duplicate.tools.map(({ path, line }) => `${path}:${line + 1}`).join(', '),
    duplicate,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Functions that double others'),
    placeHolder: l10n.t('Choose some to go to the first of them'),
    ...{ matchOnDescription: true, matchOnDetail: true },
  });
  return chosen?.duplicate;
}

/** @returns those of which the user wants to be told again */
export async function choosePairs(pairs: readonly Pair[]): Promise<readonly Pair[]> {
  const { l10n, window } = vscode;
  if (pairs.length === 0) {
    await window.showInformationMessage(
      l10n.t('Of no functions of this workspace you have said that they are meant to differ.'),
    );
    return [];
  }
  const items = pairs.map((pair) => ({ label: pair.join(' — '), pair }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Functions that are meant to differ'),
    placeHolder: l10n.t('Choose those of which you want to be told again'),
    canPickMany: true,
  });
  return chosen?.map(({ pair }) => pair) ?? [];
}

function kindText(kind: DuplicateKind): string {
  const { l10n } = vscode;
  switch (kind) {
    case 'same-results':
      return l10n.t('identical results');
    case 'possible-mistake':
      return l10n.t('equal results, different meaning');
    case 'same-code':
      return l10n.t('same code');
    case 'same-code-but-constants':
      return l10n.t('same code but constants');
  }
}
