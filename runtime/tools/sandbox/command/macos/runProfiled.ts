/** Starts a line under sandbox-exec, watches its limits, ends it with all that it started, and collects what it says. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { ProcessGroup } from '../../../processGroup';
import { collectOutput, passOn } from '../collectOutput';
import { feedInput } from '../feedInput';
import { COMMAND_READY } from '../setUpScript';
import type { CommandEnd, CommandLimits, CommandUsage } from '../types';
import { ProcessFamily, readProcessTable } from './processTable';

export interface ProfiledLine {
  /** sandbox-exec with its arguments; the last are the command. */
  readonly line: readonly string[];
  readonly stdin: string | Readable;
  readonly onStdout?: ((chunk: Buffer) => void) | undefined;
  readonly limits: CommandLimits;
  /** Bytes that lie in the command's folders now; asked now and then. */
  readonly written: () => Promise<number>;
  readonly signal?: AbortSignal | undefined;
}

export interface ProfiledEnd extends Omit<CommandUsage, 'scratchBytes'> {
  readonly ended: CommandEnd;
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const SAMPLE_MS = 250;
/** Every so many samples the folders are measured. */
const SAMPLES_A_MEASURE = 8;
/** For output that is still on its way when everything has ended. */
const GRACE_MS = 2_000;

export async function runProfiled(profiled: ProfiledLine): Promise<ProfiledEnd> {
  const { line, limits, written, signal } = profiled;
  const start = performance.now();
  const [file = '', ...args] = line;
  const child = spawn(file, args, {
    // A process group of its own, so that one signal reaches what has not left it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LANG: 'C' },
  });
  const group = new ProcessGroup(child);
  const family = new ProcessFamily(child.pid ?? -1);
  let ended: Exclude<CommandEnd, 'exit' | 'set-up'> | undefined;
  const kill = () => {
    group.signal('SIGKILL');
    for (const id of family.living()) killOne(id);
  };
  const end = (reason: Exclude<CommandEnd, 'exit' | 'set-up'>) => {
    ended ??= reason;
    kill();
  };
  const timer = setTimeout(() => end('wall'), limits.wallMs);
  const cancel = () => end('cancelled');
  signal?.addEventListener('abort', cancel, { once: true });

  let memoryBytes = 0;
  let cpuSeconds = 0;
  let samples = 0;
  let sampling = false;
  const look = async () => {
    const use = family.look(await readProcessTable());
    memoryBytes = Math.max(memoryBytes, use.memoryBytes);
    cpuSeconds = Math.max(cpuSeconds, use.cpuSeconds);
    if (use.memoryBytes > limits.memoryBytes) end('memory');
    else if (use.cpuSeconds > limits.cpuSeconds) end('cpu');
    else if (++samples % SAMPLES_A_MEASURE === 0 && (await written()) > limits.scratchBytes) end('scratch');
  };
  const sampler = setInterval(() => {
    if (sampling) return;
    sampling = true;
    // A table that cannot be read now is read at the next sample; the limits of the shell hold meanwhile.
    void look()
      .catch(() => undefined)
      .finally(() => (sampling = false));
  }, SAMPLE_MS);

  const stdout =
    profiled.onStdout === undefined
      ? collectOutput(child.stdout, limits.outputBytes, () => end('output'))
      : passOn(child.stdout, profiled.onStdout);
  const stderr = collectOutput(child.stderr, limits.outputBytes, () => end('output'));
  const pipe = child.stdio[3];
  const told = collectOutput(pipe instanceof Object && 'read' in pipe ? pipe : null, 64, () => undefined);
  feedInput(child.stdin, profiled.stdin);

  let startError: Error | undefined;
  const code = await new Promise<number | undefined>((resolve) => {
    child.on('error', (error) => {
      startError = error;
      resolve(undefined);
    });
    child.on('exit', (status, signalName) => resolve(status ?? (signalName === null ? undefined : 128 + 9)));
  });
  clearTimeout(timer);
  clearInterval(sampler);
  signal?.removeEventListener('abort', cancel);
  // What it left behind ends with it; what has left its group since the last sample is found by a last look.
  await look().catch(() => undefined);
  kill();
  await closed([child.stdout, child.stderr]);
  group.release();
  const ready = told().toString('utf8').startsWith(COMMAND_READY);
  return {
    ended: ended ?? (ready ? 'exit' : 'set-up'),
    code: ended === undefined && ready ? code : undefined,
    stdout: stdout().toString('utf8'),
    stderr: startError === undefined ? stderr().toString('utf8') : startError.message,
    wallMs: performance.now() - start,
    cpuSeconds,
    peakMemoryBytes: memoryBytes,
  };
}

/** Waits for the ends of pipes; one that an escaped process holds open is given up. */
async function closed(streams: readonly (Readable | null)[]): Promise<void> {
  const ends = streams.map(
    (stream) =>
      new Promise<void>((resolve) => (stream === null || stream.closed ? resolve() : stream.once('close', resolve))),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE_MS);
  });
  await Promise.race([Promise.all(ends), late]);
  clearTimeout(timer);
  for (const stream of streams) stream?.destroy();
}

function killOne(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    // Gone meanwhile; one of another user cannot be a member.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
