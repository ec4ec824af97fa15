import { randomUUID } from 'node:crypto';
import { CancellationTokenSource, ResponseError, type MessageConnection } from 'vscode-jsonrpc';
import { z } from 'zod';
import { GatewayError, type GatewayErrorKind } from '../../gateway/gatewayError';
import { EditorTools } from '../../tools/editor';
import { ToolError } from '../../tools/toolError';
import type { Approver, WorkspaceHost } from '../../tools/types';
import type { GenerateEvent, GenerateRequest, McpInput } from '../protocol';
import * as protocol from '../protocol';
import type { Generate } from '../types';
import {
  approvalAnswerSchema,
  diagnosticsSchema,
  editorToolsSchema,
  generateEventParamsSchema,
  generateResultSchema,
} from './requestSchemas';

const errorData = z.object({ message: z.string(), action: z.string() });

/** What the child asks its parent for: models, approvals, the editor's view of the workspace. */
export class ParentLine {
  private readonly listeners = new Map<string, (event: GenerateEvent) => void>();

  constructor(private readonly connection: MessageConnection) {
    connection.onNotification(protocol.agentGenerateEvent, (params) => {
      const parsed = generateEventParamsSchema.safeParse(params);
      if (parsed.success) this.listeners.get(parsed.data.id)?.(parsed.data.event);
    });
  }

  readonly generate: Generate = (request, signal) => this.events(request, signal);

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

  private async *events(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const id = randomUUID();
    const waiting: GenerateEvent[] = [];
    let wake: () => void = () => undefined;
    const state = { ended: false };
    this.listeners.set(id, (event) => {
      waiting.push(event);
      wake();
    });
    const answer = cancellable(signal, (token) =>
      this.connection.sendRequest(protocol.agentGenerate, { id, request }, token),
    ).finally(() => {
      state.ended = true;
      wake();
    });
    // It is awaited below; a failure before that is no unhandled one.
    answer.catch(() => undefined);
    try {
      for (;;) {
        yield* waiting.splice(0);
        if (state.ended && waiting.length === 0) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (state.ended || waiting.length > 0) resolve();
        });
      }
      const result = generateResultSchema.parse(await this.withGatewayError(answer, signal));
      if (result.kind === 'failed') {
        const { kind, message, action, refusal, cost } = result.error;
        throw new GatewayError(knownKind(kind), message, action, { refusal, cost });
      }
    } finally {
      this.listeners.delete(id);
    }
  }

  private async withGatewayError<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      signal.throwIfAborted();
      const data = error instanceof ResponseError ? errorData.safeParse(error.data).data : undefined;
      if (data === undefined) throw error;
      throw new GatewayError('internal', data.message, data.action, { cause: error });
    }
  }
}

async function cancellable<T>(
  signal: AbortSignal,
  send: (token: CancellationTokenSource['token']) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const source = new CancellationTokenSource();
  const onAbort = () => source.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const answer = await send(source.token);
    signal.throwIfAborted();
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    source.dispose();
  }
}

const kinds: ReadonlySet<string> = new Set<GatewayErrorKind>([
  'refused',
  'authentication',
  'rate-limited',
  'overloaded',
  'unreachable',
  'timed-out',
  'cut-off',
  'bad-answer',
  'bad-request',
  'context-too-long',
  'aborted',
  'internal',
]);

function knownKind(kind: string): GatewayErrorKind {
  return isKind(kind) ? kind : 'internal';
}

function isKind(kind: string): kind is GatewayErrorKind {
  return kinds.has(kind);
}
