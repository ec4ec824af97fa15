import type { Token } from 'node-llama-cpp';
import type { OpeningWatch } from './openingWatch';
import { StopTexts } from './stopTexts';
import { TokenText } from './tokenText';

export interface ReplyOptions {
  readonly write: (tokens: readonly Token[]) => string;
  /** Last tokens of the prompt. */
  readonly before: readonly Token[];
  readonly stop: readonly string[];
  /** undefined: it is not waited for an opening. */
  readonly watch: OpeningWatch | undefined;
}

/** The text of an answer as its tokens come: told as soon as it is certain that it stays. */
export class WrittenReply {
  private readonly text: TokenText<Token>;
  private readonly stops: StopTexts;
  private readonly watch: OpeningWatch | undefined;
  /** UTF-16 units of all that was written, what is held back and stop texts included. */
  length = 0;
  private whole = '';
  /** Characters of it that were passed on. */
  private passed = 0;
  /** Length of the text after each token. */
  private readonly ends: number[] = [];

  constructor(
    { write, before, stop, watch }: ReplyOptions,
    private readonly tell: (text: string) => void,
  ) {
    this.text = new TokenText(write, before);
    this.stops = new StopTexts(stop);
    this.watch = watch;
  }

  /** @returns 'stopped': a stop text has come. 'opened': an opening has come, and nothing from it on was told. */
  push(token: Token): 'goes-on' | 'stopped' | 'opened' {
    const text = this.text.push(token);
    this.length += text.length;
    if (!this.watch) {
      this.say(text);
      return this.stops.stopped ? 'stopped' : 'goes-on';
    }
    this.whole += text;
    this.ends.push(this.whole.length);
    const { state, at } = this.watch.push(text);
    this.passOn(at);
    if (this.stops.stopped) return 'stopped';
    if (state !== 'opened') return 'goes-on';
    this.finish();
    return 'opened';
  }

  /** After 'opened': how many tokens stand before the opening, and the text behind them that has none of its own. */
  get beforeOpening(): { readonly tokens: number; readonly rest: string } {
    const tokens = this.ends.filter((end) => end <= this.passed).length;
    return { tokens, rest: this.whole.slice(this.ends[tokens - 1] ?? 0, this.passed) };
  }

  /** The answer has ended: tells what was held back. */
  end(): void {
    if (this.stops.stopped) return;
    this.passOn(this.whole.length);
    this.say(this.text.end());
    this.finish();
  }

  private passOn(to: number): void {
    this.say(this.whole.slice(this.passed, to));
    this.passed = Math.max(this.passed, to);
  }

  private finish(): void {
    const rest = this.stops.end();
    if (rest !== '') this.tell(rest);
  }

  private say(text: string): void {
    const certain = this.stops.push(text);
    if (certain !== '') this.tell(certain);
  }
}
