/** How patient a run is with providers, beyond what the gateway tries by itself within one call (four attempts). Milliseconds. */
export interface RunPatience {
  /** Calls of the gateway for one answer, in all. */
  readonly attempts: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** After so many samples in a row that failed of the provider, no more are sent to it in this run. */
  readonly failuresInRow: number;
}

export const patient: RunPatience = {
  attempts: 3,
  firstPauseMs: 2_000,
  longestPauseMs: 60_000,
  failuresInRow: 8,
};
