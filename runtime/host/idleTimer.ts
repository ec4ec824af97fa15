/** Calls back once when there was no work for a while. Work is counted: it may overlap. */
export class IdleTimer {
  private working = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param idleMs Milliseconds; 0: never calls back. */
  constructor(
    private readonly idleMs: number,
    private readonly onIdle: () => void,
  ) {
    this.arm();
  }

  /** Runs work; the time without work starts anew when the last one ends. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.working += 1;
    this.dispose();
    try {
      return await work();
    } finally {
      this.working -= 1;
      this.arm();
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(): void {
    if (this.idleMs > 0 && this.working === 0) {
      this.timer = setTimeout(this.onIdle, this.idleMs);
    }
  }
}
