/** What a server may use of our time and memory. */
import type { StdioLimits } from './stdioTransport';

/** Milliseconds and bytes. */
export interface Limits extends StdioLimits {
  /** From start to the end of the handshake. `npx` may have to download the server first. */
  readonly startMs: number;
  /** Without any news of a call, and for asking what tools there are. */
  readonly callMs: number;
  /** Of a call that reports progress. */
  readonly totalMs: number;
  /** A server that nobody used for so long is stopped. */
  readonly idleMs: number;
  /** Waits before the first, second and third start after a crash within a minute. */
  readonly restartMs: readonly [number, number, number];
}

export const DEFAULT_LIMITS: Limits = {
  startMs: 60_000,
  callMs: 60_000,
  totalMs: 15 * 60_000,
  idleMs: 10 * 60_000,
  restartMs: [0, 500, 2_000],
  messageBytes: 16 * 2 ** 20,
  garbageBytes: 4 * 2 ** 20,
  messagesPerSecond: 20_000,
  graceMs: 2_000,
};
