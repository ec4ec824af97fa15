/** How long VS Code takes at most to ask for a suggestion after a key press. Milliseconds. */
const patience = 1500;
/** Key presses in a row without being asked before we say so: one may fall into a menu or a snippet. */
const misses = 3;

/**
 * Notices that VS Code does not ask for suggestions although someone types: its snooze and some of its settings are not told to
 * extensions. Only for the status; nothing depends on it.
 */
export class AskWatch {
  private unanswered: number[] = [];

  /** A key was pressed where a suggestion could be made. @param now milliseconds of a steady clock */
  typed(now: number): void {
    this.unanswered.push(now);
    if (this.unanswered.length > misses) this.unanswered.shift();
  }

  /** VS Code asked by itself. */
  asked(): void {
    this.unanswered = [];
  }

  /** Whether VS Code has given up asking. */
  silent(now: number): boolean {
    return this.unanswered.length === misses && this.unanswered.every((time) => now - time > patience);
  }
}
