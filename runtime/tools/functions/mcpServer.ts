/** Entry of the MCP server that offers a workspace's functions: `node functionsServer.cjs --workspace DIR`. */
import { existsSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serveFunctions } from './serveFunctions';

/** Standard output belongs to the protocol. */
function log(message: string): void {
  process.stderr.write(`whetstone: ${message}\n`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { workspace: { type: 'string' }, compiler: { type: 'string' }, version: { type: 'string', default: '0' } },
  });
  const { workspace, compiler, version } = values;
  if (workspace === undefined || !existsSync(workspace) || !statSync(workspace).isDirectory()) {
    log('Say --workspace and the folder whose functions are to be offered.');
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  await serveFunctions({ workspace, version, compiler, log }, stop.signal);
  return 0;
}

void main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
