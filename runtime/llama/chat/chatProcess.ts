import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';
import type { LlamaProgram } from '../llamaProcess';
import {
  chatText,
  generateChat,
  openChat,
  type ChatInfo,
  type ChatResult,
  type ChatText,
  type GenerateChatParams,
  type OpenChatParams,
} from './chatProtocol';

/** Beside the bundle that this is part of (dist/runtime), below it (dist), or the source where this runs from its source. */
export function chatProgram(): LlamaProgram {
  if (path.extname(__filename) === '.ts') {
    return { entry: path.join(__dirname, 'chatHost.ts'), execArgv: ['--import', 'tsx'] };
  }
  const beside = path.join(__dirname, 'llamaChatHost.cjs');
  return { entry: existsSync(beside) ? beside : path.join(__dirname, 'runtime', 'llamaChatHost.cjs') };
}

/** One GGUF chat model in a process of its own, which ends with this one. */
export class ChatProcess {
  private readonly listeners = new Map<string, (text: ChatText) => void>();
  private readonly crash: Promise<never>;
  private ended: RuntimeError | undefined;
  private calls = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: MessageConnection,
    readonly info: ChatInfo,
    crash: Promise<never>,
  ) {
    this.crash = crash;
    crash.catch((error: unknown) => {
      this.ended ??= asRuntimeError(error);
    });
    connection.onNotification(chatText, (text) => this.listeners.get(text.id)?.(text));
  }

  /** @throws RuntimeError unavailable, model-unsupported, model-corrupt, crashed */
  static async open(params: OpenChatParams, program: LlamaProgram = chatProgram()): Promise<ChatProcess> {
    const child = fork(program.entry, [], {
      cwd: path.dirname(program.entry),
      execArgv: [...(program.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    // Messages that cannot be sent are followed by the end of the process.
    connection.onError(() => undefined);
    connection.listen();
    const crash = endOf(child);
    crash.catch(() => undefined);
    try {
      const info = await Promise.race([connection.sendRequest(openChat, params), crash]);
      return new ChatProcess(child, connection, info, crash);
    } catch (error) {
      connection.dispose();
      child.kill('SIGKILL');
      throw asRuntimeError(error);
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Whether it can still be asked. */
  get alive(): boolean {
    return this.ended === undefined;
  }

  /**
   * @param tell is given the text as it comes, and nothing after the end
   * @throws RuntimeError bad-request, crashed; AbortError
   */
  async generate(
    params: Omit<GenerateChatParams, 'id'>,
    tell: (text: ChatText) => void,
    signal: AbortSignal,
  ): Promise<ChatResult> {
    if (this.ended) throw this.ended;
    signal.throwIfAborted();
    const id = String((this.calls += 1));
    const cancel = new CancellationTokenSource();
    const onAbort = () => cancel.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    this.listeners.set(id, tell);
    try {
      const answer = this.connection.sendRequest(generateChat, { ...params, id }, cancel.token);
      return await Promise.race([answer, this.crash]);
    } catch (error) {
      signal.throwIfAborted();
      throw asRuntimeError(error);
    } finally {
      this.listeners.delete(id);
      signal.removeEventListener('abort', onAbort);
      cancel.dispose();
    }
  }

  /** Gives all its memory back. */
  dispose(): void {
    this.ended ??= new RuntimeError('unavailable', 'The model was unloaded.', 'Try again: it is loaded anew.');
    this.connection.dispose();
    this.child.kill('SIGKILL');
  }
}

/** Rejects when the process ends. */
function endOf(child: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    const crashed = (how: string) =>
      reject(
        new RuntimeError('crashed', `llama.cpp's process ended (${how}).`, 'Try again; the model is loaded anew.'),
      );
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
