import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { z } from 'zod';
import type { RuntimeErrorData } from '../protocol';
import { RuntimeError } from '../runtimeError';
import {
  evaluate,
  openLlama,
  type EvaluateParams,
  type EvaluateResult,
  type LlamaInfo,
  type OpenLlamaParams,
} from './llamaProtocol';

/** The program in which llama.cpp runs. */
export interface LlamaProgram {
  readonly entry: string;
  /** Options of Node before the entry; default none, whatever this process has. */
  readonly execArgv?: readonly string[] | undefined;
}

/** Beside the bundle that this is part of (dist/runtime), below it (dist), or the source where this runs from its source. */
export function llamaProgram(): LlamaProgram {
  if (path.extname(__filename) === '.ts') {
    return { entry: path.join(__dirname, 'llamaHost.ts'), execArgv: ['--import', 'tsx'] };
  }
  const beside = path.join(__dirname, 'llamaHost.cjs');
  return { entry: existsSync(beside) ? beside : path.join(__dirname, 'runtime', 'llamaHost.cjs') };
}

/** What passes need of a model in llama.cpp. */
export interface LlamaEvaluator {
  readonly info: LlamaInfo;
  /** Whose tokens it holds: passes over different contexts share it. */
  holder: object | undefined;
  /** @throws RuntimeError bad-request, crashed */
  evaluate(params: EvaluateParams): Promise<EvaluateResult>;
}

/** A process of llama.cpp and the line to it; it ends with this one. */
export class LlamaConnection {
  private crashed: RuntimeError | undefined;
  private readonly over: Promise<never>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: MessageConnection,
  ) {
    this.over = ended(child);
    this.over.catch((error: unknown) => {
      this.crashed ??= asRuntimeError(error);
    });
  }

  static start(program: LlamaProgram): LlamaConnection {
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
    return new LlamaConnection(child, connection);
  }

  /** Whether it has ended, so that only another process can answer. */
  get isOver(): boolean {
    return this.crashed !== undefined;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws RuntimeError of the process, or crashed */
  async ask<Answer>(request: (rpc: MessageConnection) => Promise<Answer>): Promise<Answer> {
    if (this.crashed) throw this.crashed;
    try {
      return await Promise.race([request(this.connection), this.over]);
    } catch (error) {
      throw this.reason(error);
    }
  }

  /** A request that is lost with its process fails for the reason that the process was lost. */
  private reason(error: unknown): RuntimeError {
    return this.crashed ?? asRuntimeError(error);
  }

  dispose(): void {
    this.crashed ??= new RuntimeError('unavailable', 'The model was unloaded.', 'Load it again.');
    this.connection.dispose();
    this.child.kill('SIGKILL');
  }
}

/** One GGUF model in a process of its own, which ends with this one. */
export class LlamaProcess implements LlamaEvaluator {
  holder: object | undefined;

  private constructor(
    private readonly connection: LlamaConnection,
    readonly info: LlamaInfo,
  ) {}

  /** @throws RuntimeError unavailable, model-unsupported, model-corrupt, crashed */
  static async open(params: OpenLlamaParams, program: LlamaProgram = llamaProgram()): Promise<LlamaProcess> {
    const connection = LlamaConnection.start(program);
    try {
      return new LlamaProcess(connection, await connection.ask((rpc) => rpc.sendRequest(openLlama, params)));
    } catch (error) {
      connection.dispose();
      throw error;
    }
  }

  /** Whether it has ended, so that only another process can answer. */
  get isOver(): boolean {
    return this.connection.isOver;
  }

  get pid(): number | undefined {
    return this.connection.pid;
  }

  /** @throws RuntimeError bad-request, crashed */
  async evaluate(params: EvaluateParams): Promise<EvaluateResult> {
    try {
      return await this.connection.ask((rpc) => rpc.sendRequest(evaluate, params));
    } catch (error) {
      this.holder = undefined;
      throw error;
    }
  }

  dispose(): void {
    this.connection.dispose();
  }
}

/** Rejects when the process ends. */
function ended(child: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    const crashed = (how: string) => {
      reject(
        new RuntimeError('crashed', `llama.cpp's process ended (${how}).`, 'Try again; the model is loaded anew.'),
      );
    };
    child.once('error', (error) => crashed(error.message));
    child.once('exit', (code, signal) => crashed(String(signal ?? code)));
  });
}

const errorDataSchema: z.ZodType<Pick<RuntimeErrorData, 'message' | 'action'> & { readonly kind: string }> = z.object({
  kind: z.string(),
  message: z.string(),
  action: z.string(),
});

const kinds = ['model-missing', 'model-corrupt', 'model-unsupported', 'bad-request', 'unavailable'] as const;

function asRuntimeError(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const data = error instanceof ResponseError ? errorDataSchema.safeParse(error.data).data : undefined;
  const kind = kinds.find((each) => each === data?.kind) ?? 'internal';
  const message = data?.message ?? (error instanceof Error ? error.message : String(error));
  return new RuntimeError(kind, message, data?.action ?? 'Report this with the log.', { cause: error });
}
