/** Entry of the models child, bundled to dist/runtime/modelsHost.cjs. Loads no native module. */
import { writeSync } from 'node:fs';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { ModelManager } from '../modelManager';
import { parseModelsHostOptions } from './hostOptions';
import { ModelsServer } from './modelsServer';

const exitFatal = 70;

function fatal(what: string, error: unknown): never {
  try {
    writeSync(2, `Fatal ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  } catch {
    // The parent no longer reads: there is nobody to tell.
  }
  process.exit(exitFatal);
}

if (process.send === undefined) {
  throw new Error('This program is started by the Whetstone extension with child_process.fork and cannot run alone.');
}
process.on('uncaughtException', (error) => fatal('uncaught exception', error));
process.on('unhandledRejection', (reason) => fatal('unhandled rejection', reason));
// The window has gone: downloads are in processes of their own.
process.on('disconnect', () => process.exit(0));

const options = parseModelsHostOptions(process.argv.slice(2));
new ModelsServer({
  connection: createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process)),
  manager: new ModelManager(options),
  // As this process was started: from its source in development, from its bundle otherwise.
  downloads: { entry: options.downloadEntry, execArgv: process.execArgv },
  idleMs: options.idleMs,
  onIdle: () => process.exit(0),
}).listen();
