import { z } from 'zod';

const HOUR = 3_600_000;
const SLOTS = 168;
const HALF_LIFE_HOURS = 14 * 24;
/** Before anything was seen: thirty requests a day, worth a day of watching. */
const PRIOR_REQUESTS = 30;
const PRIOR_HOURS = 24;
/** Hours of watching a slot of the week that the overall rate is worth. */
const SLOT_PRIOR_HOURS = 1;
/** Requests over which a change of pace is noticed, and how far it is believed. */
const RECENT = 50;
const BELIEVED = 2;

export const trafficStateSchema = z.object({
  requests: z.array(z.number().nonnegative()).length(SLOTS),
  hours: z.array(z.number().nonnegative()).length(SLOTS),
  seenUntil: z.number().nullable(),
  recent: z.array(z.number()),
});
export type TrafficState = z.infer<typeof trafficStateSchema>;

/**
 * When requests come: a rate for each hour of the week, learnt with a half-life of two weeks, and how much busier the
 * last fifty requests were than that. It foretells how many more will come before a budget's period ends.
 */
export class TrafficProfile {
  private readonly requests: number[];
  private readonly hours: number[];
  private seenUntil: number | undefined;
  private readonly recent: number[];

  constructor(state?: TrafficState) {
    this.requests = state?.requests.slice() ?? new Array<number>(SLOTS).fill(0);
    this.hours = state?.hours.slice() ?? new Array<number>(SLOTS).fill(0);
    this.seenUntil = state?.seenUntil ?? undefined;
    this.recent = state?.recent.slice() ?? [];
  }

  get state(): TrafficState {
    return { requests: this.requests, hours: this.hours, seenUntil: this.seenUntil ?? null, recent: this.recent };
  }

  /** @param at milliseconds since 1970; a clock that was set back is taken as standing still */
  record(at: number): void {
    const from = this.seenUntil ?? at;
    const to = Math.max(from, at);
    this.watch(from, to);
    this.seenUntil = to;
    this.requests[slotOf(to)]! += 1;
    this.recent.push(to);
    if (this.recent.length > RECENT) this.recent.shift();
  }

  /** Requests from `now` to `until`, at least 1. */
  expected(now: number, until: number): number {
    return Math.max(1, this.plain(now, until) * this.busier(now));
  }

  private plain(from: number, until: number): number {
    const overall = this.overall();
    let sum = 0;
    for (let at = from; at < until;) {
      const next = Math.min(until, (Math.floor(at / HOUR) + 1) * HOUR);
      sum += (this.rate(slotOf(at), overall) * (next - at)) / HOUR;
      at = next;
    }
    return sum;
  }

  /** How much busier the last requests were than foretold, within a factor of BELIEVED. */
  private busier(now: number): number {
    const first = this.recent[0];
    if (first === undefined || this.recent.length < RECENT) return 1;
    const foretold = this.plain(first, Math.max(now, first + 1));
    return Math.min(BELIEVED, Math.max(1 / BELIEVED, RECENT / Math.max(foretold, 1e-9)));
  }

  private overall(): number {
    const requests = this.requests.reduce((sum, count) => sum + count, PRIOR_REQUESTS);
    return requests / this.hours.reduce((sum, hours) => sum + hours, PRIOR_HOURS);
  }

  private rate(slot: number, overall: number): number {
    return (this.requests[slot]! + SLOT_PRIOR_HOURS * overall) / (this.hours[slot]! + SLOT_PRIOR_HOURS);
  }

  private watch(from: number, to: number): void {
    const hours = (to - from) / HOUR;
    const kept = 0.5 ** (hours / HALF_LIFE_HOURS);
    for (let slot = 0; slot < SLOTS; slot++) {
      this.requests[slot]! *= kept;
      this.hours[slot]! *= kept;
    }
    // Away for longer than half-lives: whole weeks need not be counted hour by hour.
    for (let at = Math.max(from, to - 8 * SLOTS * HOUR); at < to;) {
      const next = Math.min(to, (Math.floor(at / HOUR) + 1) * HOUR);
      this.hours[slotOf(at)]! += (next - at) / HOUR;
      at = next;
    }
  }
}

/** Hour of the week, UTC: where it begins does not matter. */
function slotOf(at: number): number {
  return ((Math.floor(at / HOUR) % SLOTS) + SLOTS) % SLOTS;
}
