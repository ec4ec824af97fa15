/** Python's `strptime` for the formats that the classes use. */
import { PyError } from './pyError';

/** @throws PyError (ValueError) for what is no `%Y-%m-%d` */
export function parseDay(text: string): { readonly year: number; readonly month: number; readonly day: number } {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const [year, month, day] = [Number(found?.[1]), Number(found?.[2]), Number(found?.[3])];
  if (found === null || month < 1 || month > 12 || day < 1 || day > 31 || year < 1) {
    throw new PyError('ValueError', `time data '${text}' does not match format '%Y-%m-%d'`);
  }
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) {
    throw new PyError('ValueError', 'day is out of range for month');
  }
  return { year, month, day };
}

/**
 * @returns the same moment as sortable text
 * @throws PyError (ValueError) for what is no `%Y-%m-%d %H:%M:%S`
 */
export function parseMoment(text: string): string {
  const found = /^(\S+) (\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text);
  const parts = found?.slice(2).map(Number) ?? [];
  const [hour = 24, minute = 60, second = 62] = parts;
  if (found === null || hour > 23 || minute > 59 || second > 61) {
    throw new PyError('ValueError', `time data '${text}' does not match format '%Y-%m-%d %H:%M:%S'`);
  }
  return `${sortableDay(found[1] ?? '')} ${parts.map(twoDigits).join(':')}`;
}

export function sortableDay(text: string): string {
  const { year, month, day } = parseDay(text);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

/**
 * @returns minutes since midnight
 * @throws PyError (ValueError) for what is no `%I:%M %p`
 */
export function parseClock(text: string): number {
  const found = /^(\d{1,2}):(\d{1,2})\s+(am|pm)$/i.exec(text);
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2])];
  if (found === null || hour < 1 || hour > 12 || minute > 59) {
    throw new PyError('ValueError', `time data '${text}' does not match format '%I:%M %p'`);
  }
  return (hour % 12) * 60 + minute + (found[3]?.toLowerCase() === 'pm' ? 720 : 0);
}

const twoDigits = (value: number) => String(value).padStart(2, '0');
