import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { CancellationToken } from 'vscode-jsonrpc/node';
import type {
  GenerateSetParams,
  MakeOtherSetParams,
  MakeToolSetParams,
  OtherSet,
  SetSummary,
} from '../../benchmarks/host/protocol';
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
    const root = this.trustedRoot();
    const execute = asked.execute && (await this.mayExecute());
    return this.alone((token) => client.ask(protocol.generateSet, { ...asked, root, execute }, token));
  }

  /** The same for a set of another evaluation; one that is not made of the workspace needs none. */
  async makeOther(client: EvaluationClient, asked: Omit<MakeOtherSetParams, 'root'>): Promise<OtherSet> {
    const root = asked.kind === 'workspace' ? this.trustedRoot() : undefined;
    const execute = root !== undefined && asked.execute && (await this.mayExecute());
    return this.alone((token) => client.ask(protocol.makeOtherSet, { ...asked, root, execute }, token));
  }

  /** The same of tasks for MCP servers; what is started was agreed to before. */
  makeTools(client: EvaluationClient, params: MakeToolSetParams): Promise<OtherSet> {
    return this.alone((token) => client.ask(protocol.makeToolSet, params, token));
  }

  private trustedRoot(): string {
    const [root] = workspaceRoots();
    if (root !== undefined && vscode.workspace.isTrusted) return root;
    throw new RuntimeRequestError({
      kind: 'denied',
      message: vscode.l10n.t('Scenarios are made from a folder that is open and trusted.'),
      action: vscode.l10n.t('Open a folder, or trust it with the command "Workspaces: Manage Workspace Trust".'),
    });
  }

  private async alone<T>(work: (token: CancellationToken) => Promise<T>): Promise<T> {
    this.cancel();
    const making = new vscode.CancellationTokenSource();
    this.making = making;
    try {
      const { asRpcToken } = await import('../childProcess/rpcToken');
      return await work(asRpcToken(making.token));
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
