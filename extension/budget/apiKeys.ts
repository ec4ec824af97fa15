import * as vscode from 'vscode';

const prefix = 'whetstone.gateway.key.';

/** Keys of providers, in the secret storage of VS Code and nowhere else. */
export class ApiKeys implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  /** Also when another window has stored one. */
  readonly onChange = this.changes.event;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly secrets: vscode.SecretStorage) {
    this.subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.changes.fire();
    });
  }

  /** Those of the providers that have one, by their ids. */
  async of(providers: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const found = await Promise.all(
      providers.map(async (id) => [id, await this.secrets.get(`${prefix}${id}`)] as const),
    );
    return Object.fromEntries(found.flatMap(([id, key]) => (key === undefined || key === '' ? [] : [[id, key]])));
  }

  /** Asks for it; what is typed is not shown. @returns whether one was stored */
  async ask(provider: string, title: string): Promise<boolean> {
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('API key of {0}', title),
      prompt: vscode.l10n.t('It is kept in the secret storage of VS Code, and sent to this provider alone.'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        /^[\x21-\x7e]*$/.test(value.trim()) ? undefined : vscode.l10n.t('A key has no spaces and no special letters.'),
    });
    const key = typed?.trim() ?? '';
    if (key === '') return false;
    await this.store(provider, key);
    void vscode.window.setStatusBarMessage(vscode.l10n.t('The key of {0} is stored.', title), 5000);
    return true;
  }

  async store(provider: string, key: string): Promise<void> {
    await this.secrets.store(`${prefix}${provider}`, key);
  }

  async clear(provider: string): Promise<void> {
    await this.secrets.delete(`${prefix}${provider}`);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }
}
