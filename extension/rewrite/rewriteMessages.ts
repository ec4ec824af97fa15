/** What is said to a person about a rewrite, once, where it was asked for. */
import * as vscode from 'vscode';
import { runCommand } from '../contributions/commandRegistry';
import type { RequestProblem } from '../infill/modelRequests';
import type { Silence } from '../infill/suggestionGate';
import { reasonFor } from '../status/languageStatus';
import type { CloseReason } from './previewSession';

/** How long a passing remark stays in the status bar. Milliseconds. */
const remarkMs = 6000;

/** Why nothing is rewritten here, and what would change that. */
export async function sayRefusal(silence: Silence, document: vscode.TextDocument): Promise<void> {
  const message = vscode.l10n.t('Whetstone does not write here: {0}.', reasonFor(silence));
  const turnOn = vscode.l10n.t('Turn On for {0}', document.languageId);
  const settings = vscode.l10n.t('Open Settings');
  const actions = silence.kind === 'off' ? [turnOn] : silence.kind === 'excluded' ? [settings] : [];
  const chosen = await vscode.window.showWarningMessage(message, ...actions);
  if (chosen === turnOn) await runCommand('whetstone.infill.toggleLanguage', document.languageId);
  if (chosen === settings) await runCommand('whetstone.openSettings');
}

/** The status bar shows a failure as long as it lasts; whoever asked by a command is told in words as well. */
export async function sayProblem({ message, action }: RequestProblem): Promise<void> {
  const restart = vscode.l10n.t('Restart Runtime');
  const diagnose = vscode.l10n.t('Diagnose');
  const chosen = await vscode.window.showErrorMessage(`${message} ${action}`, restart, diagnose);
  if (chosen === restart) await runCommand('whetstone.restartRuntime');
  if (chosen === diagnose) await runCommand('whetstone.diagnose');
}

export function sayNothingToDo(message: string): void {
  void vscode.window.showInformationMessage(message);
}

/** How a preview ended, where that is not what the user just did. */
export function sayEnd(why: CloseReason): void {
  if (why === 'changed') remark(vscode.l10n.t('the text has changed, so the rewrite was dropped; run it again'));
}

/** A remark that passes by itself. */
export function remark(text: string): void {
  vscode.window.setStatusBarMessage(`$(sparkle) Whetstone: ${text}`, remarkMs);
}
