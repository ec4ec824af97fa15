/** Times and dates of the calendar page; all without a clock. */

const day = 86_400_000;

/**
 * Days from one date to another.
 * @param from first date, such as '2024-02-28'
 * @param to second date, such as '2024-03-01'
 * @example daysFromTo('2024-02-28', '2024-03-01') // 2
 */
export function daysFromTo(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / day);
}

/**
 * Number of nights between arrival and departure.
 * @example nights('2024-02-28', '2024-03-01') // 2
 */
export function nights(arrival: string, departure: string): number {
  const milliseconds = Date.parse(departure) - Date.parse(arrival);
  return Math.round(milliseconds / day);
}

/** Tells whether a year is a leap year. */
export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Number of days that a year has. */
export function daysOfYear(year: number): number {
  return isLeap(year) ? 366 : 365;
}

/** Writes seconds as minutes and seconds, such as 3:05. */
export function minutesAndSeconds(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Length of a track for people: minutes, a colon, seconds. */
export function trackLength(duration: number): string {
  const seconds = Math.floor(duration);
  const rest = String(seconds % 60);
  const minutes = String(Math.floor(seconds / 60));
  return minutes + ':' + (rest.length < 2 ? '0' + rest : rest);
}

/** Hours of a number of seconds, as a decimal number. */
export function secondsToHours(seconds: number): number {
  return seconds / 3600;
}

/** Days of a number of seconds, as a decimal number. */
export function secondsToDays(seconds: number): number {
  return seconds / 86400;
}
