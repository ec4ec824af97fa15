import * as vscode from 'vscode';
import type { ExecutionQuestion } from './executionConsent';

/** The dialog before anything of the workspace runs. */
export const executionQuestion: ExecutionQuestion = {
  terms: 1,
  isTrusted: () => vscode.workspace.isTrusted,
  ask: async () => {
    const { l10n } = vscode;
    const allow = l10n.t('Allow');
    const chosen = await vscode.window.showWarningMessage(
      l10n.t('Run the tests and compilers of this workspace to make and grade scenarios?'),
      {
        modal: true,
        detail: l10n.t(
          'They run over throw-away copies in a sandbox: without network, without your files and keys, and with limits of time and memory. Nothing is written to the workspace. Without it, what needs them is not measured.',
        ),
      },
      allow,
    );
    return chosen === allow;
  },
};
