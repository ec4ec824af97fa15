/** Starts a contained command, feeds it the program, collects what it says and ends it at its limits. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { SandboxLimits } from './limits';
import { READY } from './containment';

export interface SandboxOutcome {
  /** 'set-up' means that the containment failed and the program never started. */
  readonly ended: 'exit' | 'timeout' | 'output-limit' | 'cancelled' | 'set-up';
  /** Exit status; 128 + n for a program that signal n ended; undefined unless `ended` is 'exit'. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/**
 * @param command file and arguments; must write READY to file descriptor 3 just before the program starts
 * @param program text for standard input
 */
export function runContained(
  command: readonly [string, readonly string[]],
  program: string,
  limits: SandboxLimits,
  signal?: AbortSignal,
): Promise<SandboxOutcome> {
  return new Promise((resolve) => {
    const start = performance.now();
    const [file, commandArguments] = command;
    const child = spawn(file, commandArguments, {
      // A process group of its own, so that one signal reaches everything that has not left it.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      // Nothing of the caller's environment (keys, tokens, proxies) is handed on.
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        HOME: '/work',
        TMPDIR: '/work',
        LANG: 'C.UTF-8',
      },
    });
    let ended: SandboxOutcome['ended'] = 'exit';
    const end = (reason: 'timeout' | 'output-limit' | 'cancelled') => {
      ended = reason;
      killGroup(child.pid);
    };
    const timer = setTimeout(() => end('timeout'), limits.wallMs);
    const cancel = () => end('cancelled');
    signal?.addEventListener('abort', cancel, { once: true });

    const stdout = collect(child.stdout, limits.outputBytes, () => end('output-limit'));
    const stderr = collect(child.stderr, limits.outputBytes, () => end('output-limit'));
    const readyPipe = child.stdio[3];
    const ready = collect(readyPipe instanceof Object && 'read' in readyPipe ? readyPipe : null, 64, () => undefined);

    let startError: Error | undefined;
    child.on('error', (error) => {
      startError = error;
    });
    // The program may end before it was read; that is its affair and shows in its exit status.
    child.stdin.on('error', () => undefined);
    child.stdin.end(program);
    child.on('close', (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      const started = ready() === READY;
      resolve({
        ended: started || ended === 'cancelled' ? ended : 'set-up',
        code: started && ended === 'exit' ? (code ?? undefined) : undefined,
        stdout: stdout(),
        stderr: startError === undefined ? stderr() : startError.message,
        ms: performance.now() - start,
      });
    });
    if (signal?.aborted === true) {
      cancel();
    }
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Already gone between the decision and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}

/** Gathers up to `limit` bytes of a stream; the returned function gives the text so far. */
function collect(stream: Readable | null, limit: number, exceeded: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream?.on('data', (chunk: Buffer) => {
    if (bytes > limit) {
      return;
    }
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limit) {
      exceeded();
    }
  });
  return () => Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}
