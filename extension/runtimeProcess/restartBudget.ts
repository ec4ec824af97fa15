/** How many restarts a crashing child gets: each waits longer, and crashes are forgiven after a while. */
export class RestartBudget {
  private crashes: number[] = [];

  /**
   * @param delaysMs Milliseconds before the first, second, ... restart; as many as there are restarts in a window.
   * @param windowMs Milliseconds after which a crash no longer counts.
   */
  constructor(
    private readonly delaysMs: readonly number[],
    private readonly windowMs: number,
  ) {}

  /**
   * Counts a crash.
   * @param now Milliseconds of a monotonic clock.
   * @returns Milliseconds to wait before the restart; undefined when the budget is spent.
   */
  crash(now: number): number | undefined {
    this.crashes = this.crashes.filter((time) => now - time < this.windowMs);
    this.crashes.push(now);
    return this.delaysMs[this.crashes.length - 1];
  }

  reset(): void {
    this.crashes = [];
  }
}
