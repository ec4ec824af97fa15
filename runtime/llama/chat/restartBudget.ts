/** How often a process that keeps ending is started again: so often within a while, and then no more until some are forgotten. */
export class RestartBudget {
  private ends: readonly number[] = [];

  constructor(
    private readonly most = 3,
    private readonly windowMs = 60_000,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @returns whether it may be started again; counts the restart */
  spend(): boolean {
    const now = this.now();
    this.ends = this.ends.filter((at) => now - at < this.windowMs);
    if (this.ends.length >= this.most) return false;
    this.ends = [...this.ends, now];
    return true;
  }
}
