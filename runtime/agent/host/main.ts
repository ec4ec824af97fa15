/** Entry of the agent's child, bundled to dist/runtime/agentHost.cjs. Loads no native module. */
import { writeSync } from 'node:fs';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { stateFolder } from '../../store/stateFolder';
import { AgentServer } from './agentServer';
import { parseAgentHostOptions } from './hostOptions';

const exitFatal = 70;
/** Longest wait for tools and servers to end before an orderly exit. */
const closeMs = 5000;

function fatal(what: string, error: unknown): never {
  writeError(`Fatal ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(exitFatal);
}

/** Synchronous, because a message would not leave the process before it exits. */
function writeError(message: string): void {
  try {
    writeSync(2, `${message}\n`);
  } catch {
    // The parent no longer reads: there is nobody to tell.
  }
}

if (process.send === undefined) {
  throw new Error('This program is started by the Whetstone extension with child_process.fork and cannot run alone.');
}
process.on('uncaughtException', (error) => fatal('uncaught exception', error));
process.on('unhandledRejection', (reason) => fatal('unhandled rejection', reason));

const options = parseAgentHostOptions(process.argv.slice(2));
const server = new AgentServer({
  connection: createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process)),
  folder: stateFolder(),
  idleMs: options.idleMs,
  compiler: options.compiler,
  onIdle: () => void stop(),
  log: writeError,
});

/** Runs under way are broken off and can be gone on with; those of a process that is killed are found by the next one. */
async function stop(): Promise<void> {
  const waited = new Promise((resolve) => setTimeout(resolve, closeMs));
  await Promise.race([server.close().catch((error: unknown) => fatal('error while closing', error)), waited]);
  process.exit(0);
}

// The window has gone.
process.on('disconnect', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
server.listen();
