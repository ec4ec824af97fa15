import type { RunProgress, RunRecord, SampleRecord } from '../types';

const minuteMs = 60_000;
const shown = 20;
/** Fewer results than these say nothing of the rate. */
const enough = 3;

/** How fast a run goes, from the results of the last minute. */
export class ProgressMeter {
  private times: number[] = [];
  private recent: SampleRecord[] = [];

  constructor(private readonly now: () => number) {}

  add(record: SampleRecord): void {
    this.times.push(this.now());
    this.recent = [record, ...this.recent.slice(0, shown - 1)];
  }

  progress(run: RunRecord): RunProgress {
    const now = this.now();
    this.times = this.times.filter((at) => at > now - minuteMs);
    const [first] = this.times;
    const passed = first === undefined ? 0 : Math.max(1, now - first);
    const rate = this.times.length < enough ? undefined : (this.times.length * minuteMs) / passed;
    const left = run.counts.waiting + run.counts.running;
    const remainingMs = rate === undefined ? undefined : (left / rate) * minuteMs;
    return { run, rate, remainingMs, recent: this.recent };
  }
}
