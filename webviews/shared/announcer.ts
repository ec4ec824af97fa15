import { element } from './dom';

/** Tells screen readers what changed, at most once in a while: only the latest text of a pause is spoken. */
export class Announcer {
  /** Belongs into the page, where it is not visible. */
  readonly element = element('div', { role: 'status', 'aria-live': 'polite', class: 'visually-hidden' });
  private pending: string | undefined;
  private timer: number | undefined;

  /** @param pauseMs Milliseconds between two announcements. */
  constructor(private readonly pauseMs: number) {}

  announce(text: string): void {
    if (this.timer !== undefined) {
      this.pending = text;
      return;
    }
    this.element.textContent = text;
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      const next = this.pending;
      this.pending = undefined;
      if (next !== undefined && next !== this.element.textContent) {
        this.announce(next);
      }
    }, this.pauseMs);
  }
}
