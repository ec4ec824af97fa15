import * as vscode from 'vscode';
import type { ExecutionQuestion } from './executionConsent';

/** The dialog before anything of the workspace runs. */
export const executionQuestion: ExecutionQuestion = {
  terms: 2,
  isTrusted: () => vscode.workspace.isTrusted,
  ask: async () => {
    const { l10n } = vscode;
    const allow = l10n.t('Allow');
    const chosen = await vscode.window.showWarningMessage(
      l10n.t('Run the tests, compilers and tools of this workspace in a sandbox?'),
      {
        modal: true,
        detail: l10n.t(
          'They make and grade scenarios, and show which tools do the same. The sandbox has no network and neither your other files nor your keys, and limits of time and memory. It works on throw-away copies or reads only: nothing is written to the workspace. Without it, what needs them is not measured, and no tools are merged.',
        ),
      },
      allow,
    );
    return chosen === allow;
  },
};
