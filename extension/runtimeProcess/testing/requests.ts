import { readFileSync } from 'node:fs';
import type { InfillParams, LogParams } from '../../../runtime/protocol';
import { RuntimeProcess, type RuntimeClientOptions, type RuntimeState } from '../../runtimeProcess';

/** A request whose prefix tells the scripted child what to do. */
export function request(prefix: string, changes: Partial<InfillParams> = {}): InfillParams {
  return {
    model: 'scripted',
    session: 'file:///a.ts',
    languageId: 'typescript',
    prefix,
    suffix: '',
    snippets: [],
    extent: 'line',
    alternatives: 1,
    maxTokens: 32,
    length: { kind: 'found' },
    threshold: 0.9,
    copy: 'off',
    seed: 1,
    ...changes,
  };
}

/** A client together with everything it said. */
export class WatchedClient extends RuntimeProcess {
  readonly seen: RuntimeState[] = [];
  readonly logged: LogParams[];

  constructor(options: Omit<RuntimeClientOptions, 'modelsFolder' | 'log'> & { readonly modelsFolder?: string }) {
    const logged: LogParams[] = [];
    super({ modelsFolder: '/nowhere', ...options, log: (entry) => logged.push(entry) });
    this.logged = logged;
    this.onState((state) => this.seen.push(state));
  }

  get kinds(): readonly string[] {
    return this.seen.map((state) => state.kind);
  }

  /** The pid of the running child. */
  get pid(): number {
    if (this.state.kind !== 'ready') {
      throw new Error(`No child is ready: ${JSON.stringify(this.state)}`);
    }
    return this.state.pid;
  }

  /** The pid of the child, ready or not. */
  childPid(): number | undefined {
    return this.state.kind === 'ready' || this.state.kind === 'starting' ? this.state.pid : undefined;
  }

  /** Resolves when the state is of this kind. */
  async until(kind: RuntimeState['kind'], timeoutMs = 10_000): Promise<void> {
    await waitFor(() => this.state.kind === kind, `state ${kind}`, timeoutMs);
  }
}

/** Polls a condition; rejects when it is not met in time. */
export async function waitFor(condition: () => boolean, what: string, timeoutMs = 10_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) {
      throw new Error(`Not reached within ${timeoutMs} ms: ${what}`);
    }
    await sleep(5);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Whether a process runs; one that has ended and that nobody has reaped yet (an orphan in a container) does not. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    return error instanceof Error && 'path' in error && process.platform !== 'linux';
  }
}
