import { fork, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { LogParams } from '../../runtime/protocol';

export interface IpcChildOptions {
  /** What people call it, e.g. "The gateway"; begins a sentence. */
  readonly title: string;
  /** Absolute path of its program. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly idleMs: number;
  /** More of its command line. */
  readonly args?: readonly string[] | undefined;
  readonly log: (entry: LogParams) => void;
  readonly execArgv?: readonly string[] | undefined;
}

/** One life of a child process and the line to it. The owner sets handlers, then calls `connection.listen()`. */
export class IpcChild {
  readonly connection: MessageConnection;
  private readonly process: ChildProcess;
  private how: string | undefined;
  private readonly listeners: ((end: { readonly idle: boolean }) => void)[] = [];

  constructor(options: IpcChildOptions) {
    this.process = fork(options.entry, ['--idle-ms', String(options.idleMs), ...(options.args ?? [])], {
      cwd: dirname(options.entry),
      env: options.env,
      execArgv: [...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (message) => options.log({ level: 'warn', message }));
    }
    this.connection = createMessageConnection(new IPCMessageReader(this.process), new IPCMessageWriter(this.process));
    this.connection.onError(([error]) =>
      options.log({ level: 'debug', message: `${options.title}, IPC: ${error.message}` }),
    );
    this.process.once('exit', (code, signal) =>
      this.end(signal === null ? `exit code ${code}` : `signal ${signal}`, code === 0),
    );
    this.process.once('error', (error) => this.end(error.message, false));
  }

  /** How the process ended; undefined while it runs. */
  get ended(): string | undefined {
    return this.how;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** `idle`: it ended by itself, because nothing was asked of it. */
  onEnd(listener: (end: { readonly idle: boolean }) => void): void {
    this.listeners.push(listener);
  }

  /** SIGTERM: the child settles what it can before it ends. */
  kill(): void {
    this.process.kill();
  }

  private end(how: string, idle: boolean): void {
    if (this.how !== undefined) return;
    this.how = how;
    this.connection.dispose();
    for (const listener of this.listeners) listener({ idle });
  }
}
