/** One answer for all spans of a preview. */
export interface Variant {
  /** Share of the old tokens that stayed, 0..1. */
  readonly keep: number;
  /** What takes each span's place, LF line ends, in the order of the spans. */
  readonly texts: readonly string[];
}

/**
 * Asks the model for a variant.
 * @param number 0: the most probable text; others are sampled by this number as the seed
 * @returns undefined when it failed; whoever asks has told the user
 */
export type AskVariant = (keep: number, number: number, signal: AbortSignal) => Promise<readonly string[] | undefined>;

export type CloseReason = 'accepted' | 'discarded' | 'changed' | 'failed';

export type PreviewState =
  /** `variant`: what is still shown while another one is made. */
  | { readonly kind: 'asking'; readonly keep: number; readonly variant: Variant | undefined }
  /** `exhausted`: another one was asked for, and there is none. */
  | { readonly kind: 'shown'; readonly keep: number; readonly variant: Variant; readonly exhausted: boolean }
  /** The model writes nothing but what stands there; `careful`: it was only asked for what is clearly better. */
  | { readonly kind: 'same'; readonly keep: number; readonly careful: boolean }
  | { readonly kind: 'closed'; readonly why: CloseReason };

export interface PreviewOptions {
  /** What stands in the spans now. */
  readonly oldTexts: readonly string[];
  readonly keep: number;
  readonly ask: AskVariant;
  /** Whether at this position of the slider old text stays unless another is clearly better: then to find nothing is an answer. */
  readonly careful: (keep: number) => boolean;
  readonly onState: (state: PreviewState) => void;
}

/** Numbers tried for a text that is not there yet; small models often write the same again. */
const tries = 4;

/**
 * The states of one preview, from the first request until it is accepted or given up. Answers are kept, so that going back
 * and moving the slider to and fro costs nothing; a newer wish cancels the request of an older one.
 */
export class PreviewSession {
  private current: PreviewState;
  private keep: number;
  private index = 0;
  private request: AbortController | undefined;
  private readonly found = new Map<number, Variant[]>();
  private readonly tried = new Map<number, number>();

  constructor(private readonly options: PreviewOptions) {
    this.keep = options.keep;
    this.current = { kind: 'asking', keep: options.keep, variant: undefined };
  }

  get state(): PreviewState {
    return this.current;
  }

  start(): Promise<void> {
    return this.seek();
  }

  /** The next variant: one seen before, else a new one. */
  async another(): Promise<void> {
    if (this.current.kind === 'closed' || this.current.kind === 'asking') return;
    if (this.index + 1 < this.variants.length) {
      this.index += 1;
      this.show(false);
    } else await this.seek();
  }

  previous(): void {
    if (this.current.kind !== 'shown' || this.index === 0) return;
    this.index -= 1;
    this.show(false);
  }

  /** Moves the slider. */
  async setKeep(keep: number): Promise<void> {
    if (this.current.kind === 'closed' || keep === this.keep) return;
    this.request?.abort();
    this.keep = keep;
    this.index = 0;
    if (this.variants.length > 0) this.show(false);
    else await this.seek();
  }

  close(why: CloseReason): void {
    if (this.current.kind === 'closed') return;
    this.request?.abort();
    this.enter({ kind: 'closed', why });
  }

  private get variants(): Variant[] {
    const variants = this.found.get(this.keep) ?? [];
    this.found.set(this.keep, variants);
    return variants;
  }

  private async seek(): Promise<void> {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const { keep, variants } = this;
    // What was shown stays on the screen, also that of another position of the slider: no flicker.
    const variant = 'variant' in this.current ? this.current.variant : undefined;
    this.enter({ kind: 'asking', keep, variant });
    const careful = this.options.careful(keep);
    // The most probable text is asked for once; who wants others says so.
    const most = careful && !this.tried.has(keep) ? 1 : tries;
    for (let attempt = 0; attempt < most; attempt++) {
      const number = this.tried.get(keep) ?? 0;
      const texts = await this.options.ask(keep, number, request.signal);
      if (request.signal.aborted) return;
      if (!texts) {
        if (variants.length > 0) this.show(false);
        else this.close('failed');
        return;
      }
      this.tried.set(keep, number + 1);
      if ([this.options.oldTexts, ...variants.map((each) => each.texts)].some((known) => sameTexts(known, texts)))
        continue;
      variants.push({ keep, texts });
      this.index = variants.length - 1;
      this.show(false);
      return;
    }
    if (variants.length > 0) this.show(true);
    else this.enter({ kind: 'same', keep, careful });
  }

  private show(exhausted: boolean): void {
    const variant = this.variants[this.index];
    if (variant) this.enter({ kind: 'shown', keep: this.keep, variant, exhausted });
  }

  private enter(state: PreviewState): void {
    this.current = state;
    this.options.onState(state);
  }
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
