import type { Token } from 'node-llama-cpp';
import { OpeningWatch } from './openingWatch';
import { StopTexts } from './stopTexts';
import { TokenText } from './tokenText';

export interface ReplyOptions {
  readonly write: (tokens: readonly Token[]) => string;
  /** Last tokens of the prompt. */
  readonly before: readonly Token[];
  readonly stop: readonly string[];
  /** undefined: it is not waited for an opening. */
  readonly openings: readonly string[] | undefined;
}

/** The text of an answer as its tokens come: told as soon as it is certain that it stays. */
export class WrittenReply {
  private readonly text: TokenText<Token>;
  private readonly stops: StopTexts;
  private readonly stopTexts: readonly string[];
  private readonly watch: OpeningWatch | undefined;
  /** Held until it is certain that the reply does not begin with an opening. */
  private held = '';
  /** Tokens at the beginning that are nothing but blanks. */
  blanks = 0;
  /** UTF-16 units of all that was written, what is held back and stop texts included. */
  length = 0;

  constructor(
    { write, before, stop, openings }: ReplyOptions,
    private readonly tell: (text: string) => void,
  ) {
    this.stopTexts = stop;
    this.text = new TokenText(write, before);
    this.stops = new StopTexts(stop);
    this.watch = openings && openings.length > 0 ? new OpeningWatch(openings) : undefined;
  }

  /** @returns 'stopped': a stop text has come. 'opened': it begins with an opening, and nothing of it was told. */
  push(token: Token): 'goes-on' | 'stopped' | 'opened' {
    const text = this.text.push(token);
    this.length += text.length;
    if (this.watch?.state === 'undecided') {
      const state = this.watch.push(text);
      if (this.watch.blank) this.blanks += 1;
      this.held += text;
      if (state === 'opened') return 'opened';
      if (state === 'undecided' && !this.endsWithin(this.held)) return 'goes-on';
      this.say(this.held);
    } else this.say(text);
    return this.stops.stopped ? 'stopped' : 'goes-on';
  }

  /** The answer has ended: tells what was held back. */
  end(): void {
    if (this.stops.stopped) return;
    if (this.watch?.state === 'undecided') this.say(this.held);
    this.say(this.text.end());
    const rest = this.stops.end();
    if (rest !== '') this.tell(rest);
  }

  private say(text: string): void {
    const certain = this.stops.push(text);
    if (certain !== '') this.tell(certain);
  }

  /** Whether a stop text has come while it is still waited for an opening. */
  private endsWithin(text: string): boolean {
    return this.stopTexts.some((stop) => text.includes(stop));
  }
}
