import type { MessageConnection } from 'vscode-jsonrpc';
import { z } from 'zod';
import { ParentModels } from '../../gateway/host/parentModels';
import { cancellable } from '../../host/cancellable';
import { EditorTools } from '../../tools/editor';
import { ToolError } from '../../tools/toolError';
import type { Approver, WorkspaceHost } from '../../tools/types';
import type { McpInput } from '../protocol';
import * as protocol from '../protocol';
import type { Generate } from '../types';
import { approvalAnswerSchema, diagnosticsSchema, editorToolsSchema } from './requestSchemas';

/** What the child asks its parent for: models, approvals, the editor's view of the workspace. */
export class ParentLine {
  private readonly models: ParentModels;

  constructor(private readonly connection: MessageConnection) {
    this.models = new ParentModels(connection, {
      generate: protocol.agentGenerate,
      generateEvent: protocol.agentGenerateEvent,
    });
  }

  readonly generate: Generate = (request, signal) => this.models.generate(request, signal);

  readonly approve: Approver = async (request, signal) =>
    approvalAnswerSchema.parse(
      await cancellable(signal, (token) => this.connection.sendRequest(protocol.askApproval, request, token)),
    );

  readonly askInput = async (server: string, input: McpInput): Promise<string | undefined> => {
    const answer = z
      .string()
      .nullable()
      .parse(await this.connection.sendRequest(protocol.askInput, { server, input }));
    return answer ?? undefined;
  };

  /** The workspace as the editor has it. */
  workspace({ roots, trusted }: Pick<WorkspaceHost, 'roots' | 'trusted'>): WorkspaceHost {
    const { connection } = this;
    return {
      roots,
      trusted,
      unsaved: async (file) => {
        const text = await connection.sendRequest(protocol.unsavedText, { file });
        return z.string().nullable().parse(text) ?? undefined;
      },
      unsavedFiles: async () => z.array(z.string()).parse(await connection.sendRequest(protocol.unsavedFiles)),
      apply: async (edits, signal) => {
        try {
          await cancellable(signal, (token) => connection.sendRequest(protocol.applyEdits, { edits }, token));
        } catch (error) {
          signal.throwIfAborted();
          // What the editor says of a change that it cannot make is what the model has to know.
          throw new ToolError(error instanceof Error ? error.message : String(error), { cause: error });
        }
      },
      diagnostics: async (files, signal) =>
        diagnosticsSchema.parse(
          await cancellable(signal, (token) => connection.sendRequest(protocol.readDiagnostics, { files }, token)),
        ),
    };
  }

  /** Tools of VS Code and of other extensions. */
  editorTools(): EditorTools {
    const { connection } = this;
    const tools = new EditorTools({
      list: async (signal) =>
        editorToolsSchema.parse(
          await cancellable(signal, (token) => connection.sendRequest(protocol.editorTools, token)),
        ),
      call: (call, signal) =>
        cancellable(signal, (token) => connection.sendRequest(protocol.callEditorTool, call, token)),
    });
    connection.onNotification(protocol.editorToolsChanged, () => tools.changed());
    return tools;
  }
}
