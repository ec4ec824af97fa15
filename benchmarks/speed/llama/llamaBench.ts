/** llama-bench at work, with the processor time of its runs. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { median } from '../../core/statistics';
import type { Elapsed } from '../stopwatch';

const run = promisify(execFile);
const outputSchema = z.array(z.object({ samples_ns: z.array(z.number()).min(1) })).length(1);

export interface LlamaBenchOptions {
  readonly program: string;
  readonly file: string;
  readonly threads: number;
  /** Tokens of a prompt, or tokens that are generated one by one: one of them is 0. */
  readonly prompt: number;
  readonly generated: number;
}

/** Runs that are told apart from starting, loading and warming up by their number. */
const more = 2;

/** @returns one run: wall time as it says itself, processor time as the difference between one run and several */
export async function runLlamaBench(options: LlamaBenchOptions): Promise<Elapsed> {
  const one = await timed(options, 1);
  const several = await timed(options, 1 + more);
  return { wall: median([...one.walls, ...several.walls]), cpu: (several.cpu - one.cpu) / more };
}

async function timed(
  { program, file, threads, prompt, generated }: LlamaBenchOptions,
  runs: number,
): Promise<{ readonly walls: readonly number[]; readonly cpu: number }> {
  const options = ['-m', file, '-t', threads, '-p', prompt, '-n', generated, '-r', runs, '-ngl', 0, '-o', 'json'];
  // The shell says at its end how much processor time its children took.
  const { stdout } = await run('bash', ['-c', '"$@" 2>/dev/null && times', 'bash', program, ...options.map(String)]);
  const end = stdout.lastIndexOf(']');
  const [answer] = outputSchema.parse(JSON.parse(stdout.slice(0, end + 1)));
  return {
    walls: (answer?.samples_ns ?? []).map((each) => each / 1e6),
    cpu: childSeconds(stdout.slice(end + 1)) * 1000,
  };
}

/** Second line of `times`: user and system time of the children, as 0m1.234s. */
function childSeconds(text: string): number {
  const [, line = ''] = text.trim().split('\n');
  const times = [...line.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds),
  );
  if (times.length !== 2) throw new Error(`The shell's times cannot be read: ${text}`);
  return times.reduce((sum, each) => sum + each, 0);
}
