import type { Json } from '../../gateway/types';
import type { JsonRepair } from './jsonReader';
import type { ParsedCall } from './parsedReply';

/**
 * What a payload tells while it is read. A payload that has told nothing yet may still turn out to be plain text.
 * 'failed': the call that was started will not be finished.
 */
export interface PayloadSink {
  started(name: string): void;
  delta(text: string): void;
  finished(call: ParsedCall): void;
  failed(reason: 'cut' | 'malformed'): void;
  skipped(): void;
  repaired(repairs: Iterable<JsonRepair>): void;
}

/** 'before': complete, without this character. 'bad': it cannot go on like this. */
export type PayloadStep = 'more' | 'done' | 'before' | 'bad';

/** Reads calls in one syntax, character by character. */
export interface Payload {
  push(char: string): PayloadStep;
  /** Complete, and it stands for calls or for none at all (`[]`), not for something else. */
  readonly isCalls: boolean;
  /** What was read so far could be the beginning of calls. */
  readonly mayBeCalls: boolean;
  /** No more comes. */
  cut(): void;
}

/** Tells a whole call at once. */
export function tellCall(sink: PayloadSink, call: ParsedCall): void {
  sink.started(call.name);
  sink.delta(call.argumentsText);
  sink.finished(call);
}

export function isEmptyObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
