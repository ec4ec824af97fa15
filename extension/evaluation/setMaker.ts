import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { GenerateSetParams, SetSummary } from '../../benchmarks/host/protocol';
import { workspaceRoots } from '../agent/agentConfig';
import { RuntimeRequestError } from '../runtimeProcess/errors';
import type { EvaluationClient } from './evaluationClient';

/** Has scenario sets made of the folder that is open, one at a time. */
export class SetMaker implements vscode.Disposable {
  private making: vscode.CancellationTokenSource | undefined;

  /** @param mayExecute asks the user where nobody was asked yet */
  constructor(private readonly mayExecute: () => Promise<boolean>) {}

  /** @throws RuntimeRequestError without a folder or trust, RequestCancelledError when another set is wanted meanwhile */
  async make(client: EvaluationClient, asked: Omit<GenerateSetParams, 'root'>): Promise<SetSummary> {
    const [root] = workspaceRoots();
    if (root === undefined || !vscode.workspace.isTrusted) {
      throw new RuntimeRequestError({
        kind: 'denied',
        message: vscode.l10n.t('Scenarios are made from a folder that is open and trusted.'),
        action: vscode.l10n.t('Open a folder, or trust it with the command "Workspaces: Manage Workspace Trust".'),
      });
    }
    const execute = asked.execute && (await this.mayExecute());
    this.cancel();
    const making = new vscode.CancellationTokenSource();
    this.making = making;
    try {
      const { asRpcToken } = await import('../childProcess/rpcToken');
      return await client.ask(protocol.generateSet, { ...asked, root, execute }, asRpcToken(making.token));
    } finally {
      if (this.making === making) this.making = undefined;
      making.dispose();
    }
  }

  cancel(): void {
    this.making?.cancel();
  }

  dispose(): void {
    this.cancel();
  }
}
