const key = 'whetstone.evaluation.mayExecute';

/** What VS Code keeps of a workspace. */
export interface ConsentMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface ExecutionQuestion {
  /** Number of its text: another one when it promises something else, so that nobody's old answer counts for it. */
  readonly terms: number;
  /** Whether the workspace is trusted now. */
  readonly isTrusted: () => boolean;
  /** @returns whether the user agreed; closing the question is a no */
  readonly ask: () => Promise<boolean>;
}

/** Whether the user of this workspace has agreed that its own tests, compilers and tools run in the sandbox. Asked once for a text, and can be taken back. */
export class ExecutionConsent {
  private readonly listeners = new Set<() => Promise<void>>();

  constructor(
    private readonly memory: ConsentMemory,
    private readonly question: ExecutionQuestion,
  ) {}

  get given(): boolean {
    return this.memory.get(key) === this.question.terms;
  }

  /** @returns whether they may run, after asking where nobody has agreed yet; without trust nobody is asked */
  async ask(): Promise<boolean> {
    if (!this.question.isTrusted()) return false;
    if (this.given) return true;
    if (!(await this.question.ask())) return false;
    await this.give();
    return true;
  }

  async give(): Promise<void> {
    await this.memory.update(key, this.question.terms);
    await this.tell();
  }

  async revoke(): Promise<void> {
    await this.memory.update(key, undefined);
    await this.tell();
  }

  /** It was given or taken back; whoever does either waits until all have heard. */
  onChange(listener: () => Promise<void>): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  private async tell(): Promise<void> {
    await Promise.all([...this.listeners].map((listener) => listener()));
  }
}
