/** llama-server at work: completion in the middle of code by its /infill, with the processor time of each request. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { z } from 'zod';
import type { Elapsed } from '../stopwatch';

const answerSchema = z.object({ content: z.string(), tokens_evaluated: z.number() });
/** Of the kernel's clock, in which it counts the time of processes. */
const tickMs = 10;
const startMs = 120_000;

export interface InfillQuestion {
  readonly prefix: string;
  readonly suffix: string;
  readonly tokens: number;
}

export class LlamaServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly origin: string,
  ) {}

  static async open(program: string, file: string, threads: number, contextTokens: number): Promise<LlamaServer> {
    const port = await freePort();
    const threadOptions = ['-t', threads, '-tb', threads];
    const options = [
      '-m',
      file,
      ...threadOptions,
      '-c',
      contextTokens,
      '-np',
      1,
      '-ngl',
      0,
      '--host',
      '127.0.0.1',
      '--port',
      port,
    ];
    const child = spawn(program, options.map(String), { stdio: 'ignore' });
    const server = new LlamaServer(child, `http://127.0.0.1:${port}`);
    try {
      await server.ready();
      return server;
    } catch (error) {
      server.dispose();
      throw error;
    }
  }

  async infill({ prefix, suffix, tokens }: InfillQuestion): Promise<Elapsed & { readonly inputTokens: number }> {
    const before = await this.cpu();
    const start = performance.now();
    const body = { input_prefix: prefix, input_suffix: suffix, n_predict: tokens, temperature: 0, cache_prompt: true };
    const response = await fetch(`${this.origin}/infill`, { method: 'POST', body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`llama-server answered ${response.status}: ${text.slice(0, 300)}`);
    const { tokens_evaluated: inputTokens } = answerSchema.parse(JSON.parse(text));
    return { wall: performance.now() - start, cpu: (await this.cpu()) - before, inputTokens };
  }

  dispose(): void {
    this.child.kill('SIGKILL');
  }

  private async ready(): Promise<void> {
    const until = Date.now() + startMs;
    while (Date.now() < until) {
      if (this.child.exitCode !== null) throw new Error('llama-server ended at its start');
      const found = await fetch(`${this.origin}/health`).catch(() => undefined);
      if (found?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`llama-server did not start within ${startMs / 1000} s`);
  }

  /** Processor time of the process, milliseconds. */
  private async cpu(): Promise<number> {
    const line = await readFile(`/proc/${this.child.pid ?? 0}/stat`, 'utf8');
    // The name, in brackets, may hold blanks; user and system time are the 12th and 13th field behind it.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}
