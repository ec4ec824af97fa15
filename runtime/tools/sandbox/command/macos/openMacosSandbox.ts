/** Whether sandbox-exec contains here what it is to contain: tried from inside, looked at from outside, before anything is run. */
import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SandboxUnavailableError } from '../../sandboxUnavailableError';
import { sweepFolders } from '../staleFolders';
import { findToolchains } from '../toolchains';
import type { CommandLimits, CommandSandbox } from '../types';
import { MACOS_PREFIX, MacosCommandSandbox } from './macosCommandSandbox';

const ACTION =
  'Commands are only run in a sandbox, and this version of macOS may contain them in another way. Report it with the version.';
const SECRET = 'not for you';

/** Each attempt may fail in its own way; what came of it is looked at from outside. */
const ATTEMPTS = `set -u
(: > "$1/made") 2>/dev/null
(echo changed > "$1/readable/file") 2>/dev/null
ln "$1/readable/file" ./second 2>/dev/null && (echo changed > ./second) 2>/dev/null
cat "$1/hidden" 2>/dev/null
/bin/bash -c "exec 9<>/dev/tcp/127.0.0.1/$2" 2>/dev/null
echo kept > kept && cat "$1/readable/file" && printf contained`;

/**
 * @param program default: the system's sandbox-exec
 * @throws SandboxUnavailableError naming what was not contained; nothing else is ever run without containment
 */
export async function openMacosSandbox(
  options: { readonly limits?: Partial<CommandLimits> | undefined; readonly program?: string } = {},
): Promise<CommandSandbox> {
  void sweepFolders(tmpdir(), MACOS_PREFIX);
  const sandbox = new MacosCommandSandbox(await findToolchains(), options.limits, options.program);
  const outside = await realpath(await mkdtemp(path.join(await realpath(tmpdir()), 'whetstone-probe-')));
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  try {
    const readable = path.join(outside, 'readable');
    await mkdir(readable);
    await writeFile(path.join(readable, 'file'), 'as it was\n');
    await writeFile(path.join(outside, 'hidden'), SECRET);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const outcome = await sandbox.run({
      command: { program: '/bin/sh', args: ['-c', ATTEMPTS, 'probe', outside, String(port)] },
      folder: { kind: 'empty' },
      readable: [readable],
      limits: { wallMs: 20_000 },
    });
    const failures = [
      outcome.stdout.includes(SECRET) && 'a file was read that was not given',
      (await exists(path.join(outside, 'made'))) && 'a file was written outside',
      (await readFile(path.join(readable, 'file'), 'utf8')) !== 'as it was\n' &&
        'a file was changed that may only be read',
      connections > 0 && 'the network was reached',
      outcome.ended !== 'exit' &&
        `it did not start (${outcome.ended}: ${outcome.stderr.trim().split('\n').at(-1) ?? ''})`,
      outcome.ended === 'exit' && !outcome.stdout.endsWith('as it was\ncontained') && 'an ordinary command failed',
      outcome.ended === 'exit' && !outcome.changes.some((change) => change.path === 'kept') && 'changes were not seen',
    ].filter((each) => each !== false);
    if (failures.length === 0) return sandbox;
    throw new SandboxUnavailableError(`sandbox-exec does not contain commands here: ${failures.join('; ')}.`, ACTION);
  } finally {
    await new Promise((resolve) => server.close(resolve));
    await rm(outside, { recursive: true, force: true });
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
