import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';
import type { LlamaProgram } from '../llamaProcess';
import { chatText, openChat, type OpenedChatInfo, type ChatText, type OpenChatParams } from './chatProtocol';
import { completedText } from './completeProtocol';

/** What is kept of what the process writes about itself: enough for the line in which native code says why it ends. */
const mostSaid = 4096;

/** One process of a chat model, from its start to its end. */
export class ChatConnection {
  private readonly chatListeners = new Map<string, (text: ChatText) => void>();
  private readonly textListeners = new Map<string, (text: string) => void>();
  private ended: RuntimeError | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: MessageConnection,
    readonly info: OpenedChatInfo,
    private readonly crash: Promise<never>,
  ) {
    crash.catch((error: unknown) => {
      this.ended ??= asRuntimeError(error);
    });
    connection.onNotification(chatText, (text) => this.chatListeners.get(text.id)?.(text));
    connection.onNotification(completedText, ({ id, text }) => this.textListeners.get(id)?.(text));
  }

  /** @throws RuntimeError unavailable, model-missing, model-unsupported, model-corrupt, crashed */
  static async open(params: OpenChatParams, program: LlamaProgram): Promise<ChatConnection> {
    const child = fork(program.entry, [], {
      cwd: path.dirname(program.entry),
      execArgv: [...(program.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    // Messages that cannot be sent are followed by the end of the process.
    connection.onError(() => undefined);
    connection.listen();
    const crash = endOf(child);
    crash.catch(() => undefined);
    try {
      const info = await Promise.race([connection.sendRequest(openChat, params), crash]);
      return new ChatConnection(child, connection, info, crash);
    } catch (error) {
      connection.dispose();
      child.kill('SIGKILL');
      throw asRuntimeError(error);
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Why it cannot be asked any more. */
  get end(): RuntimeError | undefined {
    return this.ended;
  }

  onChatText(id: string, tell: (text: ChatText) => void): () => void {
    this.chatListeners.set(id, tell);
    return () => void this.chatListeners.delete(id);
  }

  onText(id: string, tell: (text: string) => void): () => void {
    this.textListeners.set(id, tell);
    return () => void this.textListeners.delete(id);
  }

  /** @throws RuntimeError as the process answers, or crashed; AbortError */
  async ask<T>(
    send: (connection: MessageConnection, token: CancellationToken) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    if (this.ended) throw this.ended;
    signal.throwIfAborted();
    const cancel = new CancellationTokenSource();
    const onAbort = () => cancel.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([send(this.connection, cancel.token), this.crash]);
    } catch (error) {
      signal.throwIfAborted();
      throw asRuntimeError(error);
    } finally {
      signal.removeEventListener('abort', onAbort);
      cancel.dispose();
    }
  }

  /** A notification; one that cannot be sent is followed by the end of the process. */
  tell(send: (connection: MessageConnection) => Promise<void>): void {
    if (this.ended) return;
    send(this.connection).catch(() => undefined);
  }

  /** Gives all its memory back. */
  dispose(): void {
    this.ended ??= new RuntimeError('unavailable', 'The model was unloaded.', 'Try again: it is loaded anew.');
    this.connection.dispose();
    this.child.kill('SIGKILL');
  }
}

/** Rejects when the process ends, with the last that it has said. */
function endOf(child: ChildProcess): Promise<never> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-mostSaid);
  });
  return new Promise((_, reject) => {
    const crashed = (how: string) => {
      const line = said
        .split('\n')
        .filter((each) => /assert|error|failed|exception|abort/i.test(each))
        .at(-1);
      const why = line === undefined ? how : `${how}: ${line.trim()}`;
      const message = `llama.cpp's process ended (${why}).`;
      reject(new RuntimeError('crashed', message, 'Try again; the model is loaded anew.'));
    };
    child.once('error', (error) => crashed(error.message));
    child.once('exit', (code, signal) => crashed(String(signal ?? code)));
  });
}

const errorData = z.object({
  kind: z.enum(['model-missing', 'model-corrupt', 'model-unsupported', 'bad-request', 'unavailable', 'internal']),
  message: z.string(),
  action: z.string(),
});

function asRuntimeError(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const data = error instanceof ResponseError ? errorData.safeParse(error.data).data : undefined;
  const message = data?.message ?? (error instanceof Error ? error.message : String(error));
  return new RuntimeError(data?.kind ?? 'internal', message, data?.action ?? 'Report this with the log.', {
    cause: error,
  });
}
