import * as vscode from 'vscode';

const key = 'whetstone.evaluation.mayExecute';

/** Whether the user of this workspace has agreed that its own tests and compilers run in the sandbox. Asked once, and can be taken back. */
export class ExecutionConsent {
  constructor(private readonly memory: vscode.Memento) {}

  get given(): boolean {
    return this.memory.get<boolean>(key) === true;
  }

  /** @returns whether they may run, after asking where nobody was asked yet; without trust nobody is asked */
  async ask(): Promise<boolean> {
    if (!vscode.workspace.isTrusted) return false;
    if (this.given) return true;
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
    if (chosen !== allow) return false;
    await this.give();
    return true;
  }

  async give(): Promise<void> {
    await this.memory.update(key, true);
  }

  async revoke(): Promise<void> {
    await this.memory.update(key, undefined);
  }
}
