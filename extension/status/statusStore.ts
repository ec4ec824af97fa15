import type { Problem, StatusFacts } from './statusModel';

/** Requests shorter than this do not show as thinking: the icon would flicker at every key press. Milliseconds. */
const thinkingAfter = 150;

/** Holds the facts and tells when they change. */
export class StatusStore {
  private current: StatusFacts = {
    enabled: true,
    activeLanguage: undefined,
    editorShows: true,
    runtime: { kind: 'stopped' },
    modelLoading: false,
    thinking: false,
    problem: undefined,
    snoozedUntil: undefined,
    notAsked: false,
    latencyMs: undefined,
    model: undefined,
    runsOn: undefined,
    notice: undefined,
    downloading: undefined,
    downloadPercent: undefined,
  };
  private readonly listeners = new Set<() => void>();
  private running = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  get facts(): StatusFacts {
    return this.current;
  }

  update(changes: Partial<StatusFacts>): void {
    const next = { ...this.current, ...changes };
    const keys = Object.keys(changes) as (keyof StatusFacts)[];
    if (keys.every((key) => next[key] === this.current[key])) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }

  requestStarted(): void {
    this.running += 1;
    this.timer ??= setTimeout(() => this.update({ thinking: true }), thinkingAfter);
  }

  requestEnded(result: { readonly latencyMs?: number; readonly problem?: Problem; readonly model?: string }): void {
    this.running = Math.max(0, this.running - 1);
    if (this.running === 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
    }
    const answered = result.latencyMs !== undefined;
    this.update({
      ...(this.running === 0 ? { thinking: false } : {}),
      ...(answered ? { latencyMs: result.latencyMs, model: result.model, problem: undefined } : {}),
      ...(result.problem ? { problem: result.problem } : {}),
    });
  }

  onChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
  }
}
