/** What one contained program may use. */
export interface SandboxLimits {
  /** Wall time in milliseconds; then the program and all that it started are killed. */
  readonly wallMs: number;
  /** Address space in bytes of each process. */
  readonly memoryBytes: number;
  /** Processes and threads alive at the same time. */
  readonly processes: number;
  /** Size in bytes of the scratch folder, which is memory and vanishes with the program. */
  readonly scratchBytes: number;
  /** Bytes of standard output, and of standard error, before the program is killed. */
  readonly outputBytes: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: SandboxLimits = {
  wallMs: 10_000,
  memoryBytes: 512 * MEBIBYTE,
  processes: 16,
  scratchBytes: 32 * MEBIBYTE,
  outputBytes: 1 * MEBIBYTE,
};

/** Arguments of util-linux `prlimit` that set the limits for the command which follows them. */
export function prlimitArguments(limits: SandboxLimits): string[] {
  return [
    `--as=${limits.memoryBytes}`,
    `--nproc=${limits.processes}`,
    `--fsize=${limits.scratchBytes}`,
    // A second guard: processor time ends a program even when the watcher that measures wall time has died.
    `--cpu=${Math.ceil(limits.wallMs / 1000) + 1}`,
    '--nofile=64',
    '--core=0',
  ];
}
