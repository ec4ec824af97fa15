/** What is asked of the sandbox for commands, and what comes back. Types only. */
import type { Readable } from 'node:stream';

/** What one command, with all that it starts, may use. */
export interface CommandLimits {
  /** Wall time in milliseconds. */
  readonly wallMs: number;
  /** Processor time in seconds of all its processes together. */
  readonly cpuSeconds: number;
  /** Bytes of memory of all its processes together; also what one process may allocate. */
  readonly memoryBytes: number;
  /** Processes and threads alive at the same time. */
  readonly processes: number;
  /** Bytes of standard output, and of standard error. */
  readonly outputBytes: number;
  /** Bytes that it may write in all; they lie in memory and vanish with it. */
  readonly scratchBytes: number;
  /** Bytes of changed files that are read back. */
  readonly changesBytes: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_COMMAND_LIMITS: CommandLimits = {
  wallMs: 60_000,
  cpuSeconds: 120,
  memoryBytes: 2048 * MEBIBYTE,
  processes: 256,
  outputBytes: 1 * MEBIBYTE,
  scratchBytes: 512 * MEBIBYTE,
  changesBytes: 16 * MEBIBYTE,
};

/**
 * Where a command works. 'empty': an empty folder in memory. 'copy': it sees the folder at its own path as if it could write there;
 * what it writes lies in memory, the folder itself is never changed, and the outcome tells what would have changed.
 */
export type CommandFolder = { readonly kind: 'empty' } | { readonly kind: 'copy'; readonly path: string };

export interface FileBroughtIn {
  /** Relative to the command's folder, with slashes. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

export interface CommandRequest {
  /** A program of PATH or an absolute path with its arguments, or a line for `sh`. */
  readonly command: { readonly program: string; readonly args: readonly string[] } | { readonly shell: string };
  readonly folder: CommandFolder;
  /** Below the folder, with slashes; default: the folder. */
  readonly subfolder?: string | undefined;
  /** Added to an environment that holds PATH, HOME, TMPDIR, LANG and nothing of the caller's. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** A text, or a stream for a command that is spoken with. Default: empty. */
  readonly stdin?: string | Readable | undefined;
  /** Given standard output as it comes; `stdout` of the outcome is empty then, and `outputBytes` does not count it. */
  readonly onStdout?: ((chunk: Buffer) => void) | undefined;
  /** Put into the folder before; they count as unchanged. */
  readonly files?: readonly FileBroughtIn[] | undefined;
  /** More that it may read, absolute, at the same path. Never a folder that holds the user's home or Whetstone's state. */
  readonly readable?: readonly string[] | undefined;
  readonly limits?: Partial<CommandLimits> | undefined;
}

/** A file that the command changed, added or removed. Links are told, never followed. */
export interface ChangedFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly change:
    | { readonly kind: 'written'; readonly content: Buffer; readonly executable: boolean }
    | { readonly kind: 'link'; readonly target: string }
    | { readonly kind: 'deleted' }
    /** Not read back, because it is larger than what may be. */
    | { readonly kind: 'too-large'; readonly bytes: number };
}

/** 'set-up': the containment failed and the command never started. */
export type CommandEnd = 'exit' | 'wall' | 'cpu' | 'memory' | 'output' | 'scratch' | 'cancelled' | 'set-up';

export interface CommandUsage {
  readonly wallMs: number;
  /** Seconds of processor time of all its processes, as far as they were waited for. */
  readonly cpuSeconds: number;
  /** Highest of the samples (ten a second) of memory that belongs to its processes alone, in bytes. */
  readonly peakMemoryBytes: number;
  readonly scratchBytes: number;
}

export interface CommandOutcome {
  /** What ended it; a limit that was only met and survived (a refused allocation) is an exit. */
  readonly ended: CommandEnd;
  /** Exit status; 128 + n for a command that signal n ended; undefined unless `ended` is 'exit'. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly usage: CommandUsage;
  readonly changes: readonly ChangedFile[];
  /** Why `changes` may be incomplete. */
  readonly changesProblem: string | undefined;
}

export type CommandContainment = 'unshare-root' | 'unshare-user' | 'bubblewrap' | 'sandbox-exec';

/** Runs commands that nobody has vouched for. */
export interface CommandSandbox {
  readonly containment: CommandContainment;
  /**
   * Runs one command: no network, its own processes, an environment of its own; what it writes is gone afterwards, but the outcome tells
   * what it changed in its folder. It dies with this process.
   * @throws SandboxRequestError for a folder or path that cannot be given to a command
   */
  run(request: CommandRequest, signal?: AbortSignal): Promise<CommandOutcome>;
}
