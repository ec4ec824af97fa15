import { writeSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter, type Logger } from 'vscode-jsonrpc/node';
import type { HostOptions } from './hostOptions';
import { RpcServer, type HostEngine, type HostProviders } from './rpcServer';

/** Exit codes of a child; the parent takes 0 for "went idle" and everything else for a crash. */
export const EXIT_IDLE = 0;
export const EXIT_ORPHANED = 0;
export const EXIT_FATAL = 70;

/** Longest wait for the engine's native memory to be given back before an orderly exit. */
const DISPOSE_MS = 1000;

/**
 * Makes this process a runtime child: serves the protocol over the IPC channel that `child_process.fork` opened, until
 * it is idle, its parent has gone, or an error that nobody caught ends it.
 */
export function runHost(
  options: HostOptions,
  engine: HostEngine,
  providers?: HostProviders,
): Pick<RpcServer, 'notice' | 'longPass' | 'usingProvider'> {
  if (process.send === undefined) {
    throw new Error('This program is started by the Whetstone extension with child_process.fork and cannot run alone.');
  }
  lowerPriority();
  process.on('uncaughtException', (error) => fatal('uncaught exception', error));
  process.on('unhandledRejection', (reason) => fatal('unhandled rejection', reason));

  const connection = createMessageConnection(
    new IPCMessageReader(process),
    new IPCMessageWriter(process),
    stderrLogger,
  );
  const server = new RpcServer({
    connection,
    engine,
    providers,
    threads: options.threads,
    idleMs: options.idleMs,
    onIdle: () => void stop(EXIT_IDLE),
  });
  const stop = async (code: number): Promise<void> => {
    // No answer can be lost here: the timer only fires when no request is being worked on. One that arrives from now
    // on is not read; the parent sees the exit code 0 and sends it to the next child.
    server.dispose();
    await Promise.race([engine.dispose().catch(() => undefined), sleep(DISPOSE_MS)]);
    process.exit(code);
  };
  // The parent closed the channel, crashed, or was killed.
  process.on('disconnect', () => process.exit(EXIT_ORPHANED));
  server.listen();
  return server;
}

/** Somewhat below normal: typing and builds go first, yet a busy machine does not starve the suggestions entirely. */
function lowerPriority(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    writeError(`Priority not lowered: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function fatal(what: string, error: unknown): never {
  writeError(`Fatal ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(EXIT_FATAL);
}

/** Synchronous, because an IPC message would not leave the process before it exits. */
function writeError(message: string): void {
  try {
    writeSync(2, `${message}\n`);
  } catch {
    // The parent no longer reads: there is nobody to tell.
  }
}

const stderrLogger: Logger = {
  error: writeError,
  warn: writeError,
  info: () => undefined,
  log: () => undefined,
};

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
