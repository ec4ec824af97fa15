import * as vscode from 'vscode';
import type { GatewayClient } from '../budget/gatewayClient';
import { workspaceRoots } from './agentConfig';
import type { AgentParent } from './agentParent';
import type { ApprovalMemory } from './approvalMemory';
import type { Approvals } from './approvals';
import type { ChatPlaces } from './chatPlaces';
import { invokeEditorTool, listEditorTools } from './editorTools';
import type { McpInputs } from './mcpInputs';
import { workspaceDiagnostics } from './workspaceDiagnostics';
import { applyFileEdits, openDocument } from './workspaceEdits';

export interface ParentParts {
  readonly gateway: () => Promise<GatewayClient>;
  readonly approvals: Approvals;
  readonly memory: ApprovalMemory;
  readonly inputs: McpInputs;
  readonly places: ChatPlaces;
  readonly log: vscode.LogOutputChannel;
}

/** What the agent's process may ask of this window. */
export function parentOf({ gateway, approvals, memory, inputs, places, log }: ParentParts): AgentParent {
  return {
    generate: async (request, tell, token) => (await gateway()).generate(request, tell, token),
    approve: (request, token) => approvals.ask(request, token),
    remember: (key) => {
      memory.remember(key).then(undefined, (error: unknown) => {
        log.warn(`An approval could not be remembered: ${String(error)}`);
      });
    },
    input: (server, input) => inputs.value(server, input),
    unsaved: (file) => {
      const document = openDocument(file);
      return document?.isDirty ? document.getText() : null;
    },
    unsavedFiles: () =>
      vscode.workspace.textDocuments
        .filter(({ uri, isDirty }) => uri.scheme === 'file' && isDirty)
        .map(({ uri }) => uri.fsPath),
    apply: (edits) => applyFileEdits(edits, workspaceRoots()),
    diagnostics: (files) => workspaceDiagnostics(files, workspaceRoots()),
    editorTools: listEditorTools,
    callEditorTool: async ({ name, input, conversation }, token) => {
      const source = new vscode.CancellationTokenSource();
      const registration = token.onCancellationRequested(() => source.cancel());
      try {
        return await invokeEditorTool(name, input, places.ofConversation(conversation)?.token, source.token);
      } finally {
        registration.dispose();
        source.dispose();
      }
    },
  };
}
