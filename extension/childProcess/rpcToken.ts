import type * as vscode from 'vscode';
import type { CancellationToken } from 'vscode-jsonrpc';

/** VS Code's token as vscode-jsonrpc's, which takes any of this form. */
export function asRpcToken(token: vscode.CancellationToken): CancellationToken {
  return {
    get isCancellationRequested() {
      return token.isCancellationRequested;
    },
    onCancellationRequested: (listener) => token.onCancellationRequested(listener),
  };
}
