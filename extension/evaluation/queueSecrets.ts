import * as vscode from 'vscode';
import type { QueueSecrets } from '../../benchmarks/host/protocol';

const prefix = 'whetstone.evaluation.queue.';

/** What runs and workers share, and the password of Redis, by the queue's address: in the secret storage of VS Code and nowhere else. */
export class QueueSecretStore {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** Asks for what is not stored; what is typed is not shown. @returns undefined when the user left it */
  async of(address: string): Promise<QueueSecrets | undefined> {
    const stored = await this.secrets.get(`${prefix}${address}`);
    if (stored !== undefined) return parse(stored);
    const token = await ask(
      vscode.l10n.t('Secret that runs and workers of {0} share', address),
      vscode.l10n.t('Long random text. Set the same as WHETSTONE_WORKER_TOKEN where "whetstone worker" runs.'),
    );
    if (token === undefined || token === '') return undefined;
    const password = await ask(
      vscode.l10n.t('Password of {0}', address),
      vscode.l10n.t('Of the Redis server. Leave it empty if it has none.'),
    );
    if (password === undefined) return undefined;
    const secrets = { token, password: password === '' ? undefined : password };
    await this.keep(address, secrets);
    return secrets;
  }

  /** What the questions end with. */
  async keep(address: string, secrets: QueueSecrets): Promise<void> {
    await this.secrets.store(`${prefix}${address}`, JSON.stringify(secrets));
  }

  /** What could not be used is asked for anew. */
  async forget(address: string): Promise<void> {
    await this.secrets.delete(`${prefix}${address}`);
  }
}

function parse(text: string): QueueSecrets {
  // Written by `keep`, in a place that nobody else writes to.
  const { token, password } = JSON.parse(text) as QueueSecrets;
  return { token, password };
}

async function ask(title: string, prompt: string): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({ title, prompt, password: true, ignoreFocusOut: true });
  return typed?.trim();
}
