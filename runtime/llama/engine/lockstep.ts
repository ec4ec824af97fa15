/**
 * Lets several requests take their steps together, so that llama.cpp decodes them in one batch. node-llama-cpp batches what is
 * queued at the same moment; requests that go on as soon as they can drift apart, and each would be decoded alone.
 */
export class Lockstep {
  private readonly waiting: (() => Promise<void>)[] = [];
  private active = 0;
  private running = false;

  /** Requests that take part at the moment. */
  get members(): number {
    return this.active;
  }

  enter(): void {
    this.active += 1;
  }

  /** The others do not wait for this one any more. */
  leave(): void {
    this.active -= 1;
    this.start();
  }

  /** Runs `work` as soon as every member has its next step ready. Only a member may ask. */
  step<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push(() => work().then(resolve, reject));
      this.start();
    });
  }

  private start(): void {
    if (this.running || this.waiting.length === 0 || this.waiting.length < this.active) return;
    this.running = true;
    void Promise.all(this.waiting.splice(0).map((work) => work())).then(() => {
      this.running = false;
      this.start();
    });
  }
}
