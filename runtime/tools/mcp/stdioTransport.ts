/**
 * A server as a process, in place of the SDK's own transport: that one starts no process group, so what a server starts outlives
 * it, and ends the server over one long line. Here a line that is too long fails the call that it answers, and no other.
 */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { JSONRPCMessageSchema, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import spawn from 'cross-spawn';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { StdioLaunch } from './launch';
import { LineReader } from './lineReader';
import { ProcessGroup } from '../processGroup';
import { failureOf } from './unreadableMessage';

export interface StdioLimits {
  /** Bytes of one message at most. */
  readonly messageBytes: number;
  /** Bytes that are no messages, between two messages, at most. */
  readonly garbageBytes: number;
  /** Messages in a second at most. */
  readonly messagesPerSecond: number;
  /** Milliseconds that a server has after its input ended, and again after SIGTERM. */
  readonly graceMs: number;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** We ended it, and why. */
  readonly reason: string | undefined;
}

const STDERR_LINE_BYTES = 16_384;
const TAIL_LINES = 12;
/** A pipe that a grandchild holds open in another group is not waited for longer. */
const PIPES_MS = 500;

export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Set once the process has ended. */
  ended: ProcessEnd | undefined;
  private child: ChildProcess | undefined;
  private group: ProcessGroup | undefined;
  private gone: Promise<void> | undefined;
  private closing: Promise<void> | undefined;
  private garbage = 0;
  private second = 0;
  private messages = 0;
  private reason: string | undefined;
  private readonly tail: string[] = [];

  constructor(
    private readonly launch: StdioLaunch,
    private readonly limits: StdioLimits,
    private readonly log: (line: string) => void,
  ) {}

  /** The last lines of its standard error. */
  get lastWords(): string {
    return this.tail.join('\n');
  }

  start(): Promise<void> {
    const { command, args, env, cwd } = this.launch;
    return new Promise((resolve, reject) => {
      const child = spawn(command, [...args], {
        cwd,
        env,
        stdio: ['pipe', 'pipe', 'pipe'],
        shell: false,
        windowsHide: true,
        detached: process.platform !== 'win32',
      });
      this.child = child;
      child.once('error', reject);
      child.once('spawn', () => {
        this.group = new ProcessGroup(child);
        resolve();
      });
      this.gone = new Promise((done) => {
        child.once('exit', (code, signal) => void this.finish(child, { code, signal, reason: this.reason }).then(done));
      });
      child.stdin.on('error', (error) => this.onerror?.(error));
      this.readFrom(child);
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.child?.stdin;
    return new Promise((resolve, reject) => {
      if (!stdin?.writable) return reject(new Error('The server does not run.'));
      stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** In the order of the specification: its input ends, SIGTERM, SIGKILL; each to all that it has started. */
  close(reason?: string): Promise<void> {
    this.reason ??= reason;
    return (this.closing ??= this.shutDown());
  }

  private async shutDown(): Promise<void> {
    const { child, gone } = this;
    if (child?.pid === undefined || gone === undefined) return;
    child.stdin?.end();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (await settles(gone, this.limits.graceMs)) return;
      this.group?.signal(signal);
    }
    await gone;
  }

  private async finish(child: ChildProcess, end: ProcessEnd): Promise<void> {
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    this.group?.signal('SIGKILL');
    await settles(closed, PIPES_MS);
    child.stdout?.destroy();
    child.stderr?.destroy();
    this.group?.release();
    this.ended = end;
    this.onclose?.();
  }

  private readFrom(child: ChildProcess): void {
    const out = new LineReader(this.limits.messageBytes, {
      line: (line) => {
        try {
          this.readLine(line);
        } catch (error) {
          // Nested deeper than a stack is high, for one; nobody may end our process by what he writes.
          this.refuse(line.length, String(error));
        }
      },
      tooLong: ({ head, tail, bytes }) => {
        const mib = (this.limits.messageBytes / 2 ** 20).toFixed(0);
        const problem = `The server's answer has ${bytes} bytes; more than ${mib} MiB are not read. Ask for less at once.`;
        const failure = failureOf(head.toString('latin1'), tail.toString('latin1'), problem);
        if (failure === undefined) this.refuse(bytes, head.toString('utf8', 0, 100));
        else this.onmessage?.(failure);
      },
    });
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    const said = (line: Buffer) => {
      const text = line.toString('utf8').trimEnd();
      this.tail.push(text.slice(0, 300));
      if (this.tail.length > TAIL_LINES) this.tail.shift();
      this.log(text);
    };
    const err = new LineReader(STDERR_LINE_BYTES, { line: said, tooLong: ({ head }) => said(head) });
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    // A last line without its end.
    child.stderr?.once('end', () => err.push(Buffer.from('\n')));
  }

  private readLine(line: Buffer): void {
    if (this.reason !== undefined) return;
    const text = line.toString('utf8').trim();
    if (text === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.refuse(line.length, text);
    }
    // Batches are of an older version of the protocol, and still met.
    for (const each of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      const message = JSONRPCMessageSchema.safeParse(each);
      const read = message.success
        ? message.data
        : failureOf(text.slice(0, 512), text.slice(-512), 'The server gave an answer that is no JSON-RPC 2.0 message.');
      if (read === undefined) this.refuse(line.length, text);
      else {
        this.garbage = 0;
        if (this.mayGoOn()) this.onmessage?.(read);
      }
    }
  }

  /** Many servers print a greeting where only messages belong: that is logged. One that never stops is ended. */
  private refuse(bytes: number, text: string): void {
    if (this.garbage === 0) this.log(`This is no message, and not read: ${text.slice(0, 200)}`);
    this.garbage += bytes + 1;
    if (this.garbage <= this.limits.garbageBytes) return;
    this.kill('It floods its standard output with what is no message of MCP. Start it without its own output there.');
  }

  private mayGoOn(): boolean {
    const second = Math.floor(performance.now() / 1000);
    this.messages = second === this.second ? this.messages + 1 : 1;
    this.second = second;
    if (this.messages > this.limits.messagesPerSecond) this.kill('It floods us with messages. Update it.');
    return this.reason === undefined;
  }

  private kill(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.group?.signal('SIGKILL');
  }
}

/** @returns whether it settled in time */
async function settles(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  const stop = new AbortController();
  const late = delay(milliseconds, false, { signal: stop.signal }).catch(() => false);
  const done = await Promise.race([promise.then(() => true), late]);
  stop.abort();
  return done;
}
