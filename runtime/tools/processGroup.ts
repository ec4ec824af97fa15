/** A program and all that it starts, as one thing that can be ended. */
import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Waits for a line or for the end of its standard input: the end means that we are gone. The server has lost its own standard
 * input then too, and has two seconds to end by itself.
 */
const GUARD = 'read -r line; [ "$line" = done ] && exit 0; sleep 2; kill -9 "-$1" 2>/dev/null';

export class ProcessGroup {
  private readonly guard: ChildProcess | undefined;

  /** @param leader a process that was started `detached`, so that its number is the group's */
  constructor(private readonly leader: ChildProcess) {
    this.guard = startGuard(leader.pid);
  }

  /** On Windows there are no signals: whatever is asked for ends the tree at once. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.leader;
    if (pid === undefined) return;
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () =>
        this.leader.kill(),
      );
      return;
    }
    try {
      process.kill(-pid, name);
    } catch (error) {
      // Nobody is left in the group; EPERM is how macOS says that only ended ones are.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ESRCH' && code !== 'EPERM') throw error;
    }
  }

  /** Nothing of it runs any more: the number may be another's soon, so nobody may be killed by it. */
  release(): void {
    this.guard?.stdin?.end('done\n');
  }
}

/** A process of its own, as nobody else is left to act when ours is killed. */
function startGuard(group: number | undefined): ChildProcess | undefined {
  if (group === undefined || process.platform === 'win32') return undefined;
  const guard = spawn('/bin/sh', ['-c', GUARD, 'guard', String(group)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
  });
  // Without a guard a server that outlives its standard input would outlive us too; nothing else is lost.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return guard;
}
