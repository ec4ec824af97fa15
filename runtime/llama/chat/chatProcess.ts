import { existsSync } from 'node:fs';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import type { CompletionRequest, CompletionResult } from '../engine/types';
import type { LlamaProgram } from '../llamaProcess';
import { ChatConnection } from './chatConnection';
import {
  generateChat,
  type ChatResult,
  type ChatText,
  type GenerateChatParams,
  type OpenChatParams,
  type OpenedChatInfo,
} from './chatProtocol';
import {
  complete,
  endCompletion,
  engineInfo,
  saveConversations,
  type CompleteParams,
  type EngineInfo,
} from './completeProtocol';
import { RestartBudget } from './restartBudget';

/** Beside the bundle that this is part of (dist/runtime), below it (dist), or the source where this runs from its source. */
export function chatProgram(): LlamaProgram {
  if (path.extname(__filename) === '.ts') {
    return { entry: path.join(__dirname, 'chatHost.ts'), execArgv: ['--import', 'tsx'] };
  }
  const beside = path.join(__dirname, 'llamaChatHost.cjs');
  return { entry: existsSync(beside) ? beside : path.join(__dirname, 'runtime', 'llamaChatHost.cjs') };
}

/** Saving writes what is in memory to a disk: a second a gigabyte. Longer than this, and the conversation is read again. */
const savingMs = 10_000;

/**
 * One GGUF model in a process of its own, which ends with this one. When it has ended, by a crash or by `rest`, the next request
 * starts it again, and saved conversations go on. The request that a crash takes along fails, and says so.
 */
export class ChatProcess {
  private opening: Promise<ChatConnection> | undefined;
  private disposed = false;
  private calls = 0;
  private running = 0;

  private constructor(
    private readonly params: OpenChatParams,
    private readonly program: LlamaProgram,
    private current: ChatConnection | undefined,
    private told: OpenedChatInfo,
    private readonly restarts: RestartBudget,
  ) {}

  /** @throws RuntimeError unavailable, model-missing, model-unsupported, model-corrupt, crashed */
  static async open(
    params: OpenChatParams,
    program: LlamaProgram = chatProgram(),
    restarts = new RestartBudget(),
  ): Promise<ChatProcess> {
    const { connection, info } = await start(params, program);
    return new ChatProcess(params, program, connection, info, restarts);
  }

  get info(): OpenedChatInfo {
    return this.told;
  }

  /** undefined while no process is there. */
  get pid(): number | undefined {
    return this.current?.end ? undefined : this.current?.pid;
  }

  /** Whether it can still be asked: a process that has ended is started again. */
  get alive(): boolean {
    return !this.disposed;
  }

  /** Requests that it is working on. */
  get busy(): number {
    return this.running;
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
    return this.run(signal, async (connection) => {
      const id = this.nextId();
      const off = connection.onChatText(id, tell);
      return connection
        .ask((rpc, token) => rpc.sendRequest(generateChat, { ...params, id }, token), signal)
        .finally(off);
    });
  }

  /**
   * Writes on from a prompt as it is, without a template.
   * @param tell is given the text as it comes, and nothing after the end
   * @param enough when it is set, the answer ends with its next token
   * @throws RuntimeError bad-request, crashed; AbortError
   */
  async complete(
    request: CompletionRequest,
    tell: (text: string) => void,
    signal: AbortSignal,
    enough?: AbortSignal,
  ): Promise<CompletionResult> {
    return this.run(signal, async (connection) => {
      const id = this.nextId();
      const off = connection.onText(id, tell);
      const params = { id, request: plain(request) };
      const end = () => connection.tell((rpc) => rpc.sendNotification(endCompletion, { id }));
      enough?.addEventListener('abort', end, { once: true });
      return connection
        .ask((rpc, token) => rpc.sendRequest(complete, params, token), signal)
        .finally(() => {
          off();
          enough?.removeEventListener('abort', end);
        });
    });
  }

  /** @param special texts of which is to be known whether they are special tokens of this model */
  async engine(special: readonly string[], signal: AbortSignal): Promise<EngineInfo> {
    const params = { special: [...special] };
    return this.run(signal, (connection) =>
      connection.ask((rpc, token) => rpc.sendRequest(engineInfo, params, token), signal),
    );
  }

  /** Saves the conversations and ends the process: its memory is free until the next request. */
  async rest(): Promise<void> {
    const connection = this.current;
    if (!connection || connection.end || this.running > 0) return;
    this.current = undefined;
    try {
      await connection.ask((rpc) => rpc.sendRequest(saveConversations), AbortSignal.timeout(savingMs));
    } catch {
      // They are read again from their beginning.
    }
    connection.dispose();
  }

  /** Gives all its memory back, at once. */
  dispose(): void {
    this.disposed = true;
    this.current?.dispose();
    void this.opening?.then(
      (connection) => connection.dispose(),
      () => undefined,
    );
  }

  private async run<T>(signal: AbortSignal, work: (connection: ChatConnection) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    this.running += 1;
    try {
      return await work(await this.connected());
    } finally {
      this.running -= 1;
    }
  }

  private async connected(): Promise<ChatConnection> {
    if (this.disposed)
      throw new RuntimeError('unavailable', 'The model was unloaded.', 'Try again: it is loaded anew.');
    if (this.current && !this.current.end) return this.current;
    return (this.opening ??= this.restart().finally(() => (this.opening = undefined)));
  }

  private async restart(): Promise<ChatConnection> {
    // A process that was put to rest has not crashed.
    if (this.current?.end && !this.restarts.spend()) {
      throw new RuntimeError(
        'crashed',
        `${this.current.end.message} It was started again several times within a minute.`,
        'Wait a minute, or choose another model.',
      );
    }
    const { connection, info } = await start(this.params, this.program);
    if (this.disposed) connection.dispose();
    this.current = connection;
    this.told = info;
    return connection;
  }

  private nextId(): string {
    return String((this.calls += 1));
  }
}

interface Started {
  readonly connection: ChatConnection;
  readonly info: OpenedChatInfo;
}

/** A driver of a graphics processor that ends the process is gone without. */
async function start(params: OpenChatParams, program: LlamaProgram): Promise<Started> {
  try {
    const connection = await ChatConnection.open(params, program);
    return { connection, info: connection.info };
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.kind !== 'crashed' || params.gpu === 'off') throw error;
    const connection = await ChatConnection.open({ ...params, gpu: 'off' }, program);
    const reason = 'llama.cpp ended as it was opened with the graphics processor.';
    return { connection, info: { ...connection.info, device: { kind: 'cpu', reason } } };
  }
}

/** As the protocol has it, whose lists are not readonly. */
function plain({ prompt, stop, stopTokens, grammar, ...rest }: CompletionRequest): CompleteParams['request'] {
  return {
    ...rest,
    prompt: prompt.map(({ kind, text }) => ({ kind, text })),
    stop: stop && [...stop],
    stopTokens: stopTokens && [...stopTokens],
    grammar: grammar && { ...grammar, openings: grammar.openings && [...grammar.openings] },
  };
}
