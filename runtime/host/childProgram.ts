/** What every child process of the extension does around its server: dies loudly, ends orderly, speaks JSON-RPC over IPC. */
import { writeSync } from 'node:fs';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

/** Exit status after an error that nobody caught. */
const exitFatal = 70;

export interface ChildProgram {
  /** Longest wait for an orderly end, in milliseconds; default: it ends at once. */
  readonly closeMs?: number | undefined;
  readonly start: (child: {
    readonly connection: MessageConnection;
    /** Synchronous, because a message would not leave the process before it exits. */
    readonly log: (message: string) => void;
    /** Ends the process in order. */
    readonly stop: () => void;
  }) => { listen(): void; close?(): Promise<void> };
}

/** @throws when it was not started with `child_process.fork` */
export function runChildProgram({ closeMs = 0, start }: ChildProgram): void {
  if (process.send === undefined) {
    throw new Error('This program is started by the Whetstone extension with child_process.fork and cannot run alone.');
  }
  process.on('uncaughtException', (error) => fatal('uncaught exception', error));
  process.on('unhandledRejection', (reason) => fatal('unhandled rejection', reason));
  const stop = async (): Promise<void> => {
    const waited = new Promise((resolve) => setTimeout(resolve, closeMs));
    const closed = server.close?.().catch((error: unknown) => fatal('error while closing', error));
    if (closed !== undefined) await Promise.race([closed, waited]);
    process.exit(0);
  };
  const server = start({
    connection: createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process)),
    log: writeError,
    stop: () => void stop(),
  });
  // The window has gone.
  process.on('disconnect', () => void stop());
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  server.listen();
}

function fatal(what: string, error: unknown): never {
  writeError(`Fatal ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(exitFatal);
}

function writeError(message: string): void {
  try {
    writeSync(2, `${message}\n`);
  } catch {
    // The parent no longer reads: there is nobody to tell.
  }
}
