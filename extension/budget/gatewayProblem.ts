import * as vscode from 'vscode';
import { runCommand } from '../contributions/commandRegistry';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import type { BudgetProblem } from '../../webviews/budget/protocol';

/** What a user is told of an error. */
export function describeGatewayProblem(error: unknown): BudgetProblem {
  if (error instanceof RuntimeRequestError) return { message: error.message, action: error.action };
  return {
    message: vscode.l10n.t('This did not work: {0}.', error instanceof Error ? error.message : String(error)),
    action: vscode.l10n.t('Try again; if it happens again, please report it with the log.'),
  };
}

/** Runs what a command asks for; an error is told once, with the log behind a button. */
export async function telling(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (error instanceof RequestCancelledError) return;
    const { message, action } = describeGatewayProblem(error);
    const show = vscode.l10n.t('Show Log');
    const chosen = await vscode.window.showErrorMessage(`${message} ${action}`, show);
    if (chosen === show) await runCommand('whetstone.showLog');
  }
}
