export interface OpeningOptions {
  /** Whether an opening counts behind text, too. Default: only where a reply begins. */
  readonly afterText?: boolean | undefined;
  /** The prompt ends inside a thought. */
  readonly inThought?: boolean | undefined;
}

/** What is known of a reply so far. */
export interface OpeningState {
  /** 'free': no opening can come any more. */
  readonly state: 'watching' | 'opened' | 'free';
  /** Characters of the whole reply: up to here there is no opening, and where it is opened there it begins. */
  readonly at: number;
}

const thought = { begin: '<think>', end: '</think>' };

/**
 * Looks for the place in a reply that is being written where something begins that has to be held to a grammar, such as a
 * call. Blanks and a thought (`<think>...</think>`) may stand before it; what stands in a thought does not count.
 */
export class OpeningWatch {
  private text = '';
  private at = 0;
  private mode: 'blank' | 'thought' | 'text' | 'free';
  private readonly afterText: boolean;

  constructor(
    private readonly openings: readonly string[],
    { afterText = false, inThought = false }: OpeningOptions = {},
  ) {
    this.afterText = afterText;
    this.mode = inThought ? 'thought' : 'blank';
  }

  push(text: string): OpeningState {
    this.text += text;
    for (;;) {
      const before = this.mode;
      const opened = this.look();
      if (opened) return { state: 'opened', at: this.at };
      if (this.mode === before) return { state: this.mode === 'free' ? 'free' : 'watching', at: this.at };
    }
  }

  /** Goes on as far as is certain. */
  private look(): boolean {
    const { text, openings } = this;
    if (this.mode === 'free') {
      this.at = text.length;
      return false;
    }
    if (this.mode === 'thought') {
      const end = text.indexOf(thought.end, this.at);
      if (end < 0) this.at = text.length - heldLength(text.slice(this.at), [thought.end]);
      else {
        this.at = end + thought.end.length;
        this.mode = 'blank';
      }
      return false;
    }
    if (this.mode === 'text') {
      const places = openings.map((opening) => text.indexOf(opening, this.at)).filter((place) => place >= 0);
      this.at = places.length > 0 ? Math.min(...places) : text.length - heldLength(text.slice(this.at), openings);
      return places.length > 0;
    }
    const rest = text.slice(this.at).trimStart();
    this.at = text.length - rest.length;
    if (openings.some((opening) => rest.startsWith(opening))) return true;
    if (rest.startsWith(thought.begin)) {
      this.at += thought.begin.length;
      this.mode = 'thought';
    } else if (![...openings, thought.begin].some((each) => each.startsWith(rest))) {
      this.mode = this.afterText ? 'text' : 'free';
    }
    return false;
  }
}

/** Characters at the end that could become one of the texts. */
function heldLength(text: string, texts: readonly string[]): number {
  const longest = Math.max(0, ...texts.map((each) => each.length - 1));
  for (let length = Math.min(longest, text.length); length > 0; length--) {
    const end = text.slice(-length);
    if (texts.some((each) => each.startsWith(end))) return length;
  }
  return 0;
}
