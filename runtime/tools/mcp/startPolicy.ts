/** When a server may be started again: soon after a crash, later and later where it does not even start. */
import { setTimeout as delay } from 'node:timers/promises';
import { McpServerError } from './mcpServerError';

const MINUTE = 60_000;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 10 * MINUTE;

export class StartPolicy {
  private crashes: number[] = [];
  private failures = 0;
  private problem = '';
  private failedAt = 0;

  /** @param waits milliseconds before the first, second and third start after a crash within a minute */
  constructor(
    private readonly waits: readonly [number, number, number],
    private readonly now: () => number = Date.now,
  ) {}

  /** Waits until it may be started. @throws McpServerError where it may not for now; AbortError */
  async admit(signal: AbortSignal): Promise<void> {
    if (this.failures > 0) {
      const left = this.failedAt + Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LAST_RETRY_MS) - this.now();
      if (left > 0) throw new RetryLaterError(this.problem);
    }
    this.crashes = this.crashes.filter((time) => time > this.now() - MINUTE);
    if (this.crashes.length > this.waits.length) {
      throw new RetryLaterError(
        `It ended ${this.crashes.length} times within a minute. Look into its log, and restart it when it is put right.`,
      );
    }
    const wait = this.crashes.length === 0 ? 0 : (this.waits[this.crashes.length - 1] ?? 0);
    if (wait > 0) await delay(wait, undefined, { signal });
  }

  started(): void {
    this.failures = 0;
  }

  /** @param problem told until it is tried again */
  failed(problem: string): void {
    this.failures++;
    this.problem = problem;
    this.failedAt = this.now();
  }

  crashed(): void {
    this.crashes.push(this.now());
  }

  forget(): void {
    this.failures = 0;
    this.crashes = [];
  }
}

/** Nothing was tried, so that nothing new is known. */
export class RetryLaterError extends McpServerError {}
