import * as vscode from 'vscode';
import type { ServerInfo } from '../../runtime/gateway/protocol';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting } from '../contributions/configuration';
import type { GatewayClient } from './gatewayClient';

/** The local server of this window: starts and stops it, and knows its address and token. */
export class ServerControl {
  private info: ServerInfo | undefined;

  constructor(
    private readonly client: () => Promise<GatewayClient>,
    private readonly onChange: () => void,
  ) {}

  get running(): ServerInfo | undefined {
    return this.info;
  }

  async start(): Promise<void> {
    const info = await (await this.client()).startServer(readSetting('whetstone.gateway.serverPort'));
    this.set(info);
    const copyToken = vscode.l10n.t('Copy Token');
    const copyAddress = vscode.l10n.t('Copy Address');
    void vscode.window
      .showInformationMessage(
        vscode.l10n.t('The local server answers at {0}. Programs need its token.', info.url),
        copyToken,
        copyAddress,
      )
      .then(async (chosen) => {
        if (chosen === copyToken) await this.copyToken();
        if (chosen === copyAddress) await vscode.env.clipboard.writeText(info.url);
      });
  }

  async stop(): Promise<void> {
    if (!this.info) return;
    await (await this.client()).stopServer();
    this.set(undefined);
  }

  async copyToken(): Promise<void> {
    if (!this.info) return;
    await vscode.env.clipboard.writeText(this.info.token);
    void vscode.window.setStatusBarMessage(vscode.l10n.t('The token is in the clipboard.'), 5000);
  }

  /** The child has ended, and its server with it. */
  ended(): void {
    if (!this.info) return;
    this.set(undefined);
    const again = vscode.l10n.t('Start Again');
    void vscode.window
      .showWarningMessage(vscode.l10n.t('The local server has stopped, because its process was lost.'), again)
      .then((chosen) => (chosen === again ? runCommand('whetstone.gateway.startServer') : undefined));
  }

  private set(info: ServerInfo | undefined): void {
    this.info = info;
    void runCommand('setContext', 'whetstone.serverRunning', info !== undefined);
    this.onChange();
  }
}
