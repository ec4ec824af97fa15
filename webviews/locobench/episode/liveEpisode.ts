import type { ViewParts } from '../parts';
import type { Json } from '../protocol';
import { EpisodeView } from './episodeView';
import { followEpisode, type ShownEpisode } from './shownEpisode';

/** Follows a sample while it is under way. */
export class LiveEpisode {
  /** undefined: nothing has been told of it, or it is no episode. */
  shown: ShownEpisode | undefined;
  view: EpisodeView | undefined;
  private readonly events: Json[] = [];
  private readonly stopListening: () => void;

  constructor(
    private readonly parts: ViewParts,
    private readonly sample: { readonly run: string; readonly index: number },
    private readonly onNews: () => void,
  ) {
    this.stopListening = parts.onEvents(({ run, index, from, events }) => {
      if (run === sample.run && index === sample.index) this.take(from, events);
    });
  }

  async begin(): Promise<void> {
    try {
      const { from, events } = await this.parts.ask('watchSample', this.sample);
      this.take(from, events);
    } catch {
      // A run of another window or machine is not told of; the sample's own state says that it is under way.
    }
  }

  draw(): void {
    if (this.shown === undefined) return;
    this.view ??= new EpisodeView(this.parts);
    this.view.update(this.shown);
  }

  close(): void {
    this.stopListening();
    void this.parts.ask('unwatchSample', this.sample).catch(() => undefined);
  }

  /** What was told before the answer to the question came is in both. */
  private take(from: number, events: readonly Json[]): void {
    if (from > this.events.length) return;
    const further = from === this.events.length && this.shown !== undefined;
    this.events.length = from;
    this.events.push(...events);
    // Of a long episode the beginning is not read again with each turn.
    this.shown = further ? followEpisode(events, this.shown) : followEpisode(this.events);
    this.onNews();
  }
}
