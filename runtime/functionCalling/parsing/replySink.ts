import type { JsonRepair } from './jsonReader';
import type { CallEvent, CallPath, ParsedCall, ParsedReply } from './parsedReply';
import type { PayloadSink } from './payload';

/** Collects what a reply says, as events since the last time they were taken, and as a whole. */
export class ReplySink implements PayloadSink {
  truncated = false;
  readonly malformed: string[] = [];
  path: CallPath | undefined;
  /** The path of calls that come now. */
  current: CallPath = 'array';
  /** Calls that have begun. */
  begun = 0;
  private events: CallEvent[] = [];
  private content = '';
  private thought = '';
  private readonly calls: ParsedCall[] = [];
  private readonly repairs = new Set<JsonRepair>();
  private open: string | undefined;
  private skippedElements = 0;
  private trailing = false;

  said(type: 'text' | 'thought', text: string): void {
    if (text === '') return;
    if (type === 'text') {
      this.content += text;
      if (this.begun > 0 && text.trim() !== '') this.trailing = true;
    } else this.thought += text;
    const last = this.events.at(-1);
    if (last?.type === type) this.events[this.events.length - 1] = { type, text: last.text + text };
    else this.events.push({ type, text });
  }

  started(name: string): void {
    this.path ??= this.current;
    this.open = name;
    this.events.push({ type: 'call-started', index: this.begun++, name });
  }

  delta(text: string): void {
    const index = this.begun - 1;
    const last = this.events.at(-1);
    if (last?.type === 'call-arguments' && last.index === index) {
      this.events[this.events.length - 1] = { ...last, delta: last.delta + text };
    } else this.events.push({ type: 'call-arguments', index, delta: text });
  }

  finished(call: ParsedCall): void {
    this.open = undefined;
    this.calls.push(call);
    this.events.push({ type: 'call-finished', index: this.begun - 1, call });
  }

  failed(reason: 'cut' | 'malformed'): void {
    this.events.push({ type: 'call-failed', index: this.begun - 1, name: this.open ?? '', reason });
    this.open = undefined;
  }

  skipped(): void {
    this.skippedElements++;
  }

  repaired(repairs: Iterable<JsonRepair>): void {
    for (const repair of repairs) this.repairs.add(repair);
  }

  take(): readonly CallEvent[] {
    return this.events.splice(0);
  }

  result(): ParsedReply {
    return {
      content: this.content.trim(),
      thought: this.thought.trim(),
      calls: [...this.calls],
      path: this.path,
      truncated: this.truncated,
      malformed: [...this.malformed],
      trailingText: this.trailing,
      skipped: this.skippedElements,
      repairs: [...this.repairs],
    };
  }
}
