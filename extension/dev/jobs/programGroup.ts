import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';

export interface Program {
  /** Of Node: options, the program and its arguments. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Whether it leaves the processors to others of the run that want them. */
  readonly givesWay: boolean;
}

const running = new Set<ProgramGroup>();
/** The processes of a group have one number, by which all of them are ended; Windows has no such thing. */
const grouped = process.platform !== 'win32';

process.once('exit', () => {
  for (const group of running) group.kill();
});

function giveWay(pid: number): void {
  // Linux may share processors out to sessions first, and only then to the processes of each.
  const lower = [() => os.setPriority(pid, 5), () => writeFileSync(`/proc/${pid}/autogroup`, '5')];
  for (const each of lower) {
    try {
      each();
    } catch {
      // Then it is as urgent as the others: nothing but time is lost.
    }
  }
}

/** A program of Node with all that it starts, which is ended as a whole, and with this process at the latest. */
export class ProgramGroup {
  readonly child: ChildProcess;
  /** Whether its time was over before it was. */
  exceeded = false;
  /** Exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor({ args, env, givesWay }: Program) {
    const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
    this.child = spawn(process.execPath, args, { env, stdio: [...stdio], detached: grouped });
    running.add(this);
    if (givesWay && this.child.pid !== undefined) giveWay(this.child.pid);
    this.ended = new Promise((resolve) => {
      this.child.once('error', () => resolve(127));
      this.child.once('exit', (status, signal) => {
        this.kill();
        running.delete(this);
        const end = (): void => resolve(status ?? signal ?? 1);
        // What it printed last comes before; but somebody who left the group may hold the pipes open for ever.
        this.child.once('close', end);
        setTimeout(end, 2000).unref();
      });
    });
  }

  /** Gets what it prints, on either stream. */
  onOutput(take: (text: string, stream: 'stdout' | 'stderr') => void): void {
    for (const stream of ['stdout', 'stderr'] as const)
      this.child[stream]?.setEncoding('utf8').on('data', (text: string) => take(text, stream));
  }

  /** Ends it after that time, unless what this returns is called before. */
  endAfter(ms: number): () => void {
    const timer = setTimeout(() => {
      this.exceeded = true;
      this.kill();
    }, ms);
    return () => clearTimeout(timer);
  }

  /** Ends it at once, with what it has started. */
  kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (grouped) process.kill(-pid, 'SIGKILL');
      else this.child.kill('SIGKILL');
    } catch {
      // There is nobody left.
    }
  }
}
