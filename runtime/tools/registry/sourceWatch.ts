import type { SourceTool, ToolSource } from '../types';
import { unlessAborted } from './unlessAborted';

/** A source that says no word in this time has a problem. Milliseconds. */
const patience = 60_000;
/** Tools of one source; more would be a mistake or an attack. */
const mostTools = 2000;

/** What one source offered when it was asked last. */
export class SourceWatch {
  tools: readonly SourceTool[] = [];
  problem: string | undefined;
  private asked = 0;
  private changed = 1;
  private asking: Promise<void> | undefined;
  private readonly end: (() => void) | undefined;
  private readonly closed = new AbortController();

  constructor(
    readonly source: ToolSource,
    onChange: () => void,
  ) {
    this.end = source.onChange?.(() => {
      this.changed++;
      onChange();
    });
  }

  /** Asks if it has changed since. Never fails because of the source. @throws AbortError */
  async refresh(signal: AbortSignal): Promise<void> {
    while (this.asked < this.changed && !this.closed.signal.aborted) {
      this.asking ??= this.ask().finally(() => (this.asking = undefined));
      await unlessAborted(this.asking, signal);
    }
  }

  async dispose(): Promise<void> {
    this.end?.();
    this.closed.abort();
    await this.source.dispose?.();
  }

  private async ask(): Promise<void> {
    const version = this.changed;
    const { title } = this.source.origin;
    const late = AbortSignal.timeout(patience);
    const signal = AbortSignal.any([late, this.closed.signal]);
    try {
      const { tools, problem } = await unlessAborted(this.source.tools(signal), signal);
      this.tools = tools.slice(0, mostTools);
      const dropped = tools.length - this.tools.length;
      const many = `${title} offers ${tools.length} tools; the first ${mostTools} are used. Switch off what you do not need.`;
      this.problem =
        [problem, dropped > 0 ? many : undefined].filter((each) => each !== undefined).join(' ') || undefined;
    } catch (error) {
      this.tools = [];
      const reason = error instanceof Error ? error.message : String(error);
      this.problem = late.aborted
        ? `${title} did not say what tools it has within ${patience / 1000} s. Restart it, or look at its log.`
        : `${title} could not say what tools it has: ${reason}`;
    }
    this.asked = version;
  }
}
