import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Another process of this program that takes part in a measurement: `whetstone bench ...`, a line for each question and answer. */
export class BenchChild {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;

  /** @param args of the hidden command, after `bench` */
  constructor(...args: readonly string[]) {
    // The command line itself, or its source in tests.
    const all = [...process.execArgv, process.argv[1] ?? '', 'bench', ...args];
    this.child = spawn(process.execPath, all, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** What it says next, or first of all. */
  async line(): Promise<string> {
    const next = await this.lines.next();
    if (next.done === true) throw new Error('A process of the benchmark ended before its work was done.');
    return next.value;
  }

  async ask(question: string): Promise<string> {
    this.child.stdin.write(`${question}\n`);
    return this.line();
  }

  /** It ends when nothing more is asked. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.stdin.end();
    await once(this.child, 'exit');
  }
}
