/** Starts a contained command, watches its limits, ends it at the first that it exceeds, and collects what it says. */
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { collectOutput, passOn } from './collectOutput';
import { feedInput } from './feedInput';
import { treeUse } from './processWatch';
import type { CommandEnd, CommandLimits } from './types';

export interface RunOptions {
  readonly line: readonly string[];
  readonly stdin: string | Readable;
  readonly onStdout?: ((chunk: Buffer) => void) | undefined;
  readonly limits: CommandLimits;
  /** An open file for descriptor 5. */
  readonly filter?: number | undefined;
  /** Whether the script ends the command when descriptor 4 is closed, and still tells what changed. */
  readonly endsSoftly: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Environment of the containment itself; the command's own is in its line. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RanLine {
  /** What we ended it for; undefined: it ended by itself. */
  readonly ended: Exclude<CommandEnd, 'exit' | 'set-up'> | undefined;
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes of descriptor 3. */
  readonly told: Buffer;
  readonly toldInFull: boolean;
  readonly peakMemoryBytes: number;
  /** Of the last sample; what ended before is in it when it was waited for. */
  readonly cpuSeconds: number;
  readonly wallMs: number;
}

const SAMPLE_MS = 100;
/** For ending processes and telling changes. */
const GRACE_MS = 5_000;
/** Besides the contents of files: their names. */
const TOLD_NAMES_BYTES = 32 * 1024 * 1024;

export function runContainedLine(options: RunOptions): Promise<RanLine> {
  const { limits, signal } = options;
  return new Promise((resolve) => {
    const start = performance.now();
    const [file = '', ...args] = options.line;
    const child = spawn(file, args, {
      // A process group of its own, so that one signal reaches what has not left it.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe', options.filter ?? 'ignore'],
      cwd: '/',
      env: options.env,
    });
    const control = writable(child.stdio[4]);
    let ended: RanLine['ended'];
    let grace: NodeJS.Timeout | undefined;
    const end = (reason: Exclude<RanLine['ended'], undefined>) => {
      if (ended !== undefined) return;
      ended = reason;
      // A flood goes on filling the pipe until its writer is dead.
      if (options.endsSoftly && reason !== 'cancelled') control?.destroy();
      else killGroup(child.pid);
      grace = setTimeout(() => killGroup(child.pid), GRACE_MS);
    };
    const timer = setTimeout(() => end('wall'), limits.wallMs);
    const cancel = () => end('cancelled');
    signal?.addEventListener('abort', cancel, { once: true });

    let peakMemoryBytes = 0;
    let cpuSeconds = 0;
    const sampler = setInterval(() => {
      if (child.pid === undefined || process.platform !== 'linux') return;
      const use = treeUse(child.pid);
      peakMemoryBytes = Math.max(peakMemoryBytes, use.memoryBytes);
      cpuSeconds = Math.max(cpuSeconds, use.cpuSeconds);
      if (use.memoryBytes > limits.memoryBytes) end('memory');
      else if (use.cpuSeconds > limits.cpuSeconds) end('cpu');
    }, SAMPLE_MS);

    const stdout =
      options.onStdout === undefined
        ? collectOutput(child.stdout, limits.outputBytes, () => end('output'))
        : passOn(child.stdout, options.onStdout);
    const stderr = collectOutput(child.stderr, limits.outputBytes, () => end('output'));
    let toldInFull = true;
    const told = collectOutput(readable(child.stdio[3]), TOLD_NAMES_BYTES + limits.changesBytes, () => {
      toldInFull = false;
      killGroup(child.pid);
    });

    let startError: Error | undefined;
    child.on('error', (error) => {
      startError = error;
    });
    control?.on('error', () => undefined);
    feedInput(child.stdin, options.stdin);
    child.on('close', (code) => {
      for (const each of [timer, grace]) clearTimeout(each);
      clearInterval(sampler);
      control?.destroy();
      signal?.removeEventListener('abort', cancel);
      resolve({
        ended,
        code: code ?? undefined,
        stdout: stdout().toString('utf8'),
        stderr: startError === undefined ? stderr().toString('utf8') : startError.message,
        told: told(),
        toldInFull,
        peakMemoryBytes,
        cpuSeconds,
        wallMs: performance.now() - start,
      });
    });
    if (signal?.aborted === true) cancel();
  });
}

function writable(stream: Readable | Writable | null | undefined): Writable | undefined {
  return stream instanceof Object && 'write' in stream ? stream : undefined;
}

function readable(stream: Readable | Writable | null | undefined): Readable | null {
  return stream instanceof Object && 'read' in stream ? stream : null;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Already gone between the decision and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
