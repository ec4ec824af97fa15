/** Gaps longer than this are pauses, not typing, and teach nothing about the cadence. Milliseconds. */
const longestGap = 1000;
/** Longest wait that the cadence alone can ask for. Milliseconds. */
const longestWait = 300;
/** Weight of a new gap in the running means, as TCP uses for its round-trip times (RFC 6298: 1/8 and 1/4). */
const meanWeight = 1 / 8;
const deviationWeight = 1 / 4;
/** Suggestions dismissed in a row before waits grow. */
const patience = 3;

/**
 * Learns how fast this person types, and says how long to wait after a key press before a request is worth it: about as long as
 * the next key would usually take, so that a suggestion appears when the hands rest and not between two keys of a word.
 * The estimate is the one of TCP's retransmission timer: mean gap plus mean deviation.
 */
export class TypingCadence {
  private mean = 120;
  private deviation = 40;
  private last: number | undefined;
  private dismissals = 0;

  /** @param now milliseconds of any steady clock */
  keyPressed(now: number): void {
    const gap = this.last === undefined ? undefined : now - this.last;
    this.last = now;
    if (gap === undefined || gap < 0 || gap > longestGap) return;
    this.deviation += deviationWeight * (Math.abs(gap - this.mean) - this.deviation);
    this.mean += meanWeight * (gap - this.mean);
  }

  /** Suggestions that were dismissed one after the other make the next ones come later, until one is accepted. */
  suggestionEnded(accepted: boolean): void {
    this.dismissals = accepted ? 0 : this.dismissals + 1;
  }

  /**
   * @param atBoundary the last key was one after which people look up (line end, opening bracket, dot): no need to wait for the word
   * @param shortest the user's setting, milliseconds
   * @returns how long to wait after the last key press, milliseconds
   */
  wait(shortest: number, atBoundary: boolean): number {
    const usual = atBoundary ? this.mean / 2 : this.mean + this.deviation;
    const annoyed = 1 + Math.min(1, Math.max(0, this.dismissals - patience) / patience);
    return Math.max(shortest, Math.min(longestWait, usual) * annoyed);
  }

  /** Time since the last key press, for waits that began with it. */
  sinceLastKey(now: number): number {
    return this.last === undefined ? Infinity : now - this.last;
  }
}
