/** Python programs that nobody has read, run without network and without write access to the system. */
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { containedCommand, type ContainmentKind } from './containment';
import { findPython, systemFolders, type Interpreter } from './interpreter';
import { DEFAULT_LIMITS, type SandboxLimits } from './limits';
import { runContained, type SandboxOutcome } from './runContained';
import { FILTERED_START } from './systemCallFilter';
import { SandboxUnavailableError } from './sandboxUnavailableError';

export class PythonSandbox {
  constructor(
    readonly containment: ContainmentKind,
    readonly interpreter: Interpreter,
    private readonly limits: SandboxLimits,
  ) {}

  /**
   * Runs one program: no network, its own process tree, nothing writable but a scratch folder in memory (the current
   * folder, gone afterwards), an empty environment, the limits of the constructor. Standard input is empty.
   *
   * @param program text of the Python program
   */
  async run(program: string, signal?: AbortSignal): Promise<SandboxOutcome> {
    const mountPoint = await mkdtemp(path.join(tmpdir(), 'whetstone-sandbox-'));
    try {
      const command = containedCommand(this.containment, {
        interpreter: this.interpreter.file,
        // Isolated (no user packages, no PYTHON* variables) and without byte-code files.
        interpreterArguments: ['-I', '-B', '-c', FILTERED_START],
        readable: [...systemFolders(), ...this.interpreter.folders],
        mountPoint,
        limits: this.limits,
      });
      return await runContained(command, program, this.limits, signal);
    } finally {
      // Only ever empty on this side: the mounts were in the program's own namespace.
      await rmdir(mountPoint);
    }
  }
}

/**
 * Finds a containment that works here by running a probe in it that must not reach the network or write a file.
 *
 * @param limits what differs from DEFAULT_LIMITS
 * @param kinds the containments to try, in this order
 * @throws SandboxUnavailableError when there is none; nothing is ever run without containment
 */
export async function openPythonSandbox(
  limits: Partial<SandboxLimits> = {},
  kinds: readonly ContainmentKind[] = containmentKinds(),
): Promise<PythonSandbox> {
  const action =
    'Programs are only run in a sandbox without network. Use Linux with user namespaces permitted, install ' +
    'bubblewrap (Debian: apt-get install bubblewrap), or run without --execute.';
  if (process.platform !== 'linux') {
    throw new SandboxUnavailableError(`There is no sandbox for ${process.platform} yet.`, action);
  }
  const interpreter = await findPython();
  const failures: string[] = [];
  for (const kind of kinds) {
    const sandbox = new PythonSandbox(kind, interpreter, { ...DEFAULT_LIMITS, ...limits });
    const outcome = await sandbox.run(PROBE);
    if (outcome.ended === 'exit' && outcome.code === 0 && outcome.stdout === 'contained') {
      return sandbox;
    }
    failures.push(`${kind}: ${outcome.stderr.trim().split('\n').at(-1) ?? outcome.ended}`);
  }
  throw new SandboxUnavailableError(`No sandbox works on this system (${failures.join('; ')}).`, action);
}

/** The containments that may work for this user. */
export function containmentKinds(): readonly ContainmentKind[] {
  // The other two keep the caller's user id on the host, and the kernel exempts uid 0 from the limit on processes.
  return process.getuid?.() === 0 ? ['unshare-root'] : ['unshare-user', 'bubblewrap'];
}

const PROBE = `import socket
def fails(action):
    try:
        action()
    except OSError:
        return True
    return False
network = [name for _, name in socket.if_nameindex() if name != 'lo']
contained = (not network
    and fails(lambda: socket.create_connection(('192.0.2.1', 9), 0.5))
    and fails(lambda: open('/usr/probe', 'w')) and fails(lambda: open('/probe', 'w')))
print('contained' if contained else 'not contained', end='')
`;
