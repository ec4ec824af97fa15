import { AnyCalls } from './anyCalls';
import { JsonCalls } from './jsonCalls';
import { NamedCall } from './namedCall';
import type { CallEvent, CallPath, ParsedReply } from './parsedReply';
import type { Payload } from './payload';
import { PythonCalls } from './pythonCalls';
import { ReplySink } from './replySink';

export interface CallParserOptions {
  /** Names of the tools: one of them is called also by an object that has no arguments at all. */
  readonly known?: Iterable<string> | undefined;
  /** The prompt ends inside a thought already. */
  readonly inThought?: boolean | undefined;
}

/** What stands around calls. */
type Wrapper = 'bare' | 'fence' | 'tool_call' | 'TOOL_CALLS' | 'python_tag';

const opening: ReadonlyMap<string, Wrapper | 'think' | 'end-think'> = new Map([
  ['<tool_call>', 'tool_call'],
  ['[TOOL_CALLS]', 'TOOL_CALLS'],
  ['<|python_tag|>', 'python_tag'],
  ['```', 'fence'],
  ['<think>', 'think'],
  ['</think>', 'end-think'],
]);
const markers = [...opening.keys()];
const endOfThought = '</think>';
const closing: Readonly<Partial<Record<Wrapper, string>>> = { tool_call: '</tool_call>', fence: '```' };
/** Languages of fenced blocks that may hold calls. */
const fenceHead = /^(json|tool_calls?|tool_code|python)?\s*$/;
const fenceHeadSoFar = /^[a-z_]*\s*$/;

type Mode =
  /** Nothing was said yet, or calls have just ended: calls may begin without a marker. */
  | { readonly kind: 'start'; space: string; held: string }
  | { readonly kind: 'text'; held: string }
  | { readonly kind: 'thought'; held: string }
  | { readonly kind: 'fence-head'; head: string }
  | {
      readonly kind: 'payload';
      readonly wrapper: Wrapper;
      readonly marker: string;
      raw: string;
      begun: boolean;
      readonly payload: Payload;
      readonly calls: number;
    }
  | { readonly kind: 'closing'; readonly wrapper: Wrapper; space: string; held: string }
  /** A call was begun and cannot be read: what follows belongs to it. */
  | { readonly kind: 'malformed'; readonly wrapper: Wrapper; raw: string };

/**
 * Reads the reply of a model that may call functions, as it comes: text before calls at once, a call as soon as its name
 * and the beginning of its arguments are there, arguments piece by piece. The events do not depend on how the reply is
 * cut into pieces.
 *
 * Calls are recognised at the beginning of a reply (a list, an object, several objects with `;` between) and anywhere in
 * a wrapper: `<tool_call>`, `[TOOL_CALLS]`, `<|python_tag|>`, a fenced block. Anything else, also a list inside prose,
 * is text. Never throws; the work is bounded by the length of the reply times the number of markers in it.
 */
export class CallParser {
  private mode: Mode;
  private readonly sink = new ReplySink();
  private readonly known: ReadonlySet<string>;
  /** The next fence closes a block that holds no calls. */
  private inOtherFence = false;
  private ended = false;

  constructor({ known = [], inThought = false }: CallParserOptions = {}) {
    this.known = new Set(known);
    this.mode = inThought ? { kind: 'thought', held: '' } : freshStart();
  }

  /** @returns what the text tells; several pieces of one text or of one call's arguments are joined */
  push(text: string): readonly CallEvent[] {
    // What has to be read again comes before all else: a stack of texts and places in them.
    const reading = [{ text, at: 0 }];
    for (let top = reading.at(-1); top !== undefined; top = reading.at(-1)) {
      if (top.at === top.text.length) {
        reading.pop();
        continue;
      }
      const again = this.step(top.text.charAt(top.at++));
      if (again !== '') reading.push({ text: again, at: 0 });
    }
    return this.sink.take();
  }

  /** @param reason 'cut': the reply was broken off; what could have become a marker is then no text */
  end(reason: 'stop' | 'cut' = 'stop'): readonly CallEvent[] {
    if (!this.ended) this.finish(reason);
    this.ended = true;
    return this.sink.take();
  }

  /** What was read so far; complete after `end`. */
  result(): ParsedReply {
    return this.sink.result();
  }

  /** @returns what has to be read again, before all else */
  private step(char: string): string {
    const { mode } = this;
    switch (mode.kind) {
      case 'start':
        return this.atStart(mode, char);
      case 'text':
        return this.inText(mode.held + char);
      case 'thought':
        return this.inThought(mode.held + char);
      case 'fence-head':
        return this.inFenceHead(mode.head, char);
      case 'payload':
        mode.raw += char;
        if (!mode.begun && /\s/.test(char)) return '';
        mode.begun = true;
        return this.inPayload(mode, char);
      case 'closing':
        return this.atClosing(mode, char);
      case 'malformed':
        return this.inMalformed(mode, char);
    }
  }

  private atStart(mode: Mode & { readonly kind: 'start' }, char: string): string {
    if (mode.held === '' && (/\s/.test(char) || (this.sink.begun > 0 && /[;,]/.test(char)))) {
      mode.space += char;
      return '';
    }
    mode.held += char;
    const { held } = mode;
    const marker = opening.get(held);
    if (marker !== undefined && marker !== 'end-think') return this.enter(marker, held);
    if (markers.some((each) => each.startsWith(held))) return '';
    if (held.startsWith('[') || held.startsWith('{')) {
      this.begin('bare', '', held.startsWith('[') ? 'array' : 'object');
      return held;
    }
    this.mode = { kind: 'text', held: '' };
    return mode.space + held;
  }

  private inText(held: string): string {
    const marker = opening.get(held);
    if (marker === 'think') return this.plain(held);
    if (marker !== undefined) return this.enter(marker, held);
    this.mode = { kind: 'text', held };
    if (markers.some((each) => each.startsWith(held))) return '';
    this.mode = { kind: 'text', held: '' };
    this.sink.said('text', held.charAt(0));
    return held.slice(1);
  }

  private plain(text: string): string {
    this.mode = { kind: 'text', held: '' };
    this.sink.said('text', text);
    return '';
  }

  private inThought(held: string): string {
    this.mode = { kind: 'thought', held };
    if (held === endOfThought) this.mode = freshStart();
    else if (!endOfThought.startsWith(held)) {
      this.mode = { kind: 'thought', held: '' };
      this.sink.said('thought', held.charAt(0));
      return held.slice(1);
    }
    return '';
  }

  private enter(marker: Wrapper | 'think' | 'end-think', text: string): string {
    if (marker === 'think') this.mode = { kind: 'thought', held: '' };
    else if (marker === 'end-think') this.mode = freshStart();
    else if (marker === 'fence') {
      if (this.inOtherFence) {
        this.inOtherFence = false;
        return this.plain(text);
      }
      this.mode = { kind: 'fence-head', head: '' };
    } else this.begin(marker, text, marker === 'bare' ? 'array' : marker);
    return '';
  }

  private inFenceHead(head: string, char: string): string {
    if (/[[{]/.test(char) && fenceHead.test(head)) {
      this.begin('fence', `\`\`\`${head}`, 'fence');
      return char;
    }
    this.mode = { kind: 'fence-head', head: head + char };
    if (fenceHeadSoFar.test(head + char) && head.length < 64) return '';
    this.inOtherFence = true;
    this.plain('```');
    return head + char;
  }

  private begin(wrapper: Wrapper, raw: string, path: CallPath): void {
    const { sink, known } = this;
    sink.current = path;
    const json = new JsonCalls(sink, known);
    const others = {
      bare: () => [new PythonCalls(sink, 'list')],
      fence: () => [new PythonCalls(sink, 'list')],
      tool_call: () => [],
      TOOL_CALLS: () => [new NamedCall(sink)],
      python_tag: () => [new PythonCalls(sink, 'one')],
    }[wrapper]();
    this.mode = {
      kind: 'payload',
      wrapper,
      marker: raw,
      raw,
      begun: false,
      payload: new AnyCalls([json, ...others]),
      calls: sink.begun,
    };
  }

  private inPayload(mode: Mode & { readonly kind: 'payload' }, char: string): string {
    const step = mode.payload.push(char);
    if (step === 'more') return '';
    const { wrapper, raw, marker } = mode;
    const told = this.sink.begun > mode.calls;
    if (step === 'bad' || !mode.payload.isCalls) {
      if (told) return this.spoil(wrapper, raw);
      return this.giveUp(wrapper, raw, marker === '' ? raw.charAt(0) : marker);
    }
    this.mode = closing[wrapper] === undefined ? freshStart() : { kind: 'closing', wrapper, space: '', held: '' };
    return step === 'before' ? char : '';
  }

  private spoil(wrapper: Wrapper, raw: string): string {
    this.mode = { kind: 'malformed', wrapper, raw: '' };
    return raw;
  }

  /** It is no call. In a wrapper of calls it was meant to be one; everywhere else it is text, in which calls may follow. */
  private giveUp(wrapper: Wrapper, raw: string, marker: string): string {
    const meant = wrapper === 'tool_call' || wrapper === 'TOOL_CALLS';
    if (meant && /^\s*[[{]/.test(raw.slice(marker.length))) return this.spoil(wrapper, raw);
    if (wrapper === 'fence') this.inOtherFence = true;
    this.plain(marker);
    return raw.slice(marker.length);
  }

  private atClosing(mode: Mode & { readonly kind: 'closing' }, char: string): string {
    const { wrapper } = mode;
    const close = closing[wrapper] ?? '';
    if (mode.held === '' && /\s/.test(char)) {
      mode.space += char;
      return '';
    }
    mode.held += char;
    if (mode.held === close) {
      // What follows a fenced block is prose; after a tool call may come another object.
      this.mode = wrapper === 'fence' ? { kind: 'text', held: '' } : freshStart();
      return '';
    }
    if (close.startsWith(mode.held)) return '';
    if (/^[[{]/.test(mode.held) && wrapper === 'tool_call') {
      this.begin(wrapper, '', wrapper);
      return mode.held;
    }
    if (wrapper === 'fence') this.inOtherFence = true;
    this.mode = freshStart();
    return mode.space + mode.held;
  }

  private inMalformed(mode: Mode & { readonly kind: 'malformed' }, char: string): string {
    const close = closing[mode.wrapper];
    mode.raw += char;
    // Looked at only where it may end: the text can be long.
    if (close === undefined || !close.endsWith(char) || !mode.raw.slice(close.length).endsWith(close)) return '';
    this.sink.malformed.push(mode.raw);
    this.mode = freshStart();
    return '';
  }

  private finish(reason: 'stop' | 'cut'): void {
    const { mode, sink } = this;
    if (mode.kind === 'malformed') sink.malformed.push(mode.raw);
    else if (mode.kind === 'payload') this.finishPayload(mode);
    else if (mode.kind === 'thought') this.finishHeld('thought', mode.held, reason);
    else if (mode.kind === 'fence-head') this.finishHeld('text', `\`\`\`${mode.head}`, reason);
    else if (mode.kind === 'closing') sink.truncated ||= reason === 'cut' && mode.held !== '';
    else if (mode.held !== '') this.finishHeld('text', mode.held, reason);
  }

  private finishHeld(type: 'text' | 'thought', held: string, reason: 'stop' | 'cut'): void {
    if (reason === 'stop') this.sink.said(type, held);
    else this.sink.truncated = true;
  }

  private finishPayload({ payload, raw, calls }: Mode & { readonly kind: 'payload' }): void {
    const { sink } = this;
    payload.cut();
    if (payload.isCalls) return;
    if (sink.begun > calls || payload.mayBeCalls) {
      sink.truncated = true;
      sink.malformed.push(raw);
    } else sink.said('text', raw);
  }
}

function freshStart(): Mode {
  return { kind: 'start', space: '', held: '' };
}

/** A whole reply at once. */
export function parseReply(text: string, options: CallParserOptions = {}): ParsedReply {
  const parser = new CallParser(options);
  parser.push(text);
  parser.end();
  return parser.result();
}
