import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { McpServerConfig } from '../../../runtime/agent/protocol';
import { SandboxUnavailableError } from '../../../runtime/tools/sandbox';

const run = promisify(execFile);
let known: Promise<readonly string[] | undefined> | undefined;

/** Neither sockets of the network nor names. (What runs has no network even on the loopback interface: stdio is all that it needs.) */
const MACOS_PROFILE = '(version 1)(allow default)(deny network*)';

/**
 * The same server in a network of its own with nothing in it.
 * @throws SandboxUnavailableError where this system offers no such thing
 */
export async function withoutNetwork(config: McpServerConfig): Promise<McpServerConfig> {
  if (config.type !== 'stdio') {
    throw new SandboxUnavailableError(
      `The server at ${config.url} is reached over the network, and the network is off.`,
      'Give --network to allow it.',
    );
  }
  const prefix = await (known ??= findPrefix());
  if (prefix === undefined) {
    throw new SandboxUnavailableError(
      'This system cannot run a server without network.',
      'On Linux install util-linux and allow user namespaces; or give --network where you trust the server.',
    );
  }
  const [command = '', ...args] = [...prefix, config.command, ...(config.args ?? [])];
  return { ...config, command, args };
}

async function findPrefix(): Promise<readonly string[] | undefined> {
  const candidates =
    process.platform === 'darwin'
      ? [['sandbox-exec', '-p', MACOS_PROFILE]]
      : [
          ['unshare', '--net', '--'],
          ['unshare', '--user', '--map-current-user', '--net', '--'],
        ];
  for (const candidate of candidates) {
    const [program = '', ...args] = candidate;
    if (
      await run(program, [...args, process.execPath, '--version'], { timeout: 10_000 }).then(
        () => true,
        () => false,
      )
    )
      return candidate;
  }
  return undefined;
}
