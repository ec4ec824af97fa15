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

/** One GGUF model in a process of its own, which ends with this one. */
export class LlamaProcess implements LlamaEvaluator {
  holder: object | undefined;
  private crashed: RuntimeError | undefined;
  private rejectAll: ((error: RuntimeError) => void) | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: MessageConnection,
    readonly info: LlamaInfo,
  ) {}

  /** @throws RuntimeError unavailable, model-unsupported, model-corrupt, crashed */
  static async open(params: OpenLlamaParams, program: LlamaProgram = llamaProgram()): Promise<LlamaProcess> {
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
    try {
      const info = await Promise.race([connection.sendRequest(openLlama, params), ended(child)]);
      const opened = new LlamaProcess(child, connection, info);
      ended(child).catch((error: unknown) => opened.fail(asRuntimeError(error)));
      return opened;
    } catch (error) {
      connection.dispose();
      child.kill('SIGKILL');
      throw asRuntimeError(error);
    }
  }

  /** Whether it has ended, so that only another process can answer. */
  get isOver(): boolean {
    return this.crashed !== undefined;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws RuntimeError bad-request, crashed */
  async evaluate(params: EvaluateParams): Promise<EvaluateResult> {
    if (this.crashed) throw this.crashed;
    const crash = new Promise<never>((_, reject) => (this.rejectAll = reject));
    try {
      return await Promise.race([this.connection.sendRequest(evaluate, params), crash]);
    } catch (error) {
      this.holder = undefined;
      throw asRuntimeError(error);
    } finally {
      this.rejectAll = undefined;
    }
  }

  dispose(): void {
    this.crashed ??= new RuntimeError('unavailable', 'The model was unloaded.', 'Load it again.');
    this.connection.dispose();
    this.child.kill('SIGKILL');
  }

  private fail(error: RuntimeError): void {
    this.crashed ??= error;
    this.holder = undefined;
    this.rejectAll?.(this.crashed);
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
