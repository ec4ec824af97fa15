import * as vscode from 'vscode';

const key = 'whetstone.hubToken';

/** The user's access token of the hub, in the secret storage of VS Code and nowhere else. */
export class HubToken {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  async get(): Promise<string | undefined> {
    return this.secrets.get(key);
  }

  /** Asks for it; what is typed is not shown. */
  async ask(): Promise<void> {
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Token of the Hugging Face hub'),
      prompt: vscode.l10n.t('For private and gated models only. It is kept in the secret storage of VS Code.'),
      placeHolder: 'hf_...',
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        /^[\x21-\x7e]*$/.test(value.trim())
          ? undefined
          : vscode.l10n.t('A token has no spaces and no special letters.'),
    });
    const token = typed?.trim() ?? '';
    if (token === '') return;
    await this.secrets.store(key, token);
    void vscode.window.setStatusBarMessage(vscode.l10n.t('The hub token is stored.'), 5000);
  }

  async clear(): Promise<void> {
    await this.secrets.delete(key);
    void vscode.window.setStatusBarMessage(vscode.l10n.t('The hub token is forgotten.'), 5000);
  }
}
