import type { Json, SampleEvents } from './protocol';

/** Of one sample; a dialogue of forty turns has fewer. */
const mostEvents = 1000;
/** Events wait so long for others to be told with them. */
const tellMs = 100;
/** Samples whose events are kept, most recent first: those under way, and a few that have just ended. */
const mostSamples = 256;

interface Watched {
  readonly events: Json[];
  watched: boolean;
  told: number;
}

/** What happens in samples under way: kept from the beginning, so that whoever comes later sees all, and told where it is watched. */
export class WatchedSamples {
  private readonly samples = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (events: SampleEvents) => void) {}

  add(run: string, index: number, event: Json): void {
    const sample = this.of(run, index);
    if (isBeginning(event)) {
      // It was begun anew, e.g. after a failed call.
      sample.events.length = 0;
      sample.told = 0;
    }
    if (sample.events.length >= mostEvents) return;
    sample.events.push(event);
    if (sample.watched) this.timer ??= setTimeout(() => this.tellNews(), tellMs).unref();
  }

  watch(run: string, index: number): SampleEvents {
    const sample = this.of(run, index);
    sample.watched = true;
    sample.told = sample.events.length;
    return { run, index, from: 0, events: [...sample.events] };
  }

  unwatch(run: string, index: number): void {
    const sample = this.samples.get(keyOf(run, index));
    if (sample !== undefined) sample.watched = false;
  }

  /** The run has ended here: what was watched has been told, results hold the rest. */
  forget(run: string): void {
    this.tellNews();
    for (const key of this.samples.keys()) if (key.startsWith(`${run}\n`)) this.samples.delete(key);
  }

  private of(run: string, index: number): Watched {
    const key = keyOf(run, index);
    const known = this.samples.get(key) ?? { events: [], watched: false, told: 0 };
    // Put last: the ones that nothing happens in any more go first.
    this.samples.delete(key);
    this.samples.set(key, known);
    for (const [oldest, { watched }] of this.samples) {
      if (this.samples.size <= mostSamples) break;
      if (!watched) this.samples.delete(oldest);
    }
    return known;
  }

  private tellNews(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const [key, sample] of this.samples) {
      if (!sample.watched || sample.told >= sample.events.length) continue;
      const [run = '', index = ''] = key.split('\n');
      this.tell({ run, index: Number(index), from: sample.told, events: sample.events.slice(sample.told) });
      sample.told = sample.events.length;
    }
  }
}

const keyOf = (run: string, index: number) => `${run}\n${index}`;

function isBeginning(event: Json): boolean {
  return typeof event === 'object' && event !== null && 'kind' in event && event.kind === 'begun';
}
