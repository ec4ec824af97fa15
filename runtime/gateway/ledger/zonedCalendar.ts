/** Days and months of a time zone, whatever its clocks do. */

export type CalendarUnit = 'day' | 'month';

const hourMs = 3_600_000;
/** Longer than any day or month, with a change of clocks in it. */
const longestMs: Readonly<Record<CalendarUnit, number>> = { day: 50 * hourMs, month: 33 * 24 * hourMs };

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The time zone of this process.
 * @returns an IANA name
 */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @returns the day as people write it there: 2026-03-29 */
export function dayOf(time: number, zone: string): string {
  const key = keyOf(time, zone, 'day');
  return `${Math.floor(key / 10_000)}-${two(Math.floor(key / 100) % 100)}-${two(key % 100)}`;
}

/** The first instant of the day or month that holds the time. */
export function startOf(time: number, zone: string, unit: CalendarUnit): number {
  const key = keyOf(time, zone, unit);
  return firstInstant(time - longestMs[unit], time, (instant) => keyOf(instant, zone, unit) >= key);
}

/** The first instant of the day or month after it. */
export function endOf(time: number, zone: string, unit: CalendarUnit): number {
  const key = keyOf(time, zone, unit);
  return firstInstant(time, time + longestMs[unit], (instant) => keyOf(instant, zone, unit) > key);
}

/** Bisection, since midnight may be skipped or come twice. `holds` is false at `low`, true at `high`. */
function firstInstant(low: number, high: number, holds: (instant: number) => boolean): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A number that grows with the day (20260329) or the month (202603). */
function keyOf(time: number, zone: string, unit: CalendarUnit): number {
  let year = 0;
  let month = 0;
  let day = 0;
  for (const { type, value } of formatOf(zone).formatToParts(time)) {
    if (type === 'year') year = Number(value);
    else if (type === 'month') month = Number(value);
    else if (type === 'day') day = Number(value);
  }
  return unit === 'month' ? year * 100 + month : year * 10_000 + month * 100 + day;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
