import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ProviderReport } from '../../protocol';
import { probeMessageSchema, type ProbeMessage, type ProbeRequest } from './probeMessages';

/** The program that tries a provider. */
export interface ProbeProgram {
  readonly entry: string;
  /** Options of Node before the entry; default none, whatever this process has. */
  readonly execArgv?: readonly string[] | undefined;
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Milliseconds that its process has. Default two minutes: a driver compiles kernels at first use. */
  readonly patienceMs?: number | undefined;
}

const defaultPatienceMs = 120_000;

/** Messages of a process that did all it was asked for, or how it ended. */
export type ProbeOutcome =
  | { readonly state: 'done'; readonly messages: readonly ProbeMessage[] }
  | { readonly state: Exclude<ProviderReport['state'], 'works' | 'wrong'>; readonly reason: string };

/** As much of its standard error is kept as a person reads. */
const keptOutput = 2000;

/** Tries a provider in a process that is thrown away. Never rejects. */
export async function runProbe(program: ProbeProgram, request: ProbeRequest): Promise<ProbeOutcome> {
  const { patienceMs = defaultPatienceMs } = program;
  const child = fork(program.entry, [JSON.stringify(request)], {
    cwd: path.dirname(program.entry),
    execArgv: [...(program.execArgv ?? [])],
    env: program.env ?? process.env,
    // Structured clone, for arrays of numbers.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(0, keptOutput)));
  const messages: ProbeMessage[] = [];
  let stage = 'starting';
  const outcome = new Promise<ProbeOutcome>((resolve) => {
    child.on('message', (data) => {
      const { data: message } = probeMessageSchema.safeParse(data);
      if (!message) return resolve({ state: 'failed', reason: `it sent something else than a report while ${stage}` });
      if (message.kind === 'stage') stage = message.stage;
      else if (message.kind === 'absent') resolve({ state: 'absent', reason: message.reason });
      else if (message.kind === 'failed') resolve({ state: 'failed', reason: `${message.message} (while ${stage})` });
      else if (message.kind === 'done') resolve({ state: 'done', messages });
      else messages.push(message);
    });
    child.once('error', (error) => resolve({ state: 'failed', reason: `no process: ${error.message}` }));
    // 'close' and not 'exit': its last words come before.
    child.once('close', (code, signal) => {
      // What the driver said; the stack trace of an abort follows it.
      const first = output.trim().split('\n', 1).join('').trim();
      const words = first === '' ? '' : `: ${first}`;
      resolve({ state: 'crashed', reason: `its process ended with ${signal ?? code} while ${stage}${words}` });
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<ProbeOutcome>((resolve) => {
    timer = setTimeout(
      () => resolve({ state: 'hung', reason: `it had not ended after ${patienceMs / 1000} s, while ${stage}` }),
      patienceMs,
    );
  });
  const result = await Promise.race([outcome, patience]);
  clearTimeout(timer);
  // Its own end may be an abort in a driver's destructors. A process that hangs in the kernel is not waited for.
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) {
    await Promise.race([once(child, 'exit'), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
  }
  return result;
}
