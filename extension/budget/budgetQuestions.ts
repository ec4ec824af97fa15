/** The questions of *Set Budget*, one after the other. */
import * as vscode from 'vscode';
import type { Budget, BudgetScope, Purpose } from '../../runtime/gateway/protocol';
import { parseDollars, parseRequests, parseShares } from './budgetFigures';
import { purposeTexts } from './budgetStrings';

export interface BudgetAnswer {
  readonly scope: BudgetScope;
  readonly period: Budget['period'];
  readonly unit: Budget['unit'];
  readonly limit: number;
  readonly warnAt: readonly number[];
}

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface BudgetQuestionParts {
  /** The open workspace. */
  readonly project: { readonly id: string; readonly name: string } | undefined;
  readonly providers: readonly { readonly id: string; readonly title: string }[];
}

/** Asks for everything. @returns undefined when the user called it off */
export async function askForBudget(parts: BudgetQuestionParts): Promise<BudgetAnswer | undefined> {
  const scope = await pick(vscode.l10n.t('Set budget (1 of 4): for which calls?'), scopes(parts));
  if (!scope) return undefined;
  const period = await pick<Budget['period']>(vscode.l10n.t('Set budget (2 of 4): for which time?'), [
    { label: vscode.l10n.t('A month'), value: 'month' },
    { label: vscode.l10n.t('A day'), value: 'day' },
    { label: vscode.l10n.t('In total, from now on'), value: 'total' },
  ]);
  if (!period) return undefined;
  const unit = await pick<Budget['unit']>(vscode.l10n.t('Set budget (3 of 4): what is counted?'), [
    { label: vscode.l10n.t('US dollars'), value: 'usd' },
    {
      ...{ label: vscode.l10n.t('Requests'), value: 'requests' },
      detail: vscode.l10n.t('For models that are paid by the request, such as those of other extensions.'),
    },
  ]);
  if (!unit) return undefined;
  const rest = await askForLimit({ unit, limit: undefined, warnAt: [0.5, 0.8] }, 4);
  return rest && { scope, period, unit, ...rest };
}

/** Asks for a limit and for the shares at which a warning is due; with what holds now filled in. */
export async function askForLimit(
  now: { readonly unit: Budget['unit']; readonly limit: number | undefined; readonly warnAt: readonly number[] },
  step?: number,
): Promise<Pick<BudgetAnswer, 'limit' | 'warnAt'> | undefined> {
  const read = now.unit === 'usd' ? parseDollars : parseRequests;
  const typed = await vscode.window.showInputBox({
    title:
      step === undefined ? vscode.l10n.t('Change budget: limit') : vscode.l10n.t('Set budget ({0} of 4): limit', step),
    prompt:
      now.unit === 'usd'
        ? vscode.l10n.t('US dollars. A call whose worst case does not fit under it is refused before it is sent.')
        : vscode.l10n.t('Requests. A call beyond them is refused before it is sent.'),
    ...(now.limit === undefined ? {} : { value: String(now.unit === 'usd' ? now.limit / 1e6 : now.limit) }),
    placeHolder: '10',
    ignoreFocusOut: true,
    validateInput: (value) =>
      read(value) === undefined ? vscode.l10n.t('Type an amount such as 10 or 2.50.') : undefined,
  });
  const limit = typed === undefined ? undefined : read(typed);
  if (limit === undefined) return undefined;
  const shares = await vscode.window.showInputBox({
    title: vscode.l10n.t('Warn at which shares of the limit?'),
    prompt: vscode.l10n.t('Per cent, such as 50, 80. Nothing: no warning.'),
    value: now.warnAt.map((share) => Math.round(100 * share)).join(', '),
    ignoreFocusOut: true,
    validateInput: (value) =>
      parseShares(value) === undefined ? vscode.l10n.t('Type whole numbers from 1 to 100.') : undefined,
  });
  const warnAt = shares === undefined ? undefined : parseShares(shares);
  return warnAt && { limit, warnAt };
}

function scopes({ project, providers }: BudgetQuestionParts): readonly Choice<BudgetScope>[] {
  const { l10n } = vscode;
  const purposes = Object.entries(purposeTexts(l10n)) as [Purpose, string][];
  return [
    { label: l10n.t('All calls'), value: { kind: 'all' } },
    ...(project
      ? [{ label: l10n.t('This project: {0}', project.name), value: { kind: 'project', project: project.id } } as const]
      : []),
    ...purposes.map(
      ([purpose, name]) => ({ label: l10n.t('Purpose: {0}', name), value: { kind: 'purpose', purpose } }) as const,
    ),
    ...providers.map(
      ({ id, title }) =>
        ({ label: l10n.t('Provider: {0}', title), value: { kind: 'provider', provider: id } }) as const,
    ),
  ];
}

async function pick<T>(title: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
  const chosen = await vscode.window.showQuickPick(choices, { title, ignoreFocusOut: true });
  return chosen?.value;
}
