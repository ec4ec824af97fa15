import type { BudgetPeriod } from '../types';
import { endOf, startOf } from './zonedCalendar';

/** From `start` until just before `finish`; null: it never ends. */
export interface Span {
  readonly start: number;
  readonly finish: number | null;
  /** The time zone whose midnights these are. */
  readonly zone: string;
}

export function holds({ start, finish }: Span, time: number): boolean {
  return start <= time && (finish === null || time < finish);
}

/** The first period of a budget that is made now: a month or a day counts from its beginning, with what was spent before. */
export function firstSpan(period: BudgetPeriod, now: number, zone: string): Span {
  if (period === 'total') return { start: now, finish: null, zone };
  return { start: startOf(now, zone, period), finish: endOf(now, zone, period), zone };
}

/**
 * The period after one that has ended. Periods never overlap, and none is shorter than its calendar says: who travels, or
 * runs programs in several time zones, waits longer for the next one rather than getting the same money twice.
 * @param last ended at or before `now`
 */
export function nextSpan(
  period: 'day' | 'month',
  last: Span & { readonly finish: number },
  now: number,
  zone: string,
): Span {
  const { start, finish } = firstSpan(period, now, zone);
  if (last.finish <= start || finish === null) return { start, finish, zone };
  const nominal = endOf(last.finish, last.zone, period);
  return { start: last.finish, finish: finish >= nominal ? finish : endOf(nominal - 1, zone, period), zone };
}
