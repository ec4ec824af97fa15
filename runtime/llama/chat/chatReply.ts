import { CallParser, type ParsedReply } from '../../functionCalling';
import type { CompletionRequest, CompletionResult, TextEngine } from '../engine/types';
import type { ChatEvent } from './chatProtocol';

export interface ChatReply {
  readonly parsed: ParsedReply;
  /** As it was written. */
  readonly raw: string;
  readonly result: CompletionResult;
}

export interface ReplyOptions {
  /** Names of the tools; undefined: nothing is read as a call. */
  readonly known: readonly string[] | undefined;
  readonly inThought: boolean;
}

/**
 * Lets the engine write one reply, and reads it as it comes.
 * @param tell is given text, thoughts, and the beginnings of calls, but no whole call
 */
export async function writeReply(
  engine: TextEngine,
  request: CompletionRequest,
  { known, inThought }: ReplyOptions,
  tell: (event: ChatEvent) => void,
  signal: AbortSignal,
): Promise<ChatReply> {
  let raw = '';
  const parser = new CallParser({ known: known ?? [], inThought });
  const texts = known === undefined ? new PlainReader(inThought) : undefined;
  const told = (events: ReturnType<CallParser['push']>) => {
    for (const event of events) {
      if (event.type === 'text' || event.type === 'thought') tell({ kind: event.type, text: event.text });
      else if (event.type === 'call-arguments') tell({ kind: 'call-input', text: event.delta });
    }
  };
  const result = await engine.complete(
    request,
    (text) => {
      raw += text;
      if (texts) texts.push(text).forEach(tell);
      else told(parser.push(text));
    },
    signal,
  );
  if (texts) {
    texts.end().forEach(tell);
    return { parsed: texts.parsed(), raw, result };
  }
  told(parser.end(result.finish === 'length' ? 'cut' : 'stop'));
  return { parsed: parser.result(), raw, result };
}

const thought = { begin: '<think>', end: '</think>' };

/** Text and the thought before it. Where there are no tools, JSON and fenced blocks are what was asked for, and no calls. */
class PlainReader {
  private held = '';
  private mode: 'start' | 'thought' | 'text';
  private readonly said = { text: '', thought: '' };

  constructor(inThought: boolean) {
    this.mode = inThought ? 'thought' : 'start';
  }

  push(text: string): readonly ChatEvent[] {
    this.held += text;
    if (this.mode === 'start') {
      const begun = this.held.trimStart();
      if (thought.begin.startsWith(begun)) return [];
      this.mode = begun.startsWith(thought.begin) ? 'thought' : 'text';
      if (this.mode === 'thought') this.held = begun.slice(thought.begin.length);
    }
    if (this.mode === 'text') return this.say('text', this.held.length);
    const end = this.held.indexOf(thought.end);
    if (end < 0) return this.say('thought', Math.max(0, this.held.length - thought.end.length + 1));
    const thoughts = this.say('thought', end);
    this.held = this.held.slice(thought.end.length).trimStart();
    this.mode = 'text';
    return [...thoughts, ...this.say('text', this.held.length)];
  }

  end(): readonly ChatEvent[] {
    return this.say(this.mode === 'thought' ? 'thought' : 'text', this.held.length);
  }

  parsed(): ParsedReply {
    const { text, thought: thoughts } = this.said;
    const none = {
      calls: [],
      path: undefined,
      truncated: false,
      malformed: [],
      trailingText: false,
      skipped: 0,
      repairs: [],
    };
    return { content: text.trim(), thought: thoughts.trim(), ...none };
  }

  private say(kind: 'text' | 'thought', length: number): readonly ChatEvent[] {
    let text = this.held.slice(0, length);
    this.held = this.held.slice(length);
    // The template's line ends after a thought are no part of the answer.
    if (kind === 'text' && this.said.text === '' && this.said.thought !== '') text = text.trimStart();
    this.said[kind] += text;
    return text === '' ? [] : [{ kind, text }];
  }
}
